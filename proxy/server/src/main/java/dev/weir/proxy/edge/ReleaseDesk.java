package dev.weir.proxy.edge;

import com.google.protobuf.ByteString;
import dev.weir.core.attestation.BundleCheck;
import dev.weir.core.attestation.DenialCode;
import dev.weir.core.attestation.Grant;
import dev.weir.core.attestation.ListDigest;
import dev.weir.core.attestation.TrustList;
import dev.weir.core.attestation.Verdict;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.Quorum;
import dev.weir.core.minimize.Subjects;
import dev.weir.core.plan.Plan;
import dev.weir.core.policy.WitnessRule;
import dev.weir.core.release.ReleasePlan;
import dev.weir.core.token.AccountingKey;
import dev.weir.core.token.TokenKeys;
import dev.weir.core.token.TokenScope;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.proxy.store.Reservation;
import dev.weir.smp.Manifests;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.ReasonCode;
import io.grpc.Channel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Decides about a stream that asks for a release, and has the decision recorded before anything leaves. */
final class ReleaseDesk {
    private final Releasing releasing;
    private final Channel channel;

    ReleaseDesk(Releasing releasing, Channel channel) {
        this.releasing = releasing;
        this.channel = channel;
    }

    /** A stream that may release, and under what. */
    record Admitted(Admission admission, Release release) {}

    /**
     * Checks the bundle, compiles the plan and takes a use.
     *
     * @return ends when the intent is durable and under a signed checkpoint
     */
    CompletableFuture<Admitted> admit(Submittal submittal) throws RefusedException {
        BundleCheck check = releasing.checks().get().orElseThrow(this::unchecked);
        Optional<Sha256> trust = check.authorities().trust().map(TrustList::sha256);
        Records records = new Records(check.authorities().policy().sha256(), trust);
        Grant grant;
        try {
            grant = grant(check, submittal);
        } catch (DeniedException e) {
            releasing
                    .denials()
                    .denied(
                            submittal.sender(),
                            records,
                            submittal.open().getSubmissionId(),
                            attestation(submittal),
                            e.denied);
            throw Denials.refused(e.denied);
        }
        Plan plan = ReleasePlan.granted(check.authorities().policy(), grant);
        Admission admission = admission(submittal, plan, grant);
        AccountingKey accountingKey = accountingKey(grant);
        Quorum quorum = quorum(plan);
        Sha256 manifest = Manifests.sha256(submittal.open().getManifest());
        return CompletableFuture.runAsync(
                        () -> requireNotBegunOtherwise(submittal.open(), plan, manifest), releasing.blocking())
                .thenCompose(notBegun -> releasing
                        .ledger()
                        .reserve(
                                grant.attestation().id(),
                                grant.submissionId(),
                                grant.attestation().maxUses(),
                                records.intent(grant, plan, submittal.open().getManifest())))
                .thenCompose(reservation -> witnessed(entry(reservation), quorum))
                .thenApply(entry -> new Admitted(
                        admission,
                        new Release(
                                releasing,
                                grant,
                                new ChunkRecorder(
                                        releasing,
                                        records,
                                        grant.submissionId(),
                                        submittal.open().getFileName()),
                                accountingKey,
                                entry)));
    }

    /** A use is taken only where the receiver does not know the submission under another plan, which it would refuse. */
    private void requireNotBegunOtherwise(Open open, Plan plan, Sha256 manifest) {
        GetResponse begun;
        try {
            begun = new ReceiverCalls(channel, open.getState(), open.getSubmissionId()).get();
        } catch (RefusedException e) {
            throw new RefusedReservationException(e);
        }
        if (differs(begun.getPlanSha256(), plan.sha256()) || differs(begun.getManifestSha256(), manifest)) {
            throw new RefusedReservationException(denied(
                    DenialCode.PLAN_CHANGED, "plan", "is the one that the receiver has begun the submission with"));
        }
    }

    /** What the receiver does not say is no reason; it refuses a stream by itself. */
    private static boolean differs(ByteString said, Sha256 ours) {
        return !said.isEmpty() && !said.equals(ours.toByteString());
    }

    private static Quorum quorum(Plan plan) throws RefusedException {
        try {
            WitnessRule rule = plan.policy().witnesses();
            return Quorum.of(rule.quorum(), rule.keys());
        } catch (LedgerFormatException e) {
            throw denied(DenialCode.STALE, "policy", "names witnesses by their keys");
        }
    }

    /** Nothing leaves before as many witnesses as the policy asks for have cosigned a checkpoint over the intent. */
    private CompletableFuture<DurableEntry> witnessed(DurableEntry entry, Quorum quorum) {
        if (quorum.least() == 0) {
            return CompletableFuture.completedFuture(entry);
        }
        return releasing.witnesses().covering(entry.index(), quorum).thenApply(note -> {
            if (note.isEmpty()) {
                throw new RefusedReservationException(Completion.witnesses());
            }
            return entry;
        });
    }

    /** Where nothing signed can be read nothing is released; where nothing was ever named it never will be. */
    private RefusedException unchecked() {
        return releasing.receiverKeys().isEmpty()
                ? new RefusedException(
                        ReasonCode.REASON_CODE_ATTESTATION,
                        "attestation bundle",
                        "this proxy releases nothing: send without a bundle to have everything minimized")
                : denied(DenialCode.STALE, "policy", "can be read and has not expired");
    }

    /** Carries a denial to the one place where it is recorded. */
    private static final class DeniedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Verdict.Denied denied;

        DeniedException(Verdict.Denied denied) {
            super(denied.code().name(), null, false, false);
            this.denied = denied;
        }
    }

    /** Carries a refusal of the ledger through a future. */
    static final class RefusedReservationException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient RefusedException refusal;

        RefusedReservationException(RefusedException refusal) {
            super("reservation: is refused", null, false, false);
            this.refusal = refusal;
        }

        RefusedException refusal() {
            return refusal;
        }
    }

    private static RefusedException denied(DenialCode code, String place, String rule) {
        return Denials.refused(new Verdict.Denied(code, place, rule));
    }

    private Grant grant(BundleCheck check, Submittal submittal) throws DeniedException, RefusedException {
        List<String> tokens = submittal.open().getSubjectTokensList();
        Optional<ListDigest> people = tokens.isEmpty() ? Optional.empty() : ListDigest.of(tokens);
        if (!tokens.isEmpty() && people.isEmpty()) {
            throw new DeniedException(
                    new Verdict.Denied(DenialCode.SCOPE, "subject tokens", "are tokens, sorted, none of them twice"));
        }
        Optional<Instant> registered =
                attestation(submittal).flatMap(a -> releasing.ledger().registered(a));
        Verdict verdict = check.check(
                submittal.open().getAttestationBundleList(),
                submittal.facts(people, registered),
                releasing.clock().instant());
        if (verdict instanceof Verdict.Denied denied) {
            throw new DeniedException(denied);
        }
        Grant grant = (Grant) verdict;
        boolean way = grant.recipient().endpoint().equals(releasing.endpoint())
                && grant.recipient().tlsName().equals(releasing.tlsName())
                && releasing.receiverKeys().isPresent();
        if (!way) {
            throw new DeniedException(new Verdict.Denied(
                    DenialCode.RECIPIENT, "recipient", "is bound to the receiver that this proxy sends to"));
        }
        return grant;
    }

    /** Returns the digest under which an attestation is registered, whatever it turns out to be. */
    private static Optional<Sha256> attestation(Submittal submittal) {
        return submittal.open().getAttestationBundleList().stream()
                .findFirst()
                .map(text -> Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Admission admission(Submittal submittal, Plan plan, Grant grant) throws RefusedException {
        try {
            TokenKeys keys = releasing.keys().tokenKeys(plan.scope());
            List<String> tokens = submittal.open().getSubjectTokensList();
            TreeSet<Character> epochs = new TreeSet<>();
            tokens.forEach(token -> epochs.add(token.charAt(token.charAt(0) == '&' ? 2 : 1)));
            if (epochs.size() > Subjects.MAX_EPOCHS) {
                throw denied(DenialCode.SCOPE, "subject tokens", "are of at most two epochs");
            }
            List<TokenKeys> subjectKeys = new ArrayList<>();
            for (char epoch : epochs) {
                subjectKeys.add(releasing
                        .keys()
                        .tokenKeys(new TokenScope(
                                grant.scope().state(), grant.scope().domain(), epoch)));
            }
            return submittal.under(plan, keys, Subjects.of(tokens, subjectKeys));
        } catch (GeneralSecurityException e) {
            throw denied(DenialCode.SCOPE, "token epoch", "was made in this state");
        }
    }

    private AccountingKey accountingKey(Grant grant) throws RefusedException {
        try {
            return releasing.keys().accountingKey(grant.submissionId());
        } catch (GeneralSecurityException e) {
            throw new RefusedException(ReasonCode.REASON_CODE_UNAVAILABLE, "keys", "can be used");
        }
    }

    private static DurableEntry entry(Reservation reservation) {
        if (reservation instanceof Reservation.Reserved reserved) {
            return reserved.entry();
        }
        if (reservation instanceof Reservation.Resumed resumed) {
            return resumed.entry();
        }
        if (reservation instanceof Reservation.Completed completed) {
            return completed.entry();
        }
        Reservation.Refused refused = (Reservation.Refused) reservation;
        throw new RefusedReservationException(
                switch (refused.reason()) {
                    case RESUMED_TOO_OFTEN ->
                        new RefusedException(
                                ReasonCode.REASON_CODE_LEDGER,
                                "release",
                                "is resumed no more often in an hour than the ledger records: it can go on later");
                    case REPLAY -> denied(DenialCode.REPLAY, "attestation", "has a use left for this submission");
                    case PLAN_CHANGED ->
                        denied(
                                DenialCode.PLAN_CHANGED,
                                "plan",
                                "is the one that the submission was opened with, under the same attestation");
                });
    }
}
