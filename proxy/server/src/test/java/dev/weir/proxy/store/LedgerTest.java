package dev.weir.proxy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.Checkpoint;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.Merkle;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.TlogProof;
import dev.weir.proxy.proofs.Proves;
import dev.weir.smp.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says is durable survives; what it cannot keep it refuses. */
class LedgerTest {
    private static final String SUBMISSION = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";
    private static final String OTHER = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c78";
    private static final String PLAN = Sha256.of(new byte[] {7}).hex();

    private final NoteSigner signer = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);
    private final Drafts.Ticking clock = new Drafts.Ticking();

    private Ledger open(Disk disk) throws Exception {
        return Ledger.open(Drafts.config(), disk, List.of(signer), Drafts.verifier(), clock);
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        T value = future.get(30, TimeUnit.SECONDS);
        assertNotNull(value);
        return value;
    }

    private static LedgerException.Code refusal(CompletableFuture<?> future) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(LedgerException.class, e.getCause()).code();
    }

    private LedgerKeys.Verified verified(Ledger ledger) throws Exception {
        return Drafts.keys(signer)
                .verify(ledger.checkpoint().render().getBytes(StandardCharsets.UTF_8), Drafts.verifier());
    }

    private static Sha256 denied(Ledger ledger, int number) throws Exception {
        return await(ledger.append(Drafts.denied(number), true)).leafHash();
    }

    @Test
    void entries_acrossBundlesAndRestarts_areProvable(@TempDir Path dir) throws Exception {
        List<Sha256> leaves = new ArrayList<>();
        List<Checkpoint> states = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
            try (Ledger ledger = open(new FileDisk(dir))) {
                for (int i = 0; i < 190; i++) {
                    leaves.add(await(ledger.append(Drafts.denied(i))).leafHash());
                }
                DurableEntry last = await(ledger.append(Drafts.denied(-1), true));
                leaves.add(last.leafHash());
                Checkpoint state = verified(ledger).checkpoint();
                assertEquals(leaves.size(), state.size());
                for (Checkpoint old : states) {
                    List<Sha256> proof = ledger.consistency(old.size(), state.size());
                    assertTrue(Merkle.isConsistent(old.size(), old.root(), state.size(), state.root(), proof));
                }
                states.add(state);
                TlogProof proof = ledger.proof(last).orElseThrow();
                assertEquals(
                        state,
                        proof.verify(last.entry().leaf(), Drafts.keys(signer), Drafts.verifier())
                                .checkpoint());
            }
        }
        assertTrue(new FileDisk(dir).exists("tile/entries/001"));
        assertFalse(new FileDisk(dir).exists("tile/entries/000.p/191"));
    }

    @Test
    void append_fromManyThreads_givesEachItsOwnNumber(@TempDir Path dir) throws Exception {
        Set<Long> numbers = java.util.concurrent.ConcurrentHashMap.newKeySet();
        try (Ledger ledger = open(new FileDisk(dir))) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 100; i++) {
                        numbers.add(ledger.append(Drafts.denied(i), i % 10 == 0)
                                .join()
                                .index());
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(1600, numbers.size());
            await(ledger.seal());
            assertEquals(1600, verified(ledger).checkpoint().size());
        }
        try (Ledger ledger = open(new FileDisk(dir))) {
            assertEquals(1600, verified(ledger).checkpoint().size());
        }
    }

    @Test
    void secondOpener_isRefused(@TempDir Path dir) throws Exception {
        try (Ledger first = open(new FileDisk(dir))) {
            assertTrue(first.isOpen());
            LedgerException e = assertThrows(LedgerException.class, () -> open(new FileDisk(dir)));
            assertEquals(LedgerException.Code.LOCKED, e.code());
        }
        open(new FileDisk(dir)).close();
    }

    @Test
    @Proves("T36")
    void use_isTakenOnce_resumedUnderTheSamePlan_andRefusedAfterwards() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Ledger ledger = open(disk)) {
            Reservation.Reserved first = assertInstanceOf(
                    Reservation.Reserved.class, await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent(PLAN))));
            assertEquals(1, first.use());
            assertEquals(EntryType.RELEASE_INTENT, first.entry().entry().type());
            assertEquals(1, verified(ledger).checkpoint().size());
        }
        MemoryDisk later = disk.copy();
        try (Ledger ledger = open(later)) {
            Reservation.Resumed again = assertInstanceOf(
                    Reservation.Resumed.class, await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent(PLAN))));
            assertEquals(EntryType.RELEASE_RESUMED, again.entry().entry().type());
            assertEquals(
                    new Reservation.Refused(Reservation.Reason.PLAN_CHANGED),
                    await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent("other"))));
            assertEquals(
                    new Reservation.Refused(Reservation.Reason.PLAN_CHANGED),
                    await(ledger.reserve(
                            "jti-1", SUBMISSION, 1, Drafts.intent(PLAN).with("manifest_sha256", PLAN))));
            assertEquals(
                    new Reservation.Refused(Reservation.Reason.REPLAY),
                    await(ledger.reserve("jti-1", OTHER, 1, Drafts.intent(PLAN))));
            assertEquals(List.of(new OpenRelease("jti-1", SUBMISSION, 0, 1, 1_800_000_000L)), ledger.openReleases());
            await(ledger.append(aborted()));
            assertEquals(LedgerException.Code.ENTRY, refusal(ledger.append(aborted())), "there is one end");
            assertEquals(
                    LedgerException.Code.ENTRY, refusal(ledger.append(Drafts.completed(SUBMISSION, Sha256.ZERO, 0))));
            assertEquals(List.of(), ledger.openReleases());
        }
        try (Ledger ledger = open(later.copy())) {
            assertEquals(
                    new Reservation.Refused(Reservation.Reason.REPLAY),
                    await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent(PLAN))));
            assertEquals(List.of(), ledger.openReleases());
        }
    }

    @Test
    @Proves("T36")
    void uses_wantedAtOnce_areNeverMoreThanThereAre() throws Exception {
        try (Ledger ledger = open(new MemoryDisk())) {
            List<CompletableFuture<Reservation>> futures = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                futures.add(ledger.reserve("jti-3", "submission-" + i, 3, Drafts.intent(PLAN)));
            }
            Set<Integer> uses = new HashSet<>();
            for (CompletableFuture<Reservation> future : futures) {
                if (await(future) instanceof Reservation.Reserved reserved) {
                    assertTrue(uses.add(reserved.use()));
                }
            }
            assertEquals(Set.of(1, 2, 3), uses);
        }
    }

    /** Fresh approvals let a release go on for longer than the first ones did. */
    @Test
    void release_resumedUnderFreshApprovals_lastsAsLongAsTheyDo() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        OpenRelease longer = new OpenRelease("jti-1", SUBMISSION, 0, 1, 1_900_000_000L);
        try (Ledger ledger = open(disk)) {
            await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent(PLAN)));
            await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent(PLAN).with("expires", 1_900_000_000L)));
            assertEquals(List.of(longer), ledger.openReleases());
        }
        try (Ledger ledger = open(disk.copy())) {
            assertEquals(List.of(longer), ledger.openReleases());
        }
    }

    /** Every resumption is an entry, so there is a bound to them; beyond it nothing is released, because nothing is recorded. */
    @Test
    @Proves("T71")
    void release_resumedInALoop_isRefusedUntilTheHourIsOver() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        EntryDraft intent = Drafts.intent(PLAN).with("files", 2);
        try (Ledger ledger = open(disk)) {
            await(ledger.reserve("jti-1", SUBMISSION, 1, intent));
            for (int i = 0; i < Uses.RESUMED_AN_HOUR + 2; i++) {
                assertInstanceOf(Reservation.Resumed.class, await(ledger.reserve("jti-1", SUBMISSION, 1, intent)));
            }
            assertEquals(tooOften(), await(ledger.reserve("jti-1", SUBMISSION, 1, intent)));
            assertInstanceOf(Reservation.Reserved.class, await(ledger.reserve("jti-2", OTHER, 1, intent)));
            await(ledger.append(chunk()));
            assertInstanceOf(Reservation.Resumed.class, await(ledger.reserve("jti-1", SUBMISSION, 1, intent)));
            assertEquals(tooOften(), await(ledger.reserve("jti-1", SUBMISSION, 1, intent)), "a chunk is worth one");
        }
        MemoryDisk later = disk.copy();
        try (Ledger ledger = open(later)) {
            assertEquals(tooOften(), await(ledger.reserve("jti-1", SUBMISSION, 1, intent)));
            clock.set(Instant.parse("2026-01-31T07:00:00Z"));
            assertEquals(tooOften(), await(ledger.reserve("jti-1", SUBMISSION, 1, intent)), "also by an older clock");
            clock.set(Instant.parse("2026-01-31T10:00:00Z"));
            assertInstanceOf(Reservation.Resumed.class, await(ledger.reserve("jti-1", SUBMISSION, 1, intent)));
            assertEquals(Uses.RESUMED_AN_HOUR + 7, verified(ledger).checkpoint().size());
        }
    }

    private static Reservation tooOften() {
        return new Reservation.Refused(Reservation.Reason.RESUMED_TOO_OFTEN);
    }

    private static EntryDraft aborted() {
        return Drafts.draft(EntryType.RELEASE_ABORTED, Map.of("submission_id", SUBMISSION, "reason", "EXPIRED"));
    }

    private static EntryDraft chunk() {
        return Drafts.draft(
                EntryType.RELEASE_CHUNK,
                Map.of("submission_id", SUBMISSION, "file", "a", "chunk", 0, "tags_sha256", PLAN));
    }

    @Test
    @Proves("T42")
    void chunk_isRecordedForAnOpenReleaseOnly() throws Exception {
        try (Ledger ledger = open(new MemoryDisk())) {
            assertEquals(LedgerException.Code.ENTRY, refusal(ledger.append(chunk())));
            await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent(PLAN)));
            await(ledger.append(chunk()));
            await(ledger.append(
                    Drafts.draft(EntryType.RELEASE_ABORTED, Map.of("submission_id", SUBMISSION, "reason", "EXPIRED"))));
            assertEquals(LedgerException.Code.ENTRY, refusal(ledger.append(chunk())));
        }
    }

    @Test
    @Proves({"T36", "T70"})
    void release_thatIsComplete_isTakenUpForItsReceiptOnly() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Ledger ledger = open(disk)) {
            await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent(PLAN)));
            assertEquals(Optional.empty(), ledger.completed(SUBMISSION));
            await(ledger.append(Drafts.completed(SUBMISSION, Sha256.ZERO, 0)));
        }
        try (Ledger ledger = open(disk.copy())) {
            Reservation.Completed found = assertInstanceOf(
                    Reservation.Completed.class, await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent(PLAN))));
            assertEquals(EntryType.RELEASE_COMPLETED, found.entry().entry().type());
            assertTrue(ledger.holds(found.entry().entry()));
            assertEquals(1, ledger.completed(SUBMISSION).orElseThrow().index());
            assertEquals(LedgerException.Code.ENTRY, refusal(ledger.append(chunk())));
            assertEquals(
                    LedgerException.Code.ENTRY, refusal(ledger.append(Drafts.completed(SUBMISSION, Sha256.ZERO, 0))));
            await(ledger.append(
                    Drafts.draft(EntryType.RECEIPT_ACK, Map.of("submission_id", SUBMISSION, "ack_sha256", PLAN))));
            assertEquals(
                    new Reservation.Refused(Reservation.Reason.REPLAY),
                    await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent(PLAN))));
        }
    }

    private static EntryDraft stripped(String submission) {
        return Drafts.draft(
                EntryType.SUBMISSION_COMPLETED,
                Map.of(
                        "submission_id",
                        submission,
                        "counts",
                        Map.of(),
                        "rows_refused",
                        0,
                        "rows_withheld",
                        0,
                        "ack_sha256",
                        PLAN));
    }

    @Test
    @Proves("T70")
    void submissionWithoutAGrant_isKnownAsCompleteUntilItsReceiptIsAcknowledged() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Ledger ledger = open(disk)) {
            assertFalse(ledger.awaitsReceipt(SUBMISSION));
            await(ledger.append(stripped(SUBMISSION)));
            await(ledger.append(stripped(SUBMISSION)));
            assertEquals(1, ledger.completed(SUBMISSION).orElseThrow().index(), "the one that can get its receipt");
        }
        try (Ledger ledger = open(disk.copy())) {
            assertEquals(1, ledger.completed(SUBMISSION).orElseThrow().index());
            assertTrue(ledger.awaitsReceipt(SUBMISSION));
            assertEquals(Optional.empty(), ledger.completed(OTHER));
            await(ledger.append(
                    Drafts.draft(EntryType.RECEIPT_ACK, Map.of("submission_id", SUBMISSION, "ack_sha256", PLAN))));
            assertEquals(Optional.empty(), ledger.completed(SUBMISSION));
            assertFalse(ledger.awaitsReceipt(SUBMISSION));
        }
    }

    @Test
    void submissionsThatNobodyAcknowledges_areForgottenOldestFirst() throws Exception {
        try (Ledger ledger = open(new MemoryDisk())) {
            List<EntryDraft> all = new ArrayList<>();
            for (int i = 0; i <= Uses.UNRECEIPTED; i++) {
                all.add(stripped("submission-" + i));
            }
            for (CompletableFuture<DurableEntry> entry : ledger.append(all, false)) {
                await(entry);
            }
            assertFalse(ledger.awaitsReceipt("submission-0"));
            assertTrue(ledger.awaitsReceipt("submission-1"));
            assertTrue(ledger.awaitsReceipt("submission-" + Uses.UNRECEIPTED));
        }
    }

    @Test
    void submission_isReleasedUnderOneAttestationAtATime() throws Exception {
        try (Ledger ledger = open(new MemoryDisk())) {
            await(ledger.reserve("jti-1", SUBMISSION, 1, Drafts.intent(PLAN)));
            assertEquals(
                    new Reservation.Refused(Reservation.Reason.PLAN_CHANGED),
                    await(ledger.reserve("jti-2", SUBMISSION, 1, Drafts.intent(PLAN))));
            await(ledger.append(
                    Drafts.draft(EntryType.RELEASE_ABORTED, Map.of("submission_id", SUBMISSION, "reason", "EXPIRED"))));
            assertInstanceOf(
                    Reservation.Reserved.class, await(ledger.reserve("jti-2", SUBMISSION, 1, Drafts.intent(PLAN))));
        }
    }

    @Test
    void intent_isWrittenByAReservationOnly() throws Exception {
        try (Ledger ledger = open(new MemoryDisk())) {
            assertEquals(LedgerException.Code.ENTRY, refusal(ledger.append(Drafts.intent(PLAN))));
        }
    }

    @Test
    @Proves("T41")
    void clock_setBack_keepsTheOrderAndSaysSo_andStopsReleases() throws Exception {
        try (Ledger ledger = open(new MemoryDisk())) {
            DurableEntry before = await(ledger.append(Drafts.denied(1)));
            clock.set(Instant.parse("2026-01-30T00:00:00Z"));
            DurableEntry after = await(ledger.append(Drafts.denied(2)));
            assertEquals(before.time(), after.time());
            assertTrue(after.entry().whole("clock_behind_ms") > 100_000_000);
            assertEquals(LedgerException.Code.CLOCK, refusal(ledger.reserve("j", SUBMISSION, 1, Drafts.intent(PLAN))));
            assertTrue(ledger.isOpen());
        }
    }

    @Test
    void entry_thatIsTooLarge_isRefusedAlone() throws Exception {
        try (Ledger ledger = open(new MemoryDisk())) {
            EntryDraft large = Drafts.denied(1).with("more", "x".repeat(20_000));
            assertEquals(LedgerException.Code.ENTRY, refusal(ledger.append(large)));
            assertEquals(0, await(ledger.append(Drafts.denied(2))).index());
        }
    }

    /** Every file operation in turn fails, and the power goes at that moment; what was answered is there afterwards. */
    @Test
    @Proves({"T36", "T66"})
    void crash_betweenAnyTwoOperations_losesNothingThatWasAnswered() throws Exception {
        int operations = operationsOf(new MemoryDisk());
        assertTrue(operations > 40, operations + " operations");
        for (int limit = 0; limit <= operations; limit++) {
            for (int seed = 0; seed < 2; seed++) {
                MemoryDisk disk = new MemoryDisk();
                disk.failFrom(limit);
                List<DurableEntry> answered = new ArrayList<>();
                List<Checkpoint> signed = new ArrayList<>();
                workload(disk, answered, signed);
                survives(disk.crash(new Random(31L * limit + seed)), answered, signed, limit + "/" + seed);
            }
        }
    }

    private int operationsOf(MemoryDisk disk) {
        workload(disk, new ArrayList<>(), new ArrayList<>());
        return disk.operations();
    }

    /** Two runs, with checkpoints, reservations and a journal that begins anew. */
    private void workload(MemoryDisk disk, List<DurableEntry> answered, List<Checkpoint> signed) {
        for (int run = 0; run < 2; run++) {
            try (Ledger ledger = open(disk)) {
                for (int i = 0; i < 2; i++) {
                    List<CompletableFuture<DurableEntry>> futures = new ArrayList<>();
                    for (int k = 0; k < 75; k++) {
                        futures.add(ledger.append(Drafts.denied(k), k == 20));
                    }
                    for (CompletableFuture<DurableEntry> future : futures) {
                        answered.add(await(future));
                    }
                    Reservation reservation =
                            await(ledger.reserve("jti-9", "submission-" + run + i, 50, Drafts.intent(PLAN)));
                    if (reservation instanceof Reservation.Reserved reserved) {
                        answered.add(reserved.entry());
                    }
                    signed.add(Checkpoint.read(ledger.checkpoint().text()));
                }
            } catch (Exception e) {
                return;
            }
        }
    }

    private void survives(MemoryDisk disk, List<DurableEntry> answered, List<Checkpoint> signed, String at)
            throws Exception {
        try (Ledger ledger = open(disk)) {
            Checkpoint state = Checkpoint.read(await(ledger.seal()).text());
            for (DurableEntry entry : answered) {
                TlogProof proof = ledger.proof(entry).orElseThrow(() -> new AssertionError(at + ": lost"));
                assertTrue(
                        Merkle.includes(entry.leafHash(), entry.index(), state.size(), proof.hashes(), state.root()),
                        at);
            }
            for (Checkpoint old : signed) {
                assertTrue(
                        Merkle.isConsistent(
                                old.size(),
                                old.root(),
                                state.size(),
                                state.root(),
                                ledger.consistency(old.size(), state.size())),
                        at);
            }
            long intents = answered.stream()
                    .filter(e -> e.entry().type() == EntryType.RELEASE_INTENT)
                    .count();
            assertTrue(ledger.openReleases().size() >= intents, at);
        } catch (LedgerException e) {
            throw new AssertionError(at + ": " + e.getMessage(), e);
        }
    }

    @Test
    @Proves("T71")
    void failedWrite_endsTheLedgerForGood() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Ledger ledger = open(disk)) {
            denied(ledger, 1);
            disk.failFrom(disk.operations() + 1);
            assertEquals(LedgerException.Code.FAILED, refusal(ledger.append(Drafts.denied(2))));
            disk.failFrom(Integer.MAX_VALUE);
            assertEquals(LedgerException.Code.FAILED, refusal(ledger.append(Drafts.denied(3))));
            assertFalse(ledger.isOpen());
        }
    }

    @Test
    void tornEnd_beyondTheCheckpoint_isCut() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Ledger ledger = open(disk)) {
            denied(ledger, 1);
            await(ledger.append(Drafts.denied(2)));
        }
        byte[] journal = disk.content(Journal.PATH);
        disk.files().put(Journal.PATH, java.util.Arrays.copyOf(journal, journal.length - 3));
        try (Ledger ledger = open(disk.copy())) {
            assertEquals(1, await(ledger.append(Drafts.denied(3))).index());
        }
    }

    @Test
    void tornEnd_underTheCheckpoint_isRefused() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Ledger ledger = open(disk)) {
            denied(ledger, 1);
            denied(ledger, 2);
        }
        byte[] journal = disk.content(Journal.PATH);
        disk.files().put(Journal.PATH, java.util.Arrays.copyOf(journal, journal.length - 3));
        LedgerException e = assertThrows(LedgerException.class, () -> open(disk.copy()));
        assertEquals("journal: entry 1 is in the signed checkpoint and is as it was written", e.getMessage());
    }

    @Test
    void entry_thatWasFlushedAndChanged_isDamageAlsoBeyondTheCheckpoint() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Ledger ledger = open(disk)) {
            denied(ledger, 1);
            await(ledger.append(Drafts.denied(2)));
            await(ledger.append(Drafts.denied(3)));
        }
        byte[] journal = disk.content(Journal.PATH);
        int second = Journal.HEAD + (journal.length - Journal.HEAD) / 3 + 40;
        journal[second] ^= 1;
        LedgerException e = assertThrows(LedgerException.class, () -> open(disk.copy()));
        assertEquals("journal: entry 1 is as it was written", e.getMessage());
    }

    @Test
    void checkpoint_thatIsGoneOrForeign_isRefused() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Ledger ledger = open(disk)) {
            denied(ledger, 1);
        }
        MemoryDisk gone = disk.copy();
        gone.files().remove("checkpoint");
        assertThrows(LedgerException.class, () -> open(gone));
        NoteSigner stranger = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);
        assertThrows(
                LedgerException.class,
                () -> Ledger.open(Drafts.config(), disk.copy(), List.of(stranger), Drafts.verifier(), clock));
    }

    @Test
    @Proves("T69")
    void rotatedKey_goesOnWithTheSameLedger() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        try (Ledger ledger = open(disk)) {
            denied(ledger, 1);
        }
        NoteSigner next = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);
        try (Ledger ledger =
                Ledger.open(Drafts.config(), disk.copy(), List.of(next, signer), Drafts.verifier(), clock)) {
            denied(ledger, 2);
            assertEquals(2, verified(ledger).checkpoint().size());
            byte[] note = ledger.checkpoint().render().getBytes(StandardCharsets.UTF_8);
            assertEquals(
                    2,
                    Drafts.keys(next)
                            .verify(note, Drafts.verifier())
                            .checkpoint()
                            .size());
        }
    }

    @Test
    void file_deletedWhileItRuns_isNoticed(@TempDir Path dir) throws Exception {
        try (Ledger ledger = open(new FileDisk(dir))) {
            denied(ledger, 1);
            java.nio.file.Files.delete(dir.resolve(Journal.PATH));
            assertEquals(LedgerException.Code.FAILED, refusal(ledger.append(Drafts.denied(2))));
        }
        assertThrows(LedgerException.class, () -> open(new FileDisk(dir)));
    }

    @Test
    void closedLedger_refuses() throws Exception {
        Ledger ledger = open(new MemoryDisk());
        ledger.close();
        assertEquals(LedgerException.Code.CLOSED, refusal(ledger.append(Drafts.denied(1))));
        assertThrows(IOException.class, () -> new FileDisk(Path.of("x")).read("../y"));
    }
}
