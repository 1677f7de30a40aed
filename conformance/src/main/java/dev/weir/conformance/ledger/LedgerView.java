package dev.weir.conformance.ledger;

import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A ledger as anybody can read it who has its folder: C2SP tlog-tiles. What is not under the signed checkpoint is not
 * there. Immutable.
 */
public final class LedgerView {
    private static final int FULL = 256;
    private static final Pattern TOKEN = Pattern.compile("\\b(T[A-Z][A-Z2-7]{18}|&T[A-Z][A-Z2-7]{17})\\b");

    private final Checkpoint checkpoint;
    private final List<byte[]> entries;

    private LedgerView(Checkpoint checkpoint, List<byte[]> entries) {
        this.checkpoint = checkpoint;
        this.entries = entries;
    }

    /** Reads the entries under the checkpoint and holds them against its root. */
    public static LedgerView read(Path folder, List<LedgerKey> keys) throws LedgerException, IOException {
        Checkpoint checkpoint = Checkpoint.read(Files.readString(folder.resolve("checkpoint")), keys);
        List<byte[]> entries = new ArrayList<>();
        for (long at = 0; at < checkpoint.size(); at += FULL) {
            int width = (int) Math.min(FULL, checkpoint.size() - at);
            entries.addAll(bundle(folder, at / FULL, width));
        }
        if (!Arrays.equals(Merkle.root(entries), checkpoint.root())) {
            throw new LedgerException("the entries lead to the root of the checkpoint");
        }
        for (int i = 0; i < entries.size(); i++) {
            Args entry = entry(entries.get(i));
            if (entry.number("seq", -1) != i) {
                throw new LedgerException("an entry says its own number: " + i);
            }
            if (TOKEN.matcher(new String(entries.get(i), StandardCharsets.UTF_8))
                    .find()) {
                throw new LedgerException("no entry holds a token: " + i);
            }
        }
        return new LedgerView(checkpoint, List.copyOf(entries));
    }

    private static List<byte[]> bundle(Path folder, long number, int width) throws LedgerException, IOException {
        Path whole = folder.resolve("tile/entries/" + path(number));
        List<byte[]> entries = split(Files.readAllBytes(Files.exists(whole) ? whole : partial(whole, width)));
        if (entries.size() < width) {
            throw new LedgerException("a bundle has the entries that the checkpoint counts");
        }
        return entries.subList(0, width);
    }

    /** Returns the smallest partial bundle that is wide enough; a wider one may have come since the checkpoint. */
    private static Path partial(Path whole, int width) throws LedgerException, IOException {
        Path folder = whole.resolveSibling(whole.getFileName() + ".p");
        if (!Files.isDirectory(folder)) {
            throw new LedgerException("there is a bundle for the entries of the checkpoint");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> String.valueOf(f.getFileName()).matches("[1-9][0-9]{0,2}"))
                    .filter(f -> width(f) >= width)
                    .min(java.util.Comparator.comparingInt(LedgerView::width))
                    .orElseThrow(() -> new LedgerException("there is a bundle for the entries of the checkpoint"));
        }
    }

    private static int width(Path file) {
        return Integer.parseInt(String.valueOf(file.getFileName()));
    }

    /** Returns the path of a bundle: groups of three digits, all but the last with an x before it. */
    static String path(long number) {
        String path = String.format("%03d", number % 1000);
        for (long rest = number / 1000; rest > 0; rest /= 1000) {
            path = String.format("x%03d/", rest % 1000) + path;
        }
        return path;
    }

    private static List<byte[]> split(byte[] bundle) throws LedgerException {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at < bundle.length) {
            int length = bundle.length - at < 2 ? -1 : (bundle[at] & 0xFF) << 8 | bundle[at + 1] & 0xFF;
            if (length < 0 || at + 2 + length > bundle.length) {
                throw new LedgerException("an entry of a bundle has the length that it says");
            }
            entries.add(Arrays.copyOfRange(bundle, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return entries;
    }

    private static Args entry(byte[] bytes) throws LedgerException {
        try {
            return new Args(Documents.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (SuiteException e) {
            throw new LedgerException("an entry is JSON");
        }
    }

    /** Returns the signed state. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** Returns the entries as they stand. */
    public List<byte[]> entries() {
        return entries;
    }

    /** Returns the entries of a type about a submission; all of the type where no submission is named. */
    public List<Args> of(String type, String submissionId) throws LedgerException {
        List<Args> found = new ArrayList<>();
        for (byte[] bytes : entries) {
            Args entry = entry(bytes);
            boolean about =
                    submissionId.isEmpty() || entry.text("submission_id", "").equals(submissionId);
            if (entry.text("type", "").equals(type) && about) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Returns what tells that this is not a later state of an earlier one; empty where it is one. */
    public Optional<String> contradicts(LedgerView earlier) {
        if (!earlier.checkpoint.origin().equals(checkpoint.origin())) {
            return Optional.of("a ledger keeps its name");
        }
        if (checkpoint.size() < earlier.checkpoint.size()) {
            return Optional.of("a ledger never shrinks: " + earlier.checkpoint.size() + " entries were signed, and now "
                    + checkpoint.size());
        }
        byte[] then = Merkle.root(entries.subList(0, (int) earlier.checkpoint.size()));
        return Arrays.equals(then, earlier.checkpoint.root())
                ? Optional.empty()
                : Optional.of("what was signed stays as it was: the first " + earlier.checkpoint.size()
                        + " entries lead to another root now");
    }
}
