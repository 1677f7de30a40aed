package dev.weir.proxy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.token.AccountingTag;
import dev.weir.proxy.proofs.Proves;
import dev.weir.smp.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every file of a ledger, changed in one bit, is named; so is what was cut off. */
class LedgerVerifierTest {
    private static final String DONE = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";
    private static final String OPEN = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c78";
    private static final String PLAN = Sha256.of(new byte[] {7}).hex();

    private final NoteSigner signer = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);
    private final MemoryDisk disk = new MemoryDisk();
    private byte[] early = new byte[0];

    LedgerVerifierTest() throws Exception {
        Accounting accounting = new Accounting(disk);
        try (Ledger ledger =
                Ledger.open(Drafts.config(), disk, List.of(signer), Drafts.verifier(), new Drafts.Ticking())) {
            for (int i = 0; i < 300; i++) {
                ledger.append(Drafts.denied(i)).get();
            }
            early = ledger.seal().get().render().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (String submission : List.of(DONE, OPEN)) {
                ledger.reserve("jti-" + submission, submission, 1, Drafts.intent(PLAN))
                        .get();
                for (int chunk = 0; chunk < 2; chunk++) {
                    Sha256 tags = accounting.append(submission, "ELIGIBLE.psv", chunk, people(chunk * 200, 300));
                    ledger.append(Drafts.draft(
                                    EntryType.RELEASE_CHUNK,
                                    Map.of(
                                            "submission_id",
                                            submission,
                                            "file",
                                            "ELIGIBLE.psv",
                                            "chunk",
                                            chunk,
                                            "tags_sha256",
                                            tags.hex())))
                            .get();
                }
            }
            Accounting.Subjects subjects = accounting.complete(DONE, ledger.chunks(DONE));
            assertEquals(500, subjects.count());
            ledger.append(Drafts.completed(DONE, subjects.root(), subjects.count()))
                    .get();
            accounting.forgetChunks(DONE);
        }
    }

    private static List<AccountingLeaf> people(int from, int count) {
        List<AccountingLeaf> people = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            byte[] tag = Sha256.of(new byte[] {(byte) (i >> 8), (byte) i}).toByteArray();
            people.add(new AccountingLeaf(new AccountingTag(tag), 1 << 8));
        }
        return people;
    }

    private List<String> problems(Disk files, Optional<byte[]> kept) throws Exception {
        return new LedgerVerifier(files, Drafts.keys(signer), Drafts.verifier())
                .run(kept)
                .problems();
    }

    @Test
    void ledger_asItWasWritten_hasNoProblems() throws Exception {
        assertEquals(List.of(), problems(disk, Optional.of(early)));
        for (String kind :
                List.of("tile/entries/000", "tile/0/000", "tile/1/000.p/1", "accounting/" + DONE + "/hashes")) {
            assertTrue(disk.exists(kind), kind);
        }
    }

    @Test
    @Proves("T66")
    void anyFile_withOneBitChanged_isFound_andNamed() throws Exception {
        Random random = new Random(66);
        for (String path : disk.files().keySet()) {
            int rounds = path.contains(".p/") ? 1 : 3;
            for (int round = 0; round < rounds; round++) {
                MemoryDisk changed = disk.copy();
                byte[] content = changed.content(path);
                content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
                List<String> problems = problems(changed, Optional.empty());
                assertFalse(problems.isEmpty(), path);
                String folder = path.substring(0, path.indexOf('/') < 0 ? path.length() : path.lastIndexOf('/'));
                boolean named = problems.stream()
                        .anyMatch(p -> p.startsWith(path)
                                || p.startsWith(folder)
                                || p.startsWith("entry ")
                                || (path.equals("checkpoint") && p.startsWith("note")));
                assertTrue(named, path + ": " + problems);
            }
        }
    }

    @Test
    @Proves("T66")
    void entry_changedInItsBundle_isNamedByItsNumber() throws Exception {
        MemoryDisk changed = disk.copy();
        byte[] bundle = changed.content("tile/entries/000");
        String text = new String(bundle, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = text.indexOf("\"number\":123,") + "\"number\":12".length();
        bundle[at] = '4';
        List<String> problems = problems(changed, Optional.empty());
        assertTrue(problems.contains("entry 123: was changed"), problems.toString());
        assertEquals(1, problems.stream().filter(p -> p.endsWith("was changed")).count());
    }

    @Test
    @Proves("T67")
    void ledger_takenBackToAnEarlierDay_isFoundByACheckpointKeptElsewhere() throws Exception {
        MemoryDisk before = new MemoryDisk();
        Drafts.Ticking clock = new Drafts.Ticking();
        try (Ledger ledger = Ledger.open(Drafts.config(), before, List.of(signer), Drafts.verifier(), clock)) {
            for (int i = 0; i < 5; i++) {
                ledger.append(Drafts.denied(i), true).get();
            }
        }
        MemoryDisk yesterday = before.copy();
        byte[] kept;
        try (Ledger ledger = Ledger.open(Drafts.config(), before, List.of(signer), Drafts.verifier(), clock)) {
            ledger.append(Drafts.denied(6), true).get();
            kept = ledger.checkpoint().render().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        assertEquals(List.of(), problems(yesterday, Optional.empty()));
        assertEquals(
                List.of("entries 5 to 5: are in the checkpoint that was kept and are missing"),
                problems(yesterday, Optional.of(kept)));
        try (Ledger ledger = Ledger.open(Drafts.config(), yesterday, List.of(signer), Drafts.verifier(), clock)) {
            ledger.append(Drafts.denied(7), true).get();
        }
        assertEquals(
                List.of("entries: do not begin as the checkpoint that was kept says"),
                problems(yesterday, Optional.of(kept)));
    }

    @Test
    void chunk_sentAgainWithOthers_keepsBoth_alsoAfterATornEnd() throws Exception {
        MemoryDisk files = new MemoryDisk();
        Accounting accounting = new Accounting(files);
        accounting.append(OPEN, "a", 0, people(0, 10));
        accounting.append(OPEN, "a", 1, people(10, 10));
        String path = Accounting.path(OPEN, "chunks");
        byte[] content = files.content(path);
        files.files().put(path, java.util.Arrays.copyOf(content, content.length - 5));
        Accounting again = new Accounting(files.copy());
        again.append(OPEN, "a", 0, people(5, 10));
        assertEquals(15, again.complete(OPEN, ChunkNames.none()).count());
        again.append(OPEN, "a", 1, people(10, 10));
        Accounting.Subjects all = again.complete(OPEN, ChunkNames.none());
        assertEquals(20, all.count());
        again.forgetChunks(OPEN);
        assertEquals(all, again.complete(OPEN, ChunkNames.none()), "what is complete stays as it is");
    }

    /** People whose data left are not forgotten because a bit of the file about others has changed. */
    @Test
    void chunkThatTheLedgerNames_isNotTakenForATornEnd() throws Exception {
        MemoryDisk files = disk.copy();
        String path = Accounting.path(OPEN, "chunks");
        byte[] content = files.content(path);
        content[40] ^= 1;
        files.files().put(path, content);
        try (Ledger ledger =
                Ledger.open(Drafts.config(), files, List.of(signer), Drafts.verifier(), new Drafts.Ticking())) {
            Accounting accounting = new Accounting(files);
            List<Accounting.People> next = List.of(new Accounting.People(2, people(0, 10)));
            assertThrows(
                    java.io.IOException.class,
                    () -> accounting.append(OPEN, "ELIGIBLE.psv", next, () -> ledger.chunks(OPEN)));
        }
        assertEquals(content.length, files.content(path).length);
    }

    /** Several chunks are flushed at once; a crash in that leaves what the ledger does not name. */
    @Test
    void chunksTornInOneFlush_areCutOff() throws Exception {
        MemoryDisk files = disk.copy();
        try (Ledger ledger =
                Ledger.open(Drafts.config(), files, List.of(signer), Drafts.verifier(), new Drafts.Ticking())) {
            String path = Accounting.path(OPEN, "chunks");
            int recorded = files.content(path).length;
            new Accounting(files)
                    .append(
                            OPEN,
                            "ELIGIBLE.psv",
                            List.of(new Accounting.People(2, people(0, 10)), new Accounting.People(3, people(10, 10))),
                            () -> ledger.chunks(OPEN));
            byte[] content = files.content(path);
            content[recorded + 40] ^= 1;
            files.files().put(path, content);
            Accounting again = new Accounting(files);
            again.append(
                    OPEN, "ELIGIBLE.psv", List.of(new Accounting.People(2, people(0, 10))), () -> ledger.chunks(OPEN));
            assertEquals(500, again.complete(OPEN, ledger.chunks(OPEN)).count());
        }
    }

    @Test
    void chunkThatTheLedgerNames_andIsGone_isMissed() throws Exception {
        String path = Accounting.path(OPEN, "chunks");
        byte[] content = disk.content(path);
        MemoryDisk cut = disk.copy();
        cut.files().put(path, java.util.Arrays.copyOf(content, content.length / 2));
        MemoryDisk gone = disk.copy();
        gone.files().remove(path);
        for (MemoryDisk files : List.of(cut, gone)) {
            assertFalse(problems(files, Optional.empty()).isEmpty());
            Disclosures disclosures =
                    Disclosures.read(LedgerFolder.open(files, Drafts.keys(signer), Drafts.verifier()), files);
            Disclosures.Release open = disclosures.releases().stream()
                    .filter(r -> r.submissionId().equals(OPEN))
                    .findFirst()
                    .orElseThrow();
            assertThrows(
                    LedgerFormatException.class,
                    () -> disclosures.find(open, id -> people(0, 1).get(0).tag()));
            try (Ledger ledger =
                    Ledger.open(Drafts.config(), files, List.of(signer), Drafts.verifier(), new Drafts.Ticking())) {
                assertThrows(
                        java.io.IOException.class, () -> new Accounting(files).complete(OPEN, ledger.chunks(OPEN)));
            }
        }
    }

    @Test
    @Proves("T71")
    void accounting_whoseDiskFailedOnce_keepsNothingAnyMore() throws Exception {
        MemoryDisk files = new MemoryDisk();
        Accounting accounting = new Accounting(files);
        accounting.append(OPEN, "a", 0, people(0, 10));
        files.failFrom(files.operations() + 1);
        assertThrows(java.io.IOException.class, () -> accounting.append(OPEN, "a", 1, people(0, 10)));
        files.failFrom(Integer.MAX_VALUE);
        assertThrows(java.io.IOException.class, () -> accounting.append(OPEN, "a", 1, people(0, 10)));
        assertFalse(accounting.isSound());
    }
}
