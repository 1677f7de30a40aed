package dev.weir.proxy.edge;

import dev.weir.core.attestation.BundleCheck;
import dev.weir.core.attestation.DenialCode;
import dev.weir.core.attestation.Grant;
import dev.weir.core.attestation.Verdict;
import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.ReleasedClasses;
import dev.weir.core.minimize.Minimized;
import dev.weir.core.token.AccountingKey;
import dev.weir.proxy.store.Accounting;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.FieldClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The release of one stream: checked again before every chunk, and every chunk recorded before it leaves. Used under the
 * lock of its stream.
 */
final class Release {
    private final Releasing releasing;
    private final Grant grant;
    private final Records records;
    private final String fileName;
    private final AccountingKey accountingKey;
    private final DurableEntry entry;
    private final Map<Integer, Integer> masks = new HashMap<>();

    /** Chunks that wait until those before them are recorded. Has a lock of its own, for the thread that records. */
    private final List<Waiting> waiting = new ArrayList<>();

    private boolean recording;

    Release(
            Releasing releasing,
            Grant grant,
            Records records,
            String fileName,
            AccountingKey accountingKey,
            DurableEntry entry) {
        this.releasing = releasing;
        this.grant = grant;
        this.records = records;
        this.fileName = fileName;
        this.accountingKey = accountingKey;
        this.entry = entry;
    }

    Grant grant() {
        return grant;
    }

    /** Returns the index of the entry under which the stream releases. */
    long index() {
        return entry.index();
    }

    /** Checks that the release may go on: expiry, keys, revocation and holds, against what is in force now. */
    void requireAllowed() throws RefusedException {
        if (entry.entry().type() == EntryType.RELEASE_COMPLETED) {
            throw Denials.refused(
                    new Verdict.Denied(DenialCode.REPLAY, "chunk", "is of a release that is not complete already"));
        }
        BundleCheck check = releasing
                .checks()
                .get()
                .orElseThrow(() -> new RefusedException(
                        ReasonCode.REASON_CODE_STALE, "policy", "can be read and has not expired"));
        Optional<Verdict.Denied> denied = check.recheck(grant, releasing.clock().instant());
        if (denied.isPresent()) {
            throw Denials.refused(denied.get());
        }
    }

    /**
     * Checks that a file may be closed: what must not go on must not be completed either, because the receiver publishes
     * nothing before that. A release that is complete and lacks its receipt only may have it.
     */
    void requireMayEnd() throws RefusedException {
        if (entry.entry().type() != EntryType.RELEASE_COMPLETED) {
            requireAllowed();
        }
    }

    /** A chunk to be recorded. */
    private record Waiting(Accounting.People people, CompletableFuture<DurableEntry> recorded) {}

    /**
     * Records a chunk: first who is in it, then the chunk. Chunks are recorded in the order in which they come; those that
     * come while others are under way are recorded together. The bytes of the chunk are not looked at after this returns.
     *
     * @return the entry, once it is durable
     */
    CompletableFuture<DurableEntry> record(Minimized chunk) {
        Waiting next = new Waiting(new Accounting.People(chunk.number(), people(chunk)), new CompletableFuture<>());
        synchronized (waiting) {
            waiting.add(next);
            if (!recording) {
                recording = true;
                releasing.blocking().execute(this::recordWaiting);
            }
        }
        return next.recorded();
    }

    private void recordWaiting() {
        List<Waiting> together = take();
        while (!together.isEmpty()) {
            record(together);
            together = take();
        }
    }

    private List<Waiting> take() {
        synchronized (waiting) {
            List<Waiting> taken = List.copyOf(waiting);
            waiting.clear();
            recording = !taken.isEmpty();
            return taken;
        }
    }

    private void record(List<Waiting> chunks) {
        try {
            List<Sha256> people = releasing
                    .accounting()
                    .append(
                            grant.submissionId(),
                            fileName,
                            chunks.stream().map(Waiting::people).toList(),
                            () -> releasing.ledger().chunks(grant.submissionId()));
            for (int i = 0; i < chunks.size(); i++) {
                Waiting chunk = chunks.get(i);
                // Flushed, and not signed one by one: a checkpoint covers it soon, at the latest that of the end.
                releasing
                        .ledger()
                        .append(
                                records.chunk(
                                        grant.submissionId(),
                                        fileName,
                                        chunk.people().number(),
                                        people.get(i)),
                                false)
                        .whenComplete((entry, failure) -> done(chunk, entry, failure));
            }
        } catch (IOException | RuntimeException e) {
            chunks.forEach(chunk -> chunk.recorded().completeExceptionally(e));
        }
    }

    private static void done(Waiting chunk, @Nullable DurableEntry entry, @Nullable Throwable failure) {
        if (entry == null) {
            chunk.recorded()
                    .completeExceptionally(
                            failure == null ? new IllegalStateException("ledger: answers with an entry") : failure);
        } else {
            chunk.recorded().complete(entry);
        }
    }

    /** Returns the people of a chunk, blinded, one a row; the accounting takes rows of one person together. */
    private List<AccountingLeaf> people(Minimized chunk) {
        List<AccountingLeaf> people = new ArrayList<>();
        chunk.people()
                .ifPresent(all -> all.forEach((ids, offset, length, classes) ->
                        people.add(new AccountingLeaf(accountingKey.tag(ids, offset, length), mask(classes)))));
        return people;
    }

    private int mask(int classes) {
        return masks.computeIfAbsent(classes, bits -> {
            Set<FieldClass> set = EnumSet.noneOf(FieldClass.class);
            for (FieldClass fieldClass : FieldClass.values()) {
                if ((bits >>> fieldClass.ordinal() & 1) == 1) {
                    set.add(fieldClass);
                }
            }
            return ReleasedClasses.mask(set);
        });
    }
}
