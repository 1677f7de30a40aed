package dev.weir.proxy.store;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.token.AccountingTag;
import dev.weir.smp.Sha256;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Prints two figures, run by hand: entries a second in group commit, with a real disk, and the time to answer for one
 * person over twelve releases of a million people each.
 */
public final class LedgerBenchmark {
    private static final int ENTRIES = 100_000;
    private static final int PEOPLE = 1_000_000;
    private static final int MONTHS = 12;
    private static final int CHUNK = 1000;

    private LedgerBenchmark() {}

    /** Takes a folder on the disk to be measured, which must not exist; and the people of a release, if not a million. */
    public static void main(String[] args) throws Exception {
        Path dir = Files.createDirectory(Path.of(args[0]));
        NoteSigner signer = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);
        FileDisk disk = new FileDisk(dir);
        try (Ledger ledger = Ledger.open(
                LedgerConfig.of(Drafts.ORIGIN, "CA", "weir/benchmark"),
                disk,
                List.of(signer),
                Drafts.verifier(),
                Clock.systemUTC())) {
            append(ledger);
            append(ledger);
            account(ledger, signer, disk, args.length > 1 ? Integer.parseInt(args[1]) : PEOPLE);
        }
    }

    private static void append(Ledger ledger) {
        long begun = System.nanoTime();
        List<CompletableFuture<DurableEntry>> waiting = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            waiting.add(ledger.append(Drafts.denied(i)));
            if (waiting.size() == 1024) {
                waiting.forEach(CompletableFuture::join);
                waiting.clear();
            }
        }
        waiting.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(Locale.ROOT, "%d entries in %.2f s: %.0f a second%n", ENTRIES, seconds, ENTRIES / seconds);
    }

    private static AccountingTag tag(int month, int person) {
        return new AccountingTag(
                Sha256.of(ByteBuffer.allocate(8).putInt(month).putInt(person).array())
                        .toByteArray());
    }

    private static void account(Ledger ledger, NoteSigner signer, FileDisk disk, int size) throws Exception {
        Accounting accounting = new Accounting(disk);
        for (int month = 0; month < MONTHS; month++) {
            String submission = String.format(Locale.ROOT, "0190f3a2-7c11-7b44-9f00-%012d", month);
            ledger.reserve("jti-" + month, submission, 1, Drafts.intent("plan")).join();
            long begun = System.nanoTime();
            for (int chunk = 0; chunk * CHUNK < size; chunk++) {
                List<AccountingLeaf> people = new ArrayList<>();
                for (int person = chunk * CHUNK; person < Math.min(size, (chunk + 1) * CHUNK); person++) {
                    people.add(new AccountingLeaf(tag(month, person), 1));
                }
                accounting.append(submission, "ELIGIBLE.psv", chunk, people);
            }
            long appended = System.nanoTime();
            Accounting.Subjects subjects = accounting.complete(submission, ChunkNames.none());
            System.out.printf(
                    Locale.ROOT,
                    "release of %d people: kept in %.1f s, sorted and hashed in %.1f s, heap %d MB%n",
                    size,
                    (appended - begun) / 1e9,
                    (System.nanoTime() - appended) / 1e9,
                    Runtime.getRuntime().maxMemory() >> 20);
            ledger.append(Drafts.completed(submission, subjects.root(), subjects.count()))
                    .join();
            accounting.forgetChunks(submission);
        }
        LedgerFolder folder = LedgerFolder.open(disk, Drafts.keys(signer), Drafts.verifier());
        Disclosures disclosures = Disclosures.read(folder, disk);
        for (int person : new int[] {7, size / 2, -1, -2}) {
            long begun = System.nanoTime();
            int in = 0;
            int month = 0;
            for (Disclosures.Release release : disclosures.releases()) {
                int now = month++;
                in += disclosures.find(release, submission -> tag(now, person)).in() ? 1 : 0;
            }
            System.out.printf(
                    Locale.ROOT,
                    "one person in %d of %d releases of %d people: %.1f ms%n",
                    in,
                    MONTHS,
                    size,
                    (System.nanoTime() - begun) / 1e6);
        }
    }
}
