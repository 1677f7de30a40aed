package dev.weir.proxy.edge;

import dev.weir.core.ledger.EntryDraft;
import dev.weir.proxy.store.Accounting;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.smp.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records the chunks of one file before they leave: first who is in them, then the chunks, each with a flush of its own.
 * They are recorded in the order in which they come; those that come while others are under way, or sooner than
 * {@link #GAP_MILLIS} after the last flush, are recorded together. A chunk that comes alone does not wait. Safe for any
 * thread.
 */
final class ChunkRecorder {
    /**
     * Shortest time between two rounds of flushes of a file that is sent without a pause. Each round costs as much
     * processor time as some thousand rows; waiting costs a chunk less than its way to the receiver does.
     */
    static final long GAP_MILLIS = 4;

    private final Releasing releasing;
    private final Records records;
    private final String submissionId;
    private final String fileName;
    private final Executor later;
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean recording;

    ChunkRecorder(Releasing releasing, Records records, String submissionId, String fileName) {
        this.releasing = releasing;
        this.records = records;
        this.submissionId = submissionId;
        this.fileName = fileName;
        this.later = CompletableFuture.delayedExecutor(GAP_MILLIS, TimeUnit.MILLISECONDS, releasing.blocking());
    }

    /** A chunk to be recorded. */
    private record Waiting(Accounting.People people, CompletableFuture<DurableEntry> recorded) {}

    /**
     * Records a chunk.
     *
     * @return the entry, once it is durable
     */
    CompletableFuture<DurableEntry> record(Accounting.People people) {
        Waiting next = new Waiting(people, new CompletableFuture<>());
        synchronized (waiting) {
            waiting.add(next);
            if (!recording) {
                recording = true;
                releasing.blocking().execute(this::round);
            }
        }
        return next.recorded();
    }

    private void round() {
        List<Waiting> together = take();
        if (!together.isEmpty()) {
            record(together);
            later.execute(this::round);
        }
    }

    /** Takes what waits; where nothing does, the next chunk begins anew. */
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
                            submissionId,
                            fileName,
                            chunks.stream().map(Waiting::people).toList(),
                            () -> releasing.ledger().chunks(submissionId));
            List<EntryDraft> entries = new ArrayList<>();
            for (int i = 0; i < chunks.size(); i++) {
                int number = chunks.get(i).people().number();
                entries.add(records.chunk(submissionId, fileName, number, people.get(i)));
            }
            // Flushed, and not signed one by one: a checkpoint covers them soon, at the latest that of the end.
            List<CompletableFuture<DurableEntry>> recorded = releasing.ledger().append(entries, false);
            for (int i = 0; i < chunks.size(); i++) {
                Waiting chunk = chunks.get(i);
                recorded.get(i).whenComplete((entry, failure) -> done(chunk, entry, failure));
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
}
