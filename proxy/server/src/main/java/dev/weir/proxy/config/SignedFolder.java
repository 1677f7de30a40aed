package dev.weir.proxy.config;

import dev.weir.core.attestation.Authorities;
import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.Envelope;
import dev.weir.core.attestation.EnvelopeVerifier;
import dev.weir.core.attestation.JwtVerifier;
import dev.weir.core.attestation.RootKeys;
import dev.weir.core.attestation.RootKeys.Kind;
import dev.weir.core.attestation.StatusList;
import dev.weir.core.attestation.TrustList;
import dev.weir.core.hold.HoldReader;
import dev.weir.core.hold.HoldSet;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.Quorum;
import dev.weir.core.policy.SignedPolicy;
import dev.weir.core.policy.WitnessRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What governs releases, in a folder: {@code root.json}, the keys that sign; {@code policy.json}, {@code trust.json} and
 * {@code holds.json}, signed by them; {@code status/}, signed status lists. Each file is verified, and then the very bytes
 * that were verified are read. The last accepted ones are remembered in a second folder, so that an older version, or
 * another file of the same version, is refused, also after a restart.
 */
public final class SignedFolder {
    public static final String ROOT = "root.json";
    public static final String POLICY = "policy.json";
    public static final String TRUST = "trust.json";
    public static final String HOLDS = "holds.json";
    public static final String STATUS = "status";

    /** How far clocks may differ. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final Path folder;
    private final AcceptedFiles memory;
    private final EnvelopeVerifier envelopes;
    private final JwtVerifier tokens;

    /**
     * Uses a folder.
     *
     * @param memory where the last accepted files are remembered; made if it is not there
     */
    public SignedFolder(Path folder, Path memory, EnvelopeVerifier envelopes, JwtVerifier tokens) {
        this.folder = folder;
        this.memory = new AcceptedFiles(memory);
        this.envelopes = envelopes;
        this.tokens = tokens;
    }

    /** What was read, and what was wrong with the rest. */
    public record Loaded(Optional<Authorities> authorities, List<ConfigProblem> problems) {
        public Loaded {
            problems = List.copyOf(problems);
        }
    }

    /** A file that is not accepted, and why. */
    static final class RefusedFileException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedFileException(String rule) {
            super(rule, null, false, false);
        }
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /**
     * Reads everything. Without a valid policy there is nothing; without a valid trust list or valid holds there is a
     * policy under which nothing is released.
     */
    public Loaded load(Instant now) {
        List<ConfigProblem> problems = new ArrayList<>();
        Optional<RootKeys> root = accept(ROOT, problems, () -> root(now));
        if (root.isEmpty()) {
            return new Loaded(Optional.empty(), problems);
        }
        Optional<SignedPolicy> policy = accept(POLICY, problems, () -> policy(root.get(), now));
        Optional<TrustList> trust = accept(TRUST, problems, () -> trust(root.get(), now));
        Optional<HoldSet> holds = accept(HOLDS, problems, () -> holds(root.get(), now));
        Map<String, StatusList> statuses = trust.isPresent()
                ? new StatusListReader(trust.get(), tokens, memory, now, problems).read(folder.resolve(STATUS))
                : Map.of();
        Instant rootExpires = root.get().expires();
        return new Loaded(
                policy.map(p -> new Authorities(p.policy(), earlier(p.expires(), rootExpires), trust, statuses, holds)),
                problems);
    }

    /** Keys that have expired speak for no policy any more, though nobody has touched a file. */
    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Reads one file. */
    private interface Reading<T> {
        T read() throws RefusedFileException, IOException;
    }

    private <T> Optional<T> accept(String name, List<ConfigProblem> problems, Reading<T> reading) {
        String file = folder.resolve(name).toString();
        try {
            return Optional.of(reading.read());
        } catch (RefusedFileException e) {
            problems.add(new ConfigProblem(file, 0, "", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            problems.add(new ConfigProblem(file, 0, "", "can be read, and what was accepted can be remembered"));
        }
        return Optional.empty();
    }

    private Envelope envelope(Path file) throws RefusedFileException, IOException {
        if (Files.size(file) > Envelope.MAX_BYTES) {
            throw new RefusedFileException("has at most " + Envelope.MAX_BYTES + " bytes");
        }
        return envelope(Files.readAllBytes(file));
    }

    private static Envelope envelope(byte[] bytes) throws RefusedFileException {
        try {
            return Envelope.read(bytes);
        } catch (ClaimException e) {
            throw new RefusedFileException("is a signed envelope: " + e.place() + ": " + e.rule());
        }
    }

    private RootKeys root(Instant now) throws RefusedFileException, IOException {
        Envelope envelope = envelope(folder.resolve(ROOT));
        RootKeys keys = rootKeys(envelope);
        requireNow(keys.issued(), keys.expires(), now);
        require(keys.accepts(envelope, Kind.ROOT, 1, envelopes), "is signed by its own root keys");
        Optional<byte[]> before = memory.read(ROOT);
        if (before.isPresent()) {
            Envelope remembered = envelope(before.get());
            RootKeys old = rootKeys(remembered);
            require(
                    Arrays.equals(remembered.payload(), envelope.payload())
                            || old.handsOverTo(keys, envelope, envelopes),
                    "is the one accepted before, or the next version, signed by old and new root keys");
        }
        memory.remember(ROOT, envelope.json());
        return keys;
    }

    private static RootKeys rootKeys(Envelope envelope) throws RefusedFileException {
        try {
            return RootKeys.read(envelope.payload());
        } catch (ClaimException e) {
            throw new RefusedFileException("holds root keys: " + e.place() + ": " + e.rule());
        }
    }

    private SignedPolicy policy(RootKeys root, Instant now) throws RefusedFileException, IOException {
        Envelope envelope = verified(root, POLICY, Kind.POLICY);
        SignedPolicy policy = signedPolicy(envelope);
        requireNow(policy.issued(), policy.expires(), now);
        requireWitnesses(policy.policy().witnesses());
        Optional<byte[]> before = memory.read(POLICY);
        if (before.isPresent()) {
            Envelope remembered = envelope(before.get());
            requireLater(remembered, envelope, signedPolicy(remembered).version(), policy.version());
        }
        memory.remember(POLICY, envelope.json());
        return policy;
    }

    private static void requireWitnesses(WitnessRule rule) throws RefusedFileException {
        try {
            Quorum.of(rule.quorum(), rule.keys());
        } catch (LedgerFormatException e) {
            throw new RefusedFileException("names witnesses by their keys");
        }
    }

    private static SignedPolicy signedPolicy(Envelope envelope) throws RefusedFileException {
        return SignedPolicy.read(envelope.payload())
                .orElseThrow(() -> new RefusedFileException("holds a sound policy in canonical JSON"));
    }

    private TrustList trust(RootKeys root, Instant now) throws RefusedFileException, IOException {
        Envelope envelope = verified(root, TRUST, Kind.TRUST_LIST);
        TrustList trust = trustList(envelope);
        requireNow(trust.issued(), trust.expires(), now);
        Optional<byte[]> before = memory.read(TRUST);
        if (before.isPresent()) {
            Envelope remembered = envelope(before.get());
            requireLater(remembered, envelope, trustList(remembered).version(), trust.version());
        }
        memory.remember(TRUST, envelope.json());
        return trust;
    }

    private static TrustList trustList(Envelope envelope) throws RefusedFileException {
        try {
            return TrustList.read(envelope.payload());
        } catch (ClaimException e) {
            throw new RefusedFileException("holds a trust list: " + e.place() + ": " + e.rule());
        }
    }

    /** One signature sets a hold; to lift one takes two, whatever file stood here in between. */
    private HoldSet holds(RootKeys root, Instant now) throws RefusedFileException, IOException {
        Envelope envelope = verified(root, HOLDS, Kind.HOLD);
        HoldSet holds = holdSet(envelope);
        requireNow(holds.issued(), holds.expires(), now);
        Optional<byte[]> before = memory.read(HOLDS);
        if (before.isPresent()) {
            Envelope remembered = envelope(before.get());
            HoldSet old = holdSet(remembered);
            requireLater(remembered, envelope, old.version(), holds.version());
            require(
                    root.accepts(envelope, Kind.HOLD, old.signaturesFor(holds), envelopes),
                    "is signed by two different keys where it lifts or narrows a hold");
        }
        memory.remember(HOLDS, envelope.json());
        return holds;
    }

    private static HoldSet holdSet(Envelope envelope) throws RefusedFileException {
        return HoldReader.read(envelope.payload())
                .orElseThrow(() -> new RefusedFileException("holds holds in canonical JSON"));
    }

    private Envelope verified(RootKeys root, String name, Kind kind) throws RefusedFileException, IOException {
        Envelope envelope = envelope(folder.resolve(name));
        require(
                root.accepts(envelope, kind, 1, envelopes),
                "is signed by at least " + root.threshold(kind) + " different root keys for " + kind);
        return envelope;
    }

    private static void requireLater(Envelope before, Envelope after, long old, long version)
            throws RefusedFileException {
        require(
                version > old || Arrays.equals(before.payload(), after.payload()),
                "has a higher version than the one accepted before, or is that one");
    }

    private static void requireNow(Instant issued, Instant expires, Instant now) throws RefusedFileException {
        require(!issued.isAfter(now.plus(SKEW)), "issued: is not in the future");
        require(now.isBefore(expires), "expires: has not come");
    }

    private static void require(boolean condition, String rule) throws RefusedFileException {
        if (!condition) {
            throw new RefusedFileException(rule);
        }
    }
}
