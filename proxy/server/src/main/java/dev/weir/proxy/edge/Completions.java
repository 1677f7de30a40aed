package dev.weir.proxy.edge;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Ends a submission once at a time. A submitter whose line was cut closes again while the first end is still on its way to
 * the receiver; it then waits for that one and gets the same receipt. For any thread.
 */
final class Completions {
    private final Map<String, CompletableFuture<ByteString>> running = new ConcurrentHashMap<>();

    /**
     * Begins an end, or joins the one that is under way.
     *
     * @param name of the submission, and of what it is released under
     * @return what the one that was begun comes to
     */
    CompletableFuture<ByteString> once(String name, Supplier<CompletableFuture<ByteString>> begin) {
        CompletableFuture<ByteString> mine = new CompletableFuture<>();
        CompletableFuture<ByteString> other = running.putIfAbsent(name, mine);
        if (other != null) {
            return other;
        }
        CompletableFuture<ByteString> end;
        try {
            end = begin.get();
        } catch (RuntimeException e) {
            end = CompletableFuture.failedFuture(e);
        }
        end.whenComplete((receipt, failure) -> {
            running.remove(name);
            if (failure == null) {
                mine.complete(receipt);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }
}
