package dev.weir.proxy.store;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.Bundle;
import dev.weir.core.ledger.Checkpoint;
import dev.weir.core.ledger.CompactRange;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.Merkle;
import dev.weir.core.ledger.P256;
import dev.weir.core.ledger.Tile;
import dev.weir.smp.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds every file of a ledger against its signed checkpoint and says which one is not as it was written. Reads and
 * never writes; needs keys and files only.
 */
public final class LedgerVerifier {
    private final Disk disk;
    private final LedgerKeys keys;
    private final P256 verifier;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Set<String>> chunkNames = new HashMap<>();
    private final List<Sha256> leaves = new ArrayList<>();
    private final List<byte[]> entries = new ArrayList<>();

    /** Verifies the files of a folder. */
    public LedgerVerifier(Disk disk, LedgerKeys keys, P256 verifier) {
        this.disk = disk;
        this.keys = keys;
        this.verifier = verifier;
    }

    /**
     * What was found.
     *
     * @param problems one a line, each with its place; empty where all is as it was written
     * @param checkpoint where it could be verified
     */
    public record Report(List<String> problems, Optional<LedgerKeys.Verified> checkpoint) {
        public Report {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Verifies.
     *
     * @param kept a checkpoint that was kept elsewhere
     */
    public Report run(Optional<byte[]> kept) throws IOException {
        Optional<LedgerFolder> folder = Optional.empty();
        try {
            folder = Optional.of(LedgerFolder.open(disk, keys, verifier));
            read(folder.get());
            holdAgainst(folder.get().signed().checkpoint());
            tiles();
        } catch (LedgerFormatException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        journal();
        accounting();
        if (kept.isPresent()) {
            compare(kept.get());
        }
        return new Report(problems, folder.map(LedgerFolder::signed));
    }

    private void read(LedgerFolder folder) throws IOException, LedgerFormatException {
        for (Tile tile : Tile.ofLevel(Tile.ENTRIES, folder.size())) {
            for (byte[] leaf : folder.bundle(tile)) {
                leaves.add(Merkle.leaf(leaf));
                entries.add(leaf);
            }
        }
    }

    private Sha256 root(int size) {
        CompactRange range = new CompactRange();
        leaves.subList(0, size).forEach(range::append);
        return range.root();
    }

    private void holdAgainst(Checkpoint state) throws IOException {
        boolean whole = root(leaves.size()).equals(state.root());
        if (!whole) {
            int before = problems.size();
            for (Tile tile : Tile.ofLevel(0, leaves.size())) {
                String full = tile.withWidth(Tile.FULL).path();
                String path = disk.exists(tile.path()) ? tile.path() : full;
                byte[] hashes = disk.exists(path) ? disk.read(path) : new byte[0];
                for (int i = 0; i < tile.width() && hashes.length >= (i + 1) * Sha256.LENGTH; i++) {
                    int index = (int) tile.index() * Tile.FULL + i;
                    if (!Hashes.at(hashes, i).equals(leaves.get(index))) {
                        problems.add("entry " + index + ": was changed");
                    }
                }
            }
            if (problems.size() == before) {
                problems.add("entries: do not give the signed root, and tiles were changed with them");
            }
        }
        String lastTime = "";
        for (int index = 0; index < entries.size(); index++) {
            try {
                LedgerEntry entry = LedgerEntry.read("entry " + index, entries.get(index));
                if (entry.seq() != index || entry.time().compareTo(lastTime) < 0) {
                    problems.add("entry " + index + ": has its number and is not older than the one before");
                }
                lastTime = entry.time();
            } catch (LedgerFormatException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Every tile and bundle that lies there, also those that this checkpoint does not need. */
    private void tiles() throws IOException {
        beyond();
        List<List<Sha256>> rows = new ArrayList<>();
        rows.add(leaves);
        while (rows.get(rows.size() - 1).size() >= Tile.FULL) {
            List<Sha256> below = rows.get(rows.size() - 1);
            List<Sha256> row = new ArrayList<>();
            for (int at = 0; at + Tile.FULL <= below.size(); at += Tile.FULL) {
                CompactRange range = new CompactRange();
                below.subList(at, at + Tile.FULL).forEach(range::append);
                row.add(range.root());
            }
            rows.add(row);
        }
        for (String path : disk.list("tile")) {
            Optional<Tile> tile = Tile.ofPath(path);
            if (tile.isEmpty()) {
                if (!path.endsWith(".partial")) {
                    problems.add(path + ": is no file of a ledger");
                }
            } else if (!isRight(tile.get(), rows, disk.read(path))) {
                problems.add(path + ": is not what its entries give");
            }
        }
    }

    /** Adds the whole bundles that were written after the checkpoint, so that their tiles can be held against them. */
    private void beyond() throws IOException {
        Tile next = new Tile(Tile.ENTRIES, leaves.size() / Tile.FULL, Tile.FULL);
        while (disk.exists(next.path())) {
            try {
                List<byte[]> more = Bundle.decode(next.path(), disk.read(next.path()));
                for (byte[] leaf : more.subList(Math.min(more.size(), leaves.size() % Tile.FULL), more.size())) {
                    leaves.add(Merkle.leaf(leaf));
                    entries.add(leaf);
                }
            } catch (LedgerFormatException e) {
                problems.add(String.valueOf(e.getMessage()));
                return;
            }
            if (leaves.size() % Tile.FULL != 0) {
                return;
            }
            next = new Tile(Tile.ENTRIES, leaves.size() / Tile.FULL, Tile.FULL);
        }
    }

    private boolean isRight(Tile tile, List<List<Sha256>> rows, byte[] content) {
        int from = (int) tile.index() * Tile.FULL;
        if (tile.level() == Tile.ENTRIES) {
            return from + tile.width() <= entries.size()
                    && Arrays.equals(Bundle.encode(entries.subList(from, from + tile.width())), content);
        }
        if (tile.level() >= rows.size()
                || from + tile.width() > rows.get(tile.level()).size()) {
            return false;
        }
        boolean right = content.length == tile.width() * Sha256.LENGTH;
        for (int i = 0; right && i < tile.width(); i++) {
            right = Hashes.at(content, i).equals(rows.get(tile.level()).get(from + i));
        }
        return right;
    }

    private void journal() throws IOException {
        try {
            if (!disk.exists(Journal.PATH)) {
                problems.add("journal: is in the folder of the ledger");
                return;
            }
            Journal.Content journal = Journal.read(disk);
            if (journal.end() != Journal.End.WHOLE) {
                problems.add("journal: entry " + journal.next() + " is damaged or was cut off");
            }
            for (int i = 0; i < journal.entries().size(); i++) {
                long index = journal.base() + i;
                boolean known = index < entries.size();
                if (known
                        && !Arrays.equals(
                                entries.get((int) index), journal.entries().get(i))) {
                    problems.add("journal: entry " + index + " is not the one of its bundle");
                }
            }
        } catch (LedgerException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private void accounting() throws IOException {
        Accounting accounting = new Accounting(disk);
        Set<String> complete = new HashSet<>();
        readable(entry -> {
            if (entry.type() == EntryType.RELEASE_COMPLETED) {
                complete.add(entry.text("submission_id"));
                subjects(accounting, entry);
            }
        });
        readable(entry -> {
            if (entry.type() == EntryType.RELEASE_CHUNK) {
                chunk(accounting, entry, complete.contains(entry.text("submission_id")));
            }
        });
    }

    /** Takes an entry. */
    private interface Visitor {
        void entry(LedgerEntry entry) throws IOException;
    }

    private void readable(Visitor visitor) throws IOException {
        for (byte[] leaf : entries) {
            Optional<LedgerEntry> entry = Optional.empty();
            try {
                entry = Optional.of(LedgerEntry.read("entry", leaf));
            } catch (LedgerFormatException e) {
                // Named where the entries are looked at one by one.
            }
            if (entry.isPresent()) {
                visitor.entry(entry.get());
            }
        }
    }

    private void subjects(Accounting accounting, LedgerEntry entry) throws IOException {
        String place = Accounting.FOLDER + "/" + entry.text("submission_id");
        Optional<SortedLeaves> subjects = accounting.subjects(entry.text("submission_id"));
        if (subjects.isEmpty()) {
            problems.add(place + "/leaves: is missing, though entry " + entry.seq() + " names it");
            return;
        }
        byte[] bytes = disk.read(place + "/leaves");
        CompactRange range = new CompactRange();
        boolean sorted = bytes.length % AccountingLeaf.BYTES == 0;
        Optional<AccountingLeaf> before = Optional.empty();
        for (int at = 0; sorted && at < bytes.length; at += AccountingLeaf.BYTES) {
            AccountingLeaf leaf = AccountingLeaf.read(bytes, at);
            sorted = before.isEmpty() || before.get().tag().compareTo(leaf.tag()) < 0;
            before = Optional.of(leaf);
            range.append(leaf.hash());
        }
        boolean right = sorted
                && range.size() == entry.whole("subjects_count")
                && Optional.of(range.root()).equals(entry.digest("subjects_root"));
        if (!right) {
            problems.add(place + "/leaves: is not what entry " + entry.seq() + " names");
        } else if (!disk.exists(place + "/hashes")
                || !Arrays.equals(disk.read(place + "/hashes"), Accounting.hashes(bytes))) {
            problems.add(place + "/hashes: is not what its leaves give");
        }
    }

    /** The chunks of a submission are kept until it is complete, and for good where it never was. */
    private void chunk(Accounting accounting, LedgerEntry entry, boolean complete) throws IOException {
        String place = Accounting.FOLDER + "/" + entry.text("submission_id") + "/chunks";
        if (!complete || disk.exists(place)) {
            String name = ChunkFile.Chunk.name(
                    entry.text("file"),
                    (int) entry.whole("chunk"),
                    entry.digest("tags_sha256").orElse(Sha256.ZERO));
            if (!chunks(accounting, entry.text("submission_id")).contains(name)) {
                problems.add(place + ": is not what entry " + entry.seq() + " names");
            }
        }
    }

    /** Returns the names of the chunks of a submission, read once; none where the file is not whole. */
    private Set<String> chunks(Accounting accounting, String submissionId) throws IOException {
        Set<String> names = chunkNames.get(submissionId);
        if (names == null) {
            Set<String> found = new HashSet<>();
            accounting.forEachChunk(submissionId, chunk -> found.add(chunk.name()));
            names = accounting.isWhole(submissionId) ? found : Set.of();
            chunkNames.put(submissionId, names);
        }
        return names;
    }

    private void compare(byte[] kept) {
        try {
            Checkpoint old = keys.verify(kept, verifier).checkpoint();
            if (old.size() > leaves.size()) {
                problems.add("entries " + leaves.size() + " to " + (old.size() - 1)
                        + ": are in the checkpoint that was kept and are missing");
            } else if (!root((int) old.size()).equals(old.root())) {
                problems.add("entries: do not begin as the checkpoint that was kept says");
            }
        } catch (LedgerFormatException e) {
            problems.add("kept " + e.getMessage());
        }
    }
}
