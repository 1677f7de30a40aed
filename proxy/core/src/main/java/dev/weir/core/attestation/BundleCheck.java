package dev.weir.core.attestation;

import static dev.weir.core.attestation.DeniedException.unless;

import dev.weir.core.hold.Hold;
import dev.weir.core.policy.ReleaseRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks a bundle: an attestation and its approvals. The checks run in the order of {@link #CHECKS}; the first that fails
 * refuses, with its code. What comes after them, the use counter and the entry in the ledger, is the caller's.
 *
 * <p>Immutable and safe for any thread. When policy, trust list, status lists or holds change, a new one is made.
 */
public final class BundleCheck {
    /** Most bytes of all tokens together. */
    public static final int MAX_LENGTH = 32_768;

    /** One rule, or a few that belong together. */
    @FunctionalInterface
    private interface Check {
        void run(BundleCase in) throws DeniedException;
    }

    /** The checks of STANDARDS, in their order. */
    private static final List<Check> CHECKS = List.of(
            TokenChecks::sizes, // SIZE
            TokenChecks::headers, // HEADER
            TokenChecks::standing, // STALE
            TokenChecks::keys, // KEY
            TokenChecks::signatures, // SIGNATURE
            TokenChecks::payloads, // SCHEMA: not JSON at all
            TokenChecks::issuers, // ISSUER
            TokenChecks::audiences, // AUDIENCE
            TokenChecks::times, // TIME
            TokenChecks::coolingOff, // COOLING_OFF
            TokenChecks::schemas, // SCHEMA
            ReleaseChecks::purpose, // PURPOSE
            ReleaseChecks::recipient, // RECIPIENT
            ReleaseChecks::classes, // SCOPE
            ReleaseChecks::filesAndPeriod, // SCOPE
            ReleaseChecks::people, // SCOPE
            ReleaseChecks::agreement, // AGREEMENT
            ReleaseChecks::covenants, // COVENANT
            ReleaseChecks::status, // STALE, STATUS, HOLD
            ApprovalChecks::bindings, // APPROVAL
            ApprovalChecks::people, // APPROVAL
            ApprovalChecks::count, // APPROVAL
            BundleCheck::holds); // HOLD

    private final Authorities authorities;
    private final JwtVerifier verifier;

    public BundleCheck(Authorities authorities, JwtVerifier verifier) {
        this.authorities = authorities;
        this.verifier = verifier;
    }

    /** Returns what bundles are checked against. */
    public Authorities authorities() {
        return authorities;
    }

    /**
     * Checks a bundle for a submission.
     *
     * @param bundle compact tokens, the attestation first
     */
    public Verdict check(List<String> bundle, ReleaseFacts facts, Instant now) {
        BundleCase in = new BundleCase(List.copyOf(bundle), authorities, verifier, facts, now);
        try {
            for (Check check : CHECKS) {
                check.run(in);
            }
        } catch (DeniedException e) {
            return e.denied();
        }
        return grant(in);
    }

    private static void holds(BundleCase in) throws DeniedException {
        hold(in.authorities, grant(in));
    }

    private static Grant grant(BundleCase in) {
        Attestation attestation = in.attestation();
        ReleaseRow row = in.policy().opened(attestation.purpose(), ApprovalChecks.approved(attestation, in.approvals));
        return new Grant(
                attestation,
                in.first().jwt.sha256(),
                in.first().jwt.keyId(),
                in.recipient(),
                in.policy(),
                in.policySha256(),
                row,
                in.facts.submissionId(),
                in.approvals);
    }

    private static void hold(Authorities authorities, Grant grant) throws DeniedException {
        Optional<Hold> hold = authorities.holds().flatMap(h -> h.stopping(grant.holdSubject()));
        if (hold.isPresent()) {
            throw new DeniedException(
                    DenialCode.HOLD, "hold " + hold.get().id(), "is lifted before anything is released");
        }
    }

    /**
     * Checks a grant again before a chunk leaves: expiry, also that of the signed policy, keys and what they are trusted
     * for, revocation and holds, against what is in force now. What is released stays what the policy said that the grant
     * was made under. Cheap: look-ups and comparisons.
     *
     * @return why the stream must end; empty where it goes on
     */
    public Optional<Verdict.Denied> recheck(Grant grant, Instant now) {
        try {
            unless(now.isBefore(grant.expires().plus(TokenChecks.SKEW)), DenialCode.TIME, "bundle", "has not expired");
            TrustList trust = authorities.trust().filter(t -> t.isFresh(now)).orElse(null);
            if (trust == null) {
                throw new DeniedException(DenialCode.STALE, "trust list", "can be read and has not expired");
            }
            unless(
                    authorities.holds().filter(h -> h.isFresh(now)).isPresent(),
                    DenialCode.STALE,
                    "holds",
                    "can be read and have not expired");
            unless(
                    now.isBefore(authorities.policyExpires()),
                    DenialCode.STALE,
                    "policy",
                    "is signed anew before it expires");
            keysHold(grant, trust, now);
            unless(
                    trust.recipient(grant.recipient().uri())
                            .filter(grant.recipient()::equals)
                            .isPresent(),
                    DenialCode.RECIPIENT,
                    "attestation: recipient",
                    "is bound in the trust list as it was");
            ReleaseChecks.status(grant.attestation(), authorities, now);
            hold(authorities, grant);
            return Optional.empty();
        } catch (DeniedException e) {
            return Optional.of(e.denied());
        }
    }

    /** What a key was trusted for when the bundle was checked, it is trusted for now. */
    private static void keysHold(Grant grant, TrustList trust, Instant now) throws DeniedException {
        Attestation attestation = grant.attestation();
        TrustEntry requester = key(trust, grant.keyId(), TrustEntry.Kind.ATTESTATION, now);
        unless(
                requester.purposes().contains(attestation.purpose()),
                DenialCode.PURPOSE,
                "attestation: purpose",
                "is one that the key may attest");
        unless(
                requester.recipients().contains(attestation.recipient()),
                DenialCode.RECIPIENT,
                "attestation: recipient",
                "is bound to the key in the trust list");
        for (Grant.SignedApproval approval : grant.approvals()) {
            TrustEntry approver = key(trust, approval.keyId(), TrustEntry.Kind.APPROVAL, now);
            unless(
                    approver.roles().contains(approval.approval().role()),
                    DenialCode.APPROVAL,
                    "approval: role",
                    "is one that the key may approve in");
        }
    }

    private static TrustEntry key(TrustList trust, String keyId, TrustEntry.Kind kind, Instant now)
            throws DeniedException {
        Optional<TrustEntry> key = trust.key(keyId).filter(k -> k.kinds().contains(kind) && k.isInForce(now));
        unless(key.isPresent(), DenialCode.KEY, "bundle", "is signed with keys that are trusted now");
        return key.orElseThrow(() -> new IllegalStateException("key: was checked"));
    }
}
