package dev.weir.core.attestation;

import dev.weir.core.json.Json;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.RowScope;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a requester attests. Made only from claims that keep all their limits.
 *
 * @param issuer https URI of the requesting body
 * @param subject accountable official
 * @param official who that is
 * @param audience URI of one state's proxy
 * @param issued when it was signed
 * @param notBefore from when it is valid
 * @param expires from when on it is not
 * @param id its own id, never used twice
 * @param purpose what the data is for
 * @param basis on what ground of law
 * @param authority citations
 * @param agreement between recipient and state
 * @param routineUse of a federal system of records
 * @param recipient URI of who receives
 * @param classes classes asked for
 * @param files file types asked for
 * @param period months asked for
 * @param subjects list of people
 * @param rows whose rows are sent
 * @param recurring whether it serves more than one submission
 * @param maxUses how many
 * @param onward who may receive it further
 * @param retainDays how long it is kept
 * @param disposal what becomes of it then
 * @param covenants promises
 * @param status where revocation is looked up
 */
public record Attestation(
        String issuer,
        String subject,
        Official official,
        String audience,
        Instant issued,
        Instant notBefore,
        Instant expires,
        String id,
        Purpose purpose,
        Basis basis,
        List<String> authority,
        Agreement agreement,
        Optional<RoutineUse> routineUse,
        String recipient,
        Set<FieldClass> classes,
        Set<FileType> files,
        Period period,
        Optional<ListDigest> subjects,
        Optional<RowScope> rows,
        boolean recurring,
        int maxUses,
        List<String> onward,
        int retainDays,
        Disposal disposal,
        Set<Covenant> covenants,
        Optional<StatusReference> status) {
    /** The header's typ. */
    public static final String TYPE = "purpose-attestation+jwt";

    /** Longest validity of an attestation for one submission. */
    public static final Duration LONGEST_SINGLE = Duration.ofDays(7);

    /** Longest validity of an attestation for several. */
    public static final Duration LONGEST_RECURRING = Duration.ofDays(92);

    /** Most months, and most where two people approve. */
    public static final int MONTHS = 12;

    public static final int MONTHS_APPROVED = 84;

    public Attestation {
        authority = List.copyOf(authority);
        classes = Set.copyOf(classes);
        files = Set.copyOf(files);
        onward = List.copyOf(onward);
        covenants = Set.copyOf(covenants);
    }

    /** The accountable official. */
    public record Official(String name, String title, String contact, String address) {}

    /** An agreement, by its digest. The last day on which it is in force is {@code expires}. */
    public record Agreement(Type type, String id, Sha256 sha256, LocalDate expires) {
        /** Kinds of agreement. */
        public enum Type {
            DUA,
            CMA,
            IEA,
            MOU,
            STATUTE,
            ORDER
        }
    }

    /** A routine use of a federal system of records. */
    public record RoutineUse(String sorn, String fr, String ru) {}

    /** A place in a token status list. */
    public record StatusReference(String uri, int index) {}

    /**
     * Reads claims.
     *
     * @throws ClaimException where a claim is missing, unknown, or breaks its limits
     */
    public static Attestation read(Json.Members claims) throws ClaimException {
        ClaimReader in = new ClaimReader("", claims);
        in.is("ver", "1");
        String purpose = in.text("purpose", 255);
        String use = in.text("use", 16);
        boolean recurring = use.equals("recurring");
        if (!recurring && !use.equals("single")) {
            throw in.problem("use", "is single or recurring");
        }
        Attestation attestation = new Attestation(
                in.https("iss"),
                in.text("sub", 255),
                official(in.object("official")),
                in.https("aud"),
                in.time("iat"),
                in.time("nbf"),
                in.time("exp"),
                Tokens.id(in),
                Purpose.ofUri(purpose)
                        .orElseThrow(() -> in.problem("purpose", "is one of the closed list of the protocol")),
                in.word("basis", Basis.class),
                in.texts("authority", 1, 8, 120),
                agreement(in.object("agreement")),
                routineUse(in),
                in.https("recipient"),
                in.words("classes", 1, 16, FieldClass.class),
                in.words("files", 1, FileType.values().length, FileType.class),
                period(in.object("period")),
                subjects(in),
                in.has("rows") ? Optional.of(in.word("rows", RowScope.class)) : Optional.empty(),
                recurring,
                (int) in.whole("max_uses", 1, recurring ? 13 : 1),
                in.uris("onward", 0, 16),
                (int) in.whole("retain_days", 1, 3650),
                in.word("dispose", Disposal.class),
                in.words("covenants", 0, Covenant.values().length, Covenant.class),
                status(in));
        in.isTrue("min_necessary");
        in.isTrue("penalty_ack");
        in.finish();
        return attestation.whole(in);
    }

    /** Claims that only make sense together. */
    private Attestation whole(ClaimReader in) throws ClaimException {
        if (subjects.isPresent() != rows.isPresent()) {
            throw in.problem("rows", "is there where subjects is, and nowhere else");
        }
        if (Duration.between(notBefore, expires).compareTo(LONGEST_SINGLE) > 0 && status.isEmpty()) {
            throw in.problem("status", "is required of what is valid for more than seven days");
        }
        if (period.months() > MONTHS_APPROVED) {
            throw in.problem("period", "has at most " + MONTHS_APPROVED + " months");
        }
        return this;
    }

    private static Official official(ClaimReader in) throws ClaimException {
        Official official = new Official(
                in.text("name", 255), in.text("title", 255), in.text("contact", 255), in.text("address", 255));
        in.finish();
        return official;
    }

    private static Agreement agreement(ClaimReader in) throws ClaimException {
        Agreement agreement = new Agreement(
                in.word("type", Agreement.Type.class),
                in.text("id", 120),
                in.digest("sha256"),
                Texts.date(in.text("expires", 10))
                        .orElseThrow(() -> in.problem("expires", "is a date such as 2027-03-31")));
        in.finish();
        return agreement;
    }

    private static Optional<RoutineUse> routineUse(ClaimReader in) throws ClaimException {
        Optional<ClaimReader> object = in.optionalObject("routine_use");
        if (object.isEmpty()) {
            return Optional.empty();
        }
        RoutineUse use = new RoutineUse(
                object.get().text("sorn", 40),
                object.get().text("fr", 40),
                object.get().text("ru", 40));
        object.get().finish();
        return Optional.of(use);
    }

    private static Period period(ClaimReader in) throws ClaimException {
        String rule = "is a month such as 2026-01";
        var from = Texts.month(in.text("from", 7)).orElseThrow(() -> in.problem("from", rule));
        var to = Texts.month(in.text("to", 7)).orElseThrow(() -> in.problem("to", rule));
        in.finish();
        if (to.isBefore(from)) {
            throw in.problem("to", "is not before from");
        }
        return new Period(from, to);
    }

    private static Optional<ListDigest> subjects(ClaimReader in) throws ClaimException {
        Optional<ClaimReader> object = in.optionalObject("subjects");
        if (object.isEmpty()) {
            return Optional.empty();
        }
        ListDigest subjects = new ListDigest(
                object.get().whole("count", 1, 1_000_000), object.get().digest("sha256"));
        object.get().finish();
        return Optional.of(subjects);
    }

    private static Optional<StatusReference> status(ClaimReader in) throws ClaimException {
        Optional<ClaimReader> object = in.optionalObject("status");
        if (object.isEmpty()) {
            return Optional.empty();
        }
        ClaimReader list = object.get().object("status_list");
        StatusReference reference =
                new StatusReference(list.https("uri"), (int) list.whole("idx", 0, StatusList.MOST_ENTRIES - 1));
        list.finish();
        object.get().finish();
        return Optional.of(reference);
    }
}
