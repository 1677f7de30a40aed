package dev.weir.proxy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.Receipt;
import dev.weir.core.ledger.ReleasedClasses;
import dev.weir.core.token.AccountingKey;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.store.Accounting;
import dev.weir.proxy.store.ChunkNames;
import dev.weir.proxy.store.Drafts;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.Ledger;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands about ledger, receipts and accounting, as a person types them. */
class LedgerCommandsTest {
    private static final String SUBMISSION = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";

    @TempDir
    private Path dir;

    private Path keys;
    private Path ledger;
    private Path receipt;
    private String err = "";

    @BeforeEach
    void writeLedger() throws Exception {
        keys = dir.resolve("keys");
        ledger = dir.resolve("ledger");
        receipt = dir.resolve("receipt.json");
        KeyFolder folder = KeyFolder.create(keys, "CA", Instant.parse("2026-01-01T00:00:00Z"));
        List<NoteSigner> signers = folder.ledgerSigners(Drafts.ORIGIN);
        FileDisk disk = new FileDisk(ledger);
        Accounting accounting = new Accounting(disk);
        try (Ledger open = Ledger.open(Drafts.config(), disk, signers, new P256Verifier(), new Drafts.Ticking())) {
            open.reserve("jti", SUBMISSION, 1, Drafts.intent("plan")).get();
            AccountingKey key = folder.accountingKey(SUBMISSION);
            byte[] id = "123456789".getBytes(StandardCharsets.US_ASCII);
            int mask = ReleasedClasses.mask(Set.of(FieldClass.ADDRESS));
            accounting.append(
                    SUBMISSION, "ELIGIBLE.psv", 0, List.of(new AccountingLeaf(key.tag(id, 0, id.length), mask)));
            Accounting.Subjects subjects = accounting.complete(SUBMISSION, ChunkNames.none());
            byte[] ack = {3};
            DurableEntry end = open.append(Drafts.completed(SUBMISSION, subjects.root(), subjects.count()))
                    .get();
            List<NoteKey> signed = signers.stream().map(NoteSigner::key).toList();
            Files.write(
                    receipt,
                    Receipt.of(end.entry().leaf(), open.proof(end).orElseThrow(), signed, ack)
                            .toByteArray());
        }
    }

    private record Result(int code, String out) {}

    private Result run(String... args) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter errors = new StringWriter();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = WeirCommand.commandLine();
            line.setErr(new PrintWriter(errors, true));
            int code = line.execute(args);
            err = errors.toString();
            return new Result(code, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private Result ledger(String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 4);
        all[args.length] = "--ledger";
        all[args.length + 1] = ledger.toString();
        all[args.length + 2] = "--ledger-keys";
        all[args.length + 3] = keys.resolve(KeyFolder.LEDGER_KEYS).toString();
        return run(all);
    }

    private Result person(String id) throws Exception {
        Path file = dir.resolve("id");
        Files.writeString(file, id + "\n");
        return run(
                "account",
                "person",
                "--ledger",
                ledger.toString(),
                "--keys",
                keys.toString(),
                "--id-file",
                file.toString());
    }

    @Test
    void verify_ofAWholeLedger_isQuiet_andOfAChangedOneNamesIt() throws Exception {
        Result whole = ledger("ledger", "verify");
        assertEquals(Exit.OK, whole.code(), whole.out() + err);
        assertTrue(whole.out().contains("all files are as they were written"));
        Path bundle = ledger.resolve("tile/entries/000.p/2");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length - 5] ^= 1;
        Files.write(bundle, bytes);
        Result changed = ledger("ledger", "verify", "--json");
        assertEquals(Exit.REFUSED, changed.code());
        assertTrue(changed.out().contains("entry 1: was changed"), changed.out());
    }

    @Test
    void proveShowAndExport_speakOfTheSameEntries() throws Exception {
        assertTrue(ledger("ledger", "prove", "1").out().startsWith("c2sp.org/tlog-proof@v1\nindex 1\n"));
        assertTrue(ledger("ledger", "show").out().contains("RELEASE_COMPLETED"));
        assertEquals(Exit.REFUSED, ledger("ledger", "prove", "9").code());
        Path out = dir.resolve("evidence");
        assertEquals(
                Exit.USAGE, ledger("ledger", "export", "--out", out.toString()).code());
        assertEquals(
                Exit.OK,
                ledger("ledger", "export", "--out", out.toString(), "--keys", keys.toString())
                        .code(),
                err);
        assertTrue(Files.readString(out.resolve("certificate.txt")).contains("CERTIFICATE OF A CUSTODIAN"));
        String sums = Files.readString(out.resolve("SHA256SUMS"));
        assertTrue(sums.startsWith(
                Sha256.of(Files.readAllBytes(out.resolve("entry-0.json"))).hex()));
        String recorded = ledger("ledger", "show", "2", "--json").out();
        assertTrue(recorded.contains("\"type\":\"EXPORT_MADE\"") && recorded.contains("\"size\":2"), recorded);
        assertTrue(
                recorded.contains(
                        Sha256.of(sums.getBytes(StandardCharsets.UTF_8)).hex()),
                recorded);
        Path copy = dir.resolve("copy");
        assertEquals(
                Exit.OK,
                ledger("ledger", "export", "--out", copy.toString(), "--from-copy")
                        .code(),
                err);
        assertEquals(Exit.REFUSED, ledger("ledger", "show", "3").code(), "nothing is recorded from a copy");
    }

    @Test
    void rotations_areRecorded_withTheKeysThatTheyMade() throws Exception {
        assertEquals(
                Exit.USAGE,
                run("keys", "rotate", "--epoch", "--keys", keys.toString()).code());
        assertEquals(
                Exit.REFUSED,
                run("keys", "rotate", "--epoch", "--keys", keys.toString(), "--record-in", keys.toString())
                        .code());
        Result rotated = run(
                "keys",
                "rotate",
                "--epoch",
                "--signing",
                "--ledger",
                "--keys",
                keys.toString(),
                "--record-in",
                ledger.toString());
        assertEquals(Exit.OK, rotated.code(), err);
        KeyFolder folder = KeyFolder.open(keys, new FileKeyEncryption(keys.resolve(KeyFolder.KEY_ENCRYPTION_KEY)));
        assertEquals(List.of("A", "B"), folder.metadata().epochs(), "what is refused makes no epoch");
        assertTrue(ledger("ledger", "show", "2", "--json").out().contains("\"epoch\":\"B\""));
        String statements = ledger("ledger", "show", "3", "--json").out();
        assertTrue(statements.contains(folder.signingKeys().get(0)), statements);
        String signer = ledger("ledger", "show", "4", "--json").out();
        assertTrue(signer.contains("\"type\":\"KEY_ROTATED\"") && signer.contains("\"use\":\"ledger\""), signer);
        assertTrue(signer.contains(folder.ledgerKeys().get(0)), signer);
        assertEquals(Exit.OK, ledger("ledger", "verify").code(), err);
    }

    @Test
    @Proves({"T69", "T70"})
    void receipt_isVerified_alsoAfterRotation_andNotWhenChanged() throws Exception {
        assertEquals(
                Exit.OK,
                run("keys", "rotate", "--ledger", "--before-ledger", "--keys", keys.toString())
                        .code(),
                err);
        KeyFolder.open(keys, new FileKeyEncryption(keys.resolve(KeyFolder.KEY_ENCRYPTION_KEY)))
                .ledgerSigners(Drafts.ORIGIN);
        Path lines = keys.resolve(KeyFolder.LEDGER_KEYS);
        assertEquals(2, Files.readAllLines(lines).size());
        Result good = run("receipt", "verify", receipt.toString(), "--ledger-keys", lines.toString());
        assertEquals(Exit.OK, good.code(), err);
        assertTrue(good.out().contains("the receipt holds"));
        Files.writeString(receipt, Files.readString(receipt).replace("index 1", "index 0"));
        assertEquals(
                Exit.REFUSED,
                run("receipt", "verify", receipt.toString(), "--ledger-keys", lines.toString())
                        .code());
    }

    @Test
    @Proves("T43")
    void person_whoWasInARelease_seesRecipientAndClasses_andTheAnswerIsRecorded() throws Exception {
        Result in = person("123456789");
        assertEquals(Exit.OK, in.code(), err);
        for (String part : List.of(
                "2026-01-31",
                "Office of Inspector General",
                "1 Example Ave, Washington DC",
                "ADDRESS",
                "urn:smp:purpose:1:AUDIT",
                "45 CFR 164.512(d)",
                "in 1 of 1 releases")) {
            assertTrue(in.out().contains(part), in.out());
        }
        assertFalse(in.out().contains("123456789"));
        Result out = person("987654321");
        assertTrue(out.out().contains("in none of 1 releases, as their proofs show"), out.out());
        assertEquals(
                2,
                ledger("ledger", "show")
                        .out()
                        .lines()
                        .filter(l -> l.contains("ACCOUNTING_SERVED"))
                        .count());
        assertEquals(Exit.REFUSED, person("").code());
    }

    @Test
    void suspension_takesTheRecipientOutOfTheAnswer() throws Exception {
        Path statement = dir.resolve("statement");
        Files.writeString(statement, "under inquiry");
        String[] books = {"--ledger", ledger.toString(), "--keys", keys.toString()};
        assertEquals(
                Exit.OK,
                run(
                                "account",
                                "suspend",
                                books[0],
                                books[1],
                                books[2],
                                books[3],
                                "--recipient",
                                "https://oig.hhs.example/audit",
                                "--until",
                                "2999-12-31",
                                "--statement",
                                statement.toString())
                        .code(),
                err);
        assertTrue(person("123456789").out().contains("0 releases can be listed now"));
        Result series = run("account", "series", books[0], books[1], books[2], books[3]);
        assertTrue(series.out().contains("1 series"), series.out());
    }

    @Test
    void accounting_thatWasChanged_givesNoAnswer() throws Exception {
        Path leaves = ledger.resolve("accounting/" + SUBMISSION + "/leaves");
        byte[] bytes = Files.readAllBytes(leaves);
        bytes[35] ^= 1;
        Files.write(leaves, bytes);
        assertEquals(Exit.REFUSED, person("123456789").code());
        assertTrue(err.contains("accounting/" + SUBMISSION), err);
    }
}
