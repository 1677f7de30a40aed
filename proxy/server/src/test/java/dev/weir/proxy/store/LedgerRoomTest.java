package dev.weir.proxy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.NoteKey;
import dev.weir.proxy.proofs.Proves;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a ledger takes while its disk has little room. */
class LedgerRoomTest {
    private static final long LEAST = 1 << 20;
    private static final String SUBMISSION = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";
    private static final String OTHER = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c78";

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static void assertNoRoom(CompletableFuture<?> future) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        assertEquals(
                LedgerException.Code.SPACE,
                assertInstanceOf(LedgerException.class, e.getCause()).code());
    }

    private static EntryDraft opened(String submission) {
        return Drafts.draft(EntryType.SUBMISSION_OPENED, Map.of("submission_id", submission));
    }

    @Test
    @Proves("T71")
    void diskThatIsNearlyFull_beginsNothing_andEndsWhatHasBegun() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Ledger ledger = Ledger.open(
                Drafts.config().keepingFree(LEAST),
                disk,
                List.of(Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER)),
                Drafts.verifier(),
                new Drafts.Ticking())) {
            await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent("plan")));
            disk.leaveFree(LEAST - 1);
            assertFalse(ledger.hasRoom());

            assertNoRoom(ledger.reserve("jti-2", OTHER, 1, Drafts.intent("plan")));
            assertNoRoom(ledger.append(opened(OTHER)));
            await(ledger.append(opened("MORE").with("count", 3)));
            await(ledger.append(Drafts.denied(1)));
            List<CompletableFuture<DurableEntry>> several =
                    ledger.append(List.of(Drafts.denied(2), opened(OTHER), Drafts.denied(3)), false);
            assertEquals(3, await(several.get(0)).index());
            assertNoRoom(several.get(1));
            assertEquals(4, await(several.get(2)).index(), "one that is refused does not keep the others from it");
            await(ledger.append(
                    Drafts.draft(EntryType.RELEASE_ABORTED, Map.of("submission_id", SUBMISSION, "reason", "EXPIRED"))));

            assertTrue(ledger.isOpen());
            disk.leaveFree(LEAST);
            assertInstanceOf(
                    Reservation.Reserved.class, await(ledger.reserve("jti-2", OTHER, 1, Drafts.intent("plan"))));
        }
    }
}
