package dev.weir.core.attestation;

import static dev.weir.core.attestation.DeniedException.unless;

import dev.weir.core.policy.Environment;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.PurposePolicy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.ReleaseRules;
import dev.weir.core.policy.ReleaseTerms;
import dev.weir.core.policy.RowScope;
import dev.weir.core.policy.SystemNotice;
import dev.weir.core.policy.Treatment;
import dev.weir.tmsis.FieldClass;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** The checks of what an attestation asks for, against policy, trust list, submission and holds. */
final class ReleaseChecks {
    private ReleaseChecks() {}

    static void purpose(BundleCase in) throws DeniedException {
        Purpose purpose = in.attestation().purpose();
        unless(
                in.first().key().purposes().contains(purpose),
                DenialCode.PURPOSE,
                "attestation: purpose",
                "is one that the key may attest");
        unless(
                in.purposePolicy().enabled(),
                DenialCode.PURPOSE,
                "attestation: purpose",
                "is enabled in the state's policy");
    }

    static void recipient(BundleCase in) throws DeniedException {
        Attestation attestation = in.attestation();
        Optional<Recipient> bound = in.trust().recipient(attestation.recipient());
        unless(
                bound.isPresent() && in.first().key().recipients().contains(attestation.recipient()),
                DenialCode.RECIPIENT,
                "attestation: recipient",
                "is bound to the key in the trust list");
        Recipient recipient = bound.orElseThrow(() -> new IllegalStateException("recipient: was checked"));
        unless(
                recipient.purpose() == attestation.purpose(),
                DenialCode.RECIPIENT,
                "attestation: recipient",
                "serves the purpose: a linkage domain serves one");
        unless(
                !recipient.linkageDomain().equals(in.policy().scope().domain()),
                DenialCode.RECIPIENT,
                "attestation: recipient",
                "has a linkage domain that is not the one of submissions without attestation");
        for (String onward : attestation.onward()) {
            unless(in.trust().knows(onward), DenialCode.RECIPIENT, "attestation: onward", "are in the trust list");
        }
        in.recipient(recipient);
    }

    static void classes(BundleCase in) throws DeniedException {
        Attestation attestation = in.attestation();
        PurposePolicy policy = in.purposePolicy();
        for (FieldClass fieldClass : attestation.classes()) {
            unless(
                    policy.release().rule(fieldClass).treatment() != Treatment.BLANK,
                    DenialCode.SCOPE,
                    "attestation: classes",
                    fieldClass + " is not released for this purpose");
        }
        ReleaseRow row = in.policy().opened(attestation.purpose(), attestation.classes());
        unless(
                ReleaseRules.ofPurpose(attestation.purpose(), false, row).isEmpty(),
                DenialCode.SCOPE,
                "attestation: classes",
                "immigration classes are not released together with ADDRESS, GEOGRAPHY or CONTACT");
        in.asked(row);
    }

    static void filesAndPeriod(BundleCase in) throws DeniedException {
        Attestation attestation = in.attestation();
        ReleaseFacts facts = in.facts;
        unless(
                attestation.files().containsAll(facts.files()),
                DenialCode.SCOPE,
                "submission: files",
                "are of types that the attestation names");
        unless(
                attestation.period().contains(facts.period()),
                DenialCode.SCOPE,
                "submission: period",
                "lies within the attestation's");
        boolean test = in.policy().terms().environment() == Environment.TEST;
        unless(
                facts.synthetic() || (!test && attestation.purpose() != Purpose.SYSTEM_TEST),
                DenialCode.SCOPE,
                "submission",
                "is test data, FILE-STATUS-INDICATOR T: this policy or purpose takes nothing else");
    }

    static void people(BundleCase in) throws DeniedException {
        Attestation attestation = in.attestation();
        boolean listed = in.asked().rules().values().stream().anyMatch(r -> r.treatment() == Treatment.LISTED);
        unless(
                !listed || attestation.subjects().isPresent(),
                DenialCode.SCOPE,
                "attestation: subjects",
                "are required: classes are released for listed people only");
        unless(
                attestation.subjects().equals(in.facts.subjects()),
                DenialCode.SCOPE,
                "submission: subjects",
                "are the list that the attestation names by count and digest");
        unless(
                attestation.subjects().map(ListDigest::count).orElse(0L)
                        <= in.policy().terms().listedCap(),
                DenialCode.SCOPE,
                "attestation: subjects",
                "are not more than the policy allows");
        unless(
                attestation.purpose() != Purpose.COURT_ORDER
                        || attestation.rows().equals(Optional.of(RowScope.LISTED)),
                DenialCode.SCOPE,
                "attestation: rows",
                "is LISTED under a court order");
        unless(
                attestation.retainDays() <= in.policy().terms().maxRetainDays(),
                DenialCode.SCOPE,
                "attestation: retain_days",
                "is not more than the policy allows");
    }

    static void agreement(BundleCase in) throws DeniedException {
        Attestation attestation = in.attestation();
        Attestation.Agreement agreement = attestation.agreement();
        LocalDate after = agreement.expires().plusDays(1);
        Instant end = after.atStartOfDay(ZoneOffset.UTC).toInstant();
        unless(
                !attestation.expires().isAfter(end) && in.now.isBefore(end),
                DenialCode.AGREEMENT,
                "attestation: agreement.expires",
                "is not before the attestation expires");
        boolean court = attestation.purpose() == Purpose.COURT_ORDER;
        unless(
                court == (agreement.type() == Attestation.Agreement.Type.ORDER)
                        && court == (attestation.basis() == Basis.JUDICIAL),
                DenialCode.AGREEMENT,
                "attestation: agreement.type",
                "is ORDER, on the basis JUDICIAL, under COURT_ORDER and nowhere else");
        boolean limited = attestation.purpose() == Purpose.RESEARCH_LDS;
        unless(
                !limited || agreement.type() == Attestation.Agreement.Type.DUA,
                DenialCode.AGREEMENT,
                "attestation: agreement.type",
                "is DUA for a limited data set");
        unless(
                attestation.routineUse().isPresent() || !in.first().key().federal(),
                DenialCode.AGREEMENT,
                "attestation: routine_use",
                "is required of a federal issuer");
        unless(
                attestation
                        .routineUse()
                        .map(u -> isAccepted(u, in.policy().terms()))
                        .orElse(true),
                DenialCode.AGREEMENT,
                "attestation: routine_use",
                "is of a notice that the policy accepts");
    }

    private static boolean isAccepted(Attestation.RoutineUse use, ReleaseTerms terms) {
        return terms.routineUses().contains(new SystemNotice(use.sorn(), use.fr()));
    }

    static void covenants(BundleCase in) throws DeniedException {
        Attestation attestation = in.attestation();
        for (Covenant covenant : Covenant.required(attestation.purpose())) {
            unless(
                    attestation.covenants().contains(covenant),
                    DenialCode.COVENANT,
                    "attestation: covenants",
                    covenant + " is promised");
        }
    }

    static void status(BundleCase in) throws DeniedException {
        status(in.attestation(), in.authorities, in.now);
    }

    /** Looks an attestation up in its status list; cheap enough for every chunk. */
    static void status(Attestation attestation, Authorities authorities, Instant now) throws DeniedException {
        if (attestation.status().isEmpty()) {
            return;
        }
        Attestation.StatusReference reference = attestation.status().get();
        StatusList list = authorities.statuses().get(reference.uri());
        if (list == null || !list.isFresh(now)) {
            throw new DeniedException(
                    DenialCode.STALE, "status list", "of the attestation is there and has not expired");
        }
        Optional<StatusList.Status> status = list.status(reference.index());
        unless(
                list.issuer().equals(attestation.issuer()) && status.isPresent(),
                DenialCode.STATUS,
                "attestation: status",
                "is a place in a list of its issuer");
        unless(
                status.filter(s -> s == StatusList.Status.SUSPENDED).isEmpty(),
                DenialCode.HOLD,
                "attestation",
                "is not suspended by its issuer");
        unless(
                status.filter(s -> s == StatusList.Status.VALID).isPresent(),
                DenialCode.STATUS,
                "attestation",
                "is not revoked by its issuer");
    }
}
