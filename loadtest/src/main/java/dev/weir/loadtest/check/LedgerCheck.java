package dev.weir.loadtest.check;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.Receipt;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.LedgerFolder;
import dev.weir.proxy.store.LedgerVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a proxy's ledger against its signed checkpoint, and against what was submitted: every submission that came to its
 * end has one entry that completes it, a release also the entry that announced it and one for each of its chunks, and a
 * receipt that can be verified with the ledger's public keys alone.
 */
public final class LedgerCheck {
    private final Path ledger;
    private final Path keysFile;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Map<EntryType, Integer>> seen = new HashMap<>();

    /**
     * A submission that came to its end.
     *
     * @param id its id
     * @param receipt where its receipt is
     * @param releasedChunks chunks that left under an attestation; none of a submission without one
     */
    public record Submitted(String id, Path receipt, int releasedChunks) {}

    /**
     * What was found.
     *
     * @param entries entries under the checkpoint
     * @param receipts receipts that hold
     * @param releases releases that are complete
     * @param problems what does not hold: places and rules, no value
     */
    public record Result(long entries, int receipts, int releases, List<String> problems) {
        public Result {
            problems = List.copyOf(problems);
        }

        /** Returns the same with what is wrong besides. */
        public Result with(List<String> more) {
            List<String> all = new ArrayList<>(problems);
            all.addAll(more);
            return new Result(entries, receipts, releases, all);
        }

        /** Returns whether everything holds. */
        public boolean holds() {
            return problems.isEmpty();
        }
    }

    /**
     * Prepares a check.
     *
     * @param ledger folder of the ledger
     * @param keysFile its public keys
     */
    public LedgerCheck(Path ledger, Path keysFile) {
        this.ledger = ledger;
        this.keysFile = keysFile;
    }

    /**
     * Checks until everything holds or a while is over: a proxy that runs may still write the last entries and sign them.
     */
    public static Result settled(Path ledger, Path keysFile, List<Submitted> submitted, long withinMillis)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + withinMillis * 1_000_000;
        Result result = new LedgerCheck(ledger, keysFile).run(submitted);
        while (!result.holds() && System.nanoTime() < deadline) {
            Thread.sleep(100);
            result = new LedgerCheck(ledger, keysFile).run(submitted);
        }
        return result;
    }

    /** Checks. */
    public Result run(List<Submitted> submitted) throws IOException {
        long entries = 0;
        int receipts = 0;
        int releases = 0;
        try {
            LedgerKeys keys = LedgerKeys.read(Files.readString(keysFile));
            FileDisk disk = new FileDisk(ledger);
            LedgerVerifier.Report report = new LedgerVerifier(disk, keys, new P256Verifier()).run(Optional.empty());
            report.problems().forEach(problem -> problems.add("ledger: " + problem));
            LedgerFolder folder = LedgerFolder.open(disk, keys, new P256Verifier());
            folder.forEach(this::count);
            entries = folder.size();
            for (Submitted submission : submitted) {
                boolean complete = complete(submission);
                releases += complete && submission.releasedChunks() > 0 ? 1 : 0;
                receipts += holds(submission, keys) ? 1 : 0;
            }
        } catch (LedgerFormatException e) {
            problems.add("ledger: " + e.getMessage());
        }
        return new Result(entries, receipts, releases, problems);
    }

    private void count(LedgerEntry entry) {
        if (entry.members().text("submission_id").isPresent()) {
            seen.computeIfAbsent(entry.text("submission_id"), id -> new EnumMap<>(EntryType.class))
                    .merge(entry.type(), 1, Integer::sum);
        }
    }

    private boolean complete(Submitted submission) {
        Map<EntryType, Integer> entries = seen.getOrDefault(submission.id(), Map.of());
        boolean released = submission.releasedChunks() > 0;
        EntryType end = released ? EntryType.RELEASE_COMPLETED : EntryType.SUBMISSION_COMPLETED;
        int before = problems.size();
        require(entries.getOrDefault(end, 0) == 1, submission, "is completed by one entry");
        if (released) {
            require(entries.getOrDefault(EntryType.RELEASE_INTENT, 0) == 1, submission, "is announced by one entry");
            require(
                    entries.getOrDefault(EntryType.RELEASE_CHUNK, 0) >= submission.releasedChunks(),
                    submission,
                    "has an entry for every released chunk");
        } else {
            require(!entries.containsKey(EntryType.RELEASE_INTENT), submission, "releases nothing");
        }
        return problems.size() == before;
    }

    private boolean holds(Submitted submission, LedgerKeys keys) throws IOException {
        int before = problems.size();
        if (!Files.isRegularFile(submission.receipt())) {
            require(false, submission, "has a receipt");
            return false;
        }
        try {
            Receipt receipt = Receipt.read(Files.readAllBytes(submission.receipt()));
            receipt.verify(keys, new P256Verifier());
            require(
                    receipt.entry().text("submission_id").equals(submission.id()),
                    submission,
                    "has a receipt that is its own");
        } catch (LedgerFormatException e) {
            require(false, submission, String.valueOf(e.getMessage()));
        }
        return problems.size() == before;
    }

    private void require(boolean holds, Submitted submission, String rule) {
        if (!holds) {
            problems.add("submission " + submission.id() + ": " + rule);
        }
    }
}
