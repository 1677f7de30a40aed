package dev.weir.proxy.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CompletionsTest {
    private final Completions completions = new Completions();
    private final AtomicInteger begun = new AtomicInteger();

    private CompletableFuture<ByteString> once(String name, CompletableFuture<ByteString> end) {
        return completions.once(name, () -> {
            begun.incrementAndGet();
            return end;
        });
    }

    @Test
    void secondEnd_joinsTheFirst_untilThatIsOver() {
        CompletableFuture<ByteString> end = new CompletableFuture<>();
        CompletableFuture<ByteString> first = once("a", end);
        assertSame(first, once("a", new CompletableFuture<>()));
        assertNotSame(first, once("b", new CompletableFuture<>()));
        assertEquals(2, begun.get());
        end.complete(ByteString.copyFromUtf8("receipt"));
        assertEquals("receipt", first.join().toStringUtf8());
        once("a", CompletableFuture.completedFuture(ByteString.EMPTY));
        assertEquals(3, begun.get());
    }

    @Test
    void endThatFails_isToldToBoth_andCanBeBegunAgain() {
        CompletableFuture<ByteString> end = new CompletableFuture<>();
        CompletableFuture<ByteString> first = once("a", end);
        end.completeExceptionally(new IllegalStateException("the receiver went away"));
        assertTrue(first.isCompletedExceptionally());
        assertEquals(
                ByteString.EMPTY,
                once("a", CompletableFuture.completedFuture(ByteString.EMPTY)).join());
    }
}
