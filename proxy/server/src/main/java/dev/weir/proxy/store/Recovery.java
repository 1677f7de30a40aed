package dev.weir.proxy.store;

import dev.weir.core.ledger.Bundle;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.P256;
import dev.weir.core.ledger.Tile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Opens the files of a ledger: reads every entry again, holds the tree against the last signed checkpoint, cuts off a
 * torn end, and makes what was not forced anew. What was signed or flushed and is not there is damage, and damage is
 * never repaired.
 */
final class Recovery {
    static final String CHECKPOINT = "checkpoint";

    private final Disk disk;
    private final LedgerKeys keys;
    private final P256 verifier;
    private final String origin;
    private final TreeFiles tree;
    private final Uses uses = new Uses();
    private String lastTime = "";
    private long journalLength = Journal.HEAD;

    Recovery(Disk disk, LedgerKeys keys, P256 verifier, String origin) {
        this.disk = disk;
        this.keys = keys;
        this.verifier = verifier;
        this.origin = origin;
        this.tree = new TreeFiles(disk);
    }

    /** The ledger as it was found. */
    record Found(
            TreeFiles tree, Uses uses, String lastTime, long journalLength, Optional<LedgerKeys.Verified> checkpoint) {}

    Found run() throws IOException, LedgerException {
        if (!disk.exists(CHECKPOINT)) {
            if (disk.exists(Journal.PATH) || !disk.list("tile").isEmpty()) {
                throw damaged("checkpoint: is missing, though there are entries");
            }
            return new Found(tree, uses, lastTime, 0, Optional.empty());
        }
        LedgerKeys.Verified signed = checkpoint();
        boolean begun = disk.exists(Journal.PATH);
        if (begun) {
            entries(signed.checkpoint().size());
        } else if (signed.checkpoint().size() > 0 || !disk.list("tile").isEmpty()) {
            throw damaged("journal: is missing, though there are entries");
        }
        long covered = signed.checkpoint().size();
        if (tree.size() < covered) {
            throw damaged("journal: entries " + tree.size() + " to " + (covered - 1)
                    + " are in the signed checkpoint and are missing");
        }
        if (!tree.rootAt(covered).equals(signed.checkpoint().root())) {
            throw damaged(
                    "entries: give the root of the signed checkpoint; weir ledger verify names the one that changed");
        }
        tree.repairPartials();
        return new Found(tree, uses, lastTime, begun ? journalLength : 0, Optional.of(signed));
    }

    private LedgerKeys.Verified checkpoint() throws IOException, LedgerException {
        try {
            LedgerKeys.Verified verified = keys.verify(disk.read(CHECKPOINT), verifier);
            if (verified.checkpoint().origin().equals(origin)) {
                return verified;
            }
        } catch (LedgerFormatException e) {
            // Said below: whatever is wrong with it, it is not a checkpoint of this ledger.
        }
        throw damaged("checkpoint: is signed by this ledger");
    }

    private void entries(long covered) throws IOException, LedgerException {
        Journal.Content journal = Journal.read(disk);
        for (long index = 0; index < journal.base() / Tile.FULL; index++) {
            String path = new Tile(Tile.ENTRIES, index, Tile.FULL).path();
            if (!disk.exists(path)) {
                throw damaged(path + ": is missing");
            }
            for (byte[] leaf : bundle(path)) {
                take(leaf, TreeFiles.Keeping.CHECK);
            }
        }
        if (tree.size() != journal.base()) {
            throw damaged("journal: begins where the bundles end");
        }
        if (journal.end() == Journal.End.DAMAGED) {
            throw damaged("journal: entry " + journal.next() + " is as it was written");
        }
        if (journal.end() == Journal.End.TORN && journal.next() < covered) {
            throw damaged("journal: entry " + journal.next() + " is in the signed checkpoint and is as it was written");
        }
        for (byte[] leaf : journal.entries()) {
            take(leaf, TreeFiles.Keeping.WRITE);
        }
        if (journal.end() == Journal.End.TORN) {
            disk.truncate(Journal.PATH, journal.length());
            disk.force(Journal.PATH);
        }
        journalLength = journal.length();
    }

    private List<byte[]> bundle(String path) throws IOException, LedgerException {
        try {
            List<byte[]> entries = Bundle.decode(path, disk.read(path));
            if (entries.size() == Tile.FULL) {
                return entries;
            }
        } catch (LedgerFormatException e) {
            // Said below with the same path.
        }
        throw damaged(path + ": is a bundle of 256 entries");
    }

    private void take(byte[] leaf, TreeFiles.Keeping keeping) throws IOException, LedgerException {
        long index = tree.size();
        LedgerEntry entry;
        try {
            entry = LedgerEntry.read("entry " + index, leaf);
        } catch (LedgerFormatException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
        if (entry.seq() != index || entry.time().compareTo(lastTime) < 0) {
            throw damaged("entry " + index + ": has its number, and is not older than the one before");
        }
        tree.append(leaf, keeping);
        uses.apply(entry);
        lastTime = entry.time();
    }

    private static LedgerException damaged(String problem) {
        return new LedgerException(LedgerException.Code.DAMAGED, problem);
    }
}
