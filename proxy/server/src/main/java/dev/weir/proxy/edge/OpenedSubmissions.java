package dev.weir.proxy.edge;

import dev.weir.core.ledger.EntryDraft;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.proxy.store.Ledger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Records once in the life of the process that a submission was opened, however many streams carry it. For any thread. */
final class OpenedSubmissions {
    private static final int MOST = 10_000;

    private final Map<String, CompletableFuture<DurableEntry>> entries = new LinkedHashMap<>();

    /** Returns the index of the submission's entry, once it is durable. */
    synchronized CompletableFuture<DurableEntry> record(Ledger ledger, String submissionId, EntryDraft draft) {
        CompletableFuture<DurableEntry> known = entries.get(submissionId);
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        if (entries.size() >= MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
        CompletableFuture<DurableEntry> made = ledger.append(draft);
        entries.put(submissionId, made);
        return made;
    }
}
