package dev.weir.proxy.edge;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.core.attestation.Grant;
import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.Quorum;
import dev.weir.core.ledger.Receipt;
import dev.weir.core.ledger.SignedNote;
import dev.weir.core.ledger.TlogProof;
import dev.weir.core.plan.Plan;
import dev.weir.core.policy.WitnessRule;
import dev.weir.endpoints.keys.VerifyingKeys;
import dev.weir.endpoints.receiver.Acks;
import dev.weir.proxy.store.Accounting;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.smp.Dsse;
import dev.weir.smp.Manifests;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.ClosedFile;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.DeliverResponse;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.ManifestFile;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.ReasonCode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The end of a submission: the receiver's signed word that it holds everything is put into the ledger, and the receipt
 * goes to both ends. Waits for disk and receiver, so it runs on threads of its own.
 */
final class Completion {
    private final Releasing releasing;
    private final VerifyingKeys receiver;
    private final ReceiverCalls receiverCalls;
    private final Records records;
    private final ProxyContext context;
    private final Open open;
    private final Plan plan;
    private final Optional<Grant> grant;

    Completion(
            Releasing releasing,
            VerifyingKeys receiver,
            ProxyContext context,
            Admission admission,
            Optional<Grant> grant) {
        this.releasing = releasing;
        this.receiver = receiver;
        this.records = Records.of(admission, releasing);
        this.context = context;
        this.open = admission.upstream();
        this.receiverCalls = new ReceiverCalls(context.channel(), open.getState(), open.getSubmissionId());
        this.plan = admission.plan();
        this.grant = grant;
    }

    /**
     * Checks the receiver's word, and where it completes the submission, records it and delivers the receipt.
     *
     * @param totals what this proxy has counted of the file
     * @return the receipt; empty where files are missing. Ends with a {@link RefusedException} where there is none
     */
    CompletableFuture<ByteString> finish(Closed closed, Progress totals) {
        return waiting(() -> held(closed, totals)).thenCompose(held -> {
            if (!held.getSubmissionComplete()) {
                return CompletableFuture.completedFuture(ByteString.EMPTY);
            }
            String under = grant.map(g -> g.attestationSha256().hex()).orElse("");
            return context.completions()
                    .once(open.getSubmissionId() + " " + under, () -> waiting(() -> receipt(closed, held)));
        });
    }

    /** A piece of work that waits for a disk or the receiver. */
    private interface Work<T> {
        T run() throws RefusedException;
    }

    private <T> CompletableFuture<T> waiting(Work<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.run();
                    } catch (RefusedException e) {
                        throw new CompletionException(e);
                    }
                },
                releasing.blocking());
    }

    private ByteString receipt(Closed closed, DurableAckStatement held) throws RefusedException {
        ByteString known =
                OwnReceipts.only(receiverCalls.get().getReceipt(), open.getSubmissionId(), releasing.ledger());
        byte[] ack = closed.getDurableAck().toByteArray();
        try {
            if (!known.isEmpty()) {
                acknowledged(known);
                return known;
            }
            Completed completed = completed(held, ack);
            Receipt receipt = receipt(completed.entry(), completed.ack());
            deliver(receipt, completed.entry());
            return ByteString.copyFrom(receipt.toByteArray());
        } catch (IOException | LedgerFormatException e) {
            throw ledger();
        }
    }

    /** Has a receipt acknowledged that the receiver kept, where a crash came between that and the entry about it. */
    private void acknowledged(ByteString known) throws IOException, LedgerFormatException, RefusedException {
        Receipt receipt = Receipt.read(known.toByteArray());
        Optional<DurableEntry> entry = releasing
                .ledger()
                .completed(open.getSubmissionId())
                .filter(e -> e.leafHash().equals(receipt.entry().hash()));
        if (entry.isPresent() && releasing.ledger().awaitsReceipt(open.getSubmissionId())) {
            deliver(receipt, entry.get());
        }
    }

    /** The entry that completes the submission, and the receiver's word whose digest is in it. */
    private record Completed(DurableEntry entry, byte[] ack) {}

    /**
     * Records the end of a submission, once: where an earlier run came so far and no further, its receipt is made again
     * from what that run kept. One after the other for a submission, because its streams may end at the same time.
     */
    private Completed completed(DurableAckStatement held, byte[] ack) throws IOException, RefusedException {
        Accounting accounting = releasing.accounting();
        String submissionId = open.getSubmissionId();
        synchronized (accounting.turn(submissionId)) {
            Optional<Completed> before = before(accounting);
            if (before.isPresent()) {
                return before.get();
            }
            Optional<Accounting.Subjects> people = grant.isPresent()
                    ? Optional.of(
                            accounting.complete(submissionId, releasing.ledger().chunks(submissionId)))
                    : Optional.empty();
            accounting.keepAck(submissionId, ack);
            DurableEntry entry = append(held, ack, people);
            if (grant.isPresent()) {
                accounting.forgetChunks(submissionId);
            }
            return new Completed(entry, ack);
        }
    }

    /** Returns the end that is recorded already; under another attestation, or not durable yet, it is refused. */
    private Optional<Completed> before(Accounting accounting) throws IOException, RefusedException {
        String submissionId = open.getSubmissionId();
        Optional<DurableEntry> found = releasing.ledger().completed(submissionId);
        if (found.isEmpty()) {
            if (releasing.ledger().awaitsReceipt(submissionId)) {
                throw ledger();
            }
            return Optional.empty();
        }
        LedgerEntry entry = found.get().entry();
        if (!entry.digest("att_sha256").equals(grant.map(Grant::attestationSha256))) {
            throw ledger();
        }
        Optional<byte[]> kept = accounting
                .ack(submissionId)
                .filter(ack -> entry.digest("ack_sha256").equals(Optional.of(Sha256.of(ack))));
        if (grant.isPresent()) {
            accounting.forgetChunks(submissionId);
            return Optional.of(new Completed(found.get(), kept.orElseThrow(Completion::ledger)));
        }
        // Of a submission without a grant the word was not always kept; then its end is recorded once more.
        return kept.map(ack -> new Completed(found.get(), ack));
    }

    private DurableEntry append(DurableAckStatement held, byte[] ack, Optional<Accounting.Subjects> people)
            throws RefusedException {
        Optional<Map<String, Object>> rules = context.blanks()
                .sum(open.getSubmissionId(), held.getFilesList())
                .map(releasing.rules()::expected);
        return await(
                releasing.ledger().append(records.completed(plan, held, Sha256.of(ack), grant, people, rules), true));
    }

    private DurableAckStatement held(Closed closed, Progress totals) throws RefusedException {
        try {
            DurableAckStatement held =
                    DurableAckStatement.parseFrom(closed.getDurableAck().getPayload());
            boolean sound = receiver.verifies(Dsse.DURABLE_ACK, closed.getDurableAck())
                    && held.getState().equals(open.getState())
                    && held.getSubmissionId().equals(open.getSubmissionId())
                    && held.getManifestSha256()
                            .equals(Manifests.sha256(open.getManifest()).toByteString())
                    && held.getPlanSha256().equals(plan.sha256().toByteString())
                    && held.getSubmissionComplete() == closed.getSubmissionComplete()
                    && (!held.getSubmissionComplete() || isWhole(held))
                    && held.getFilesList().stream()
                            .anyMatch(f -> f.getName().equals(open.getFileName())
                                    && f.getProgress().equals(totals));
            if (sound) {
                return held;
            }
        } catch (InvalidProtocolBufferException e) {
            // Falls through to the refusal of an acknowledgement that does not verify.
        }
        throw new RefusedException(
                ReasonCode.REASON_CODE_UPSTREAM, "durable ack", "is signed by the receiver and about what was sent");
    }

    /** Returns whether every file of the manifest is there, once. */
    private boolean isWhole(DurableAckStatement held) {
        List<String> names =
                held.getFilesList().stream().map(ClosedFile::getName).sorted().toList();
        return names.equals(open.getManifest().getFilesList().stream()
                .map(ManifestFile::getName)
                .sorted()
                .toList());
    }

    private Receipt receipt(DurableEntry entry, byte[] ack)
            throws IOException, LedgerFormatException, RefusedException {
        TlogProof proof = releasing.ledger().proof(entry, checkpoint(entry)).orElseThrow(Completion::ledger);
        return Receipt.of(entry.entry().leaf(), proof, releasing.ledger().keys(), ack);
    }

    /** Returns the checkpoint that the receipt holds; that of a release is cosigned where the policy asks for it. */
    private SignedNote checkpoint(DurableEntry entry) throws LedgerFormatException, RefusedException {
        WitnessRule rule = plan.policy().witnesses();
        if (grant.isEmpty() || rule.isNone()) {
            return releasing.ledger().checkpoint();
        }
        Quorum quorum = Quorum.of(rule.quorum(), rule.keys());
        return await(releasing.witnesses().covering(entry.index(), quorum)).orElseThrow(Completion::witnesses);
    }

    private void deliver(Receipt receipt, DurableEntry entry) throws IOException, RefusedException {
        DeliverRequest.Builder request = DeliverRequest.newBuilder()
                .setState(open.getState())
                .setSubmissionId(open.getSubmissionId())
                .setReceipt(ByteString.copyFrom(receipt.toByteArray()))
                .setLeafSha256(entry.leafHash().toByteString());
        grant.ifPresent(g -> request.setRetainUntil(Instant.parse(entry.time())
                        .plus(g.attestation().retainDays(), ChronoUnit.DAYS)
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString())
                .addAllOnward(g.attestation().onward()));
        DeliverResponse answer = receiverCalls.deliver(request.build());
        requireAboutThis(answer.getAck(), entry);
        await(releasing
                .ledger()
                .append(records.receiptAcknowledged(
                        open.getSubmissionId(),
                        Sha256.of(answer.getAck().getBytes(java.nio.charset.StandardCharsets.US_ASCII)))));
        if (grant.isEmpty()) {
            releasing.accounting().forgetAck(open.getSubmissionId());
        }
    }

    private void requireAboutThis(String ack, DurableEntry entry) throws RefusedException {
        try {
            Optional<byte[]> claims = receiver.claims(Acks.RECEIPT_ACK, ack);
            if (claims.isPresent()) {
                Json.Members json = JsonReader.readObject(claims.get());
                if (json.text("submission_id").equals(Optional.of(open.getSubmissionId()))
                        && json.text("leaf_sha256")
                                .equals(Optional.of(entry.leafHash().hex()))) {
                    return;
                }
            }
        } catch (JsonException e) {
            // Falls through to the refusal of an acknowledgement that does not verify.
        }
        throw new RefusedException(
                ReasonCode.REASON_CODE_UPSTREAM, "receipt ack", "is signed by the receiver and about the receipt");
    }

    private static <T> T await(Future<T> future) throws RefusedException {
        try {
            return future.get(ReceiverCalls.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ledger();
        } catch (ExecutionException | TimeoutException e) {
            throw ledger();
        }
    }

    static RefusedException witnesses() {
        return new RefusedException(
                ReasonCode.REASON_CODE_LEDGER,
                "checkpoint",
                "is cosigned by as many witnesses as the policy asks for before anything is released");
    }

    static RefusedException ledger() {
        return new RefusedException(
                ReasonCode.REASON_CODE_LEDGER, "ledger", "records what is done before it is said to be done");
    }
}
