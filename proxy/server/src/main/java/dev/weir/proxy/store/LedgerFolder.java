package dev.weir.proxy.store;

import dev.weir.core.ledger.Bundle;
import dev.weir.core.ledger.Checkpoint;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.Merkle;
import dev.weir.core.ledger.P256;
import dev.weir.core.ledger.Tile;
import dev.weir.core.ledger.TileHashes;
import dev.weir.core.ledger.TlogProof;
import dev.weir.smp.Sha256;
import java.io.IOException;
import java.util.List;

/** The files of a ledger as anybody reads them, up to the signed checkpoint, also while a proxy writes. */
public final class LedgerFolder {
    private final Disk disk;
    private final LedgerKeys.Verified signed;

    private LedgerFolder(Disk disk, LedgerKeys.Verified signed) {
        this.disk = disk;
        this.signed = signed;
    }

    /**
     * Reads the checkpoint.
     *
     * @throws LedgerFormatException where it is not signed with one of the keys
     */
    public static LedgerFolder open(Disk disk, LedgerKeys keys, P256 verifier)
            throws IOException, LedgerFormatException {
        if (!disk.exists(Recovery.CHECKPOINT)) {
            throw new LedgerFormatException("checkpoint", "is in the folder of the ledger");
        }
        return new LedgerFolder(disk, keys.verify(disk.read(Recovery.CHECKPOINT), verifier));
    }

    /** Returns the checkpoint and who signed it. */
    public LedgerKeys.Verified signed() {
        return signed;
    }

    /** Returns how many entries the checkpoint covers. */
    public long size() {
        return signed.checkpoint().size();
    }

    /** Takes entries. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes one. */
        void entry(LedgerEntry entry) throws IOException, LedgerFormatException;
    }

    /** Reads all entries in order, without holding them against the checkpoint; {@link LedgerVerifier} does that. */
    public void forEach(Visitor visitor) throws IOException, LedgerFormatException {
        long index = 0;
        for (Tile tile : Tile.ofLevel(Tile.ENTRIES, size())) {
            for (byte[] leaf : bundle(tile)) {
                visitor.entry(LedgerEntry.read("entry " + index++, leaf));
            }
        }
    }

    /** Returns the entries of a bundle, no more than the checkpoint covers. */
    List<byte[]> bundle(Tile tile) throws IOException, LedgerFormatException {
        String path = present(tile);
        List<byte[]> entries = Bundle.decode(path, disk.read(path));
        if (entries.size() < tile.width()) {
            throw new LedgerFormatException(path, "has the entries that the checkpoint covers");
        }
        return entries.subList(0, tile.width());
    }

    private String present(Tile tile) throws LedgerFormatException {
        String full = tile.withWidth(Tile.FULL).path();
        String path = disk.exists(tile.path()) ? tile.path() : full;
        if (!disk.exists(path)) {
            throw new LedgerFormatException(tile.path(), "is in the folder of the ledger");
        }
        return path;
    }

    /** Returns an entry. */
    public byte[] leaf(long index) throws IOException, LedgerFormatException {
        if (index < 0 || index >= size()) {
            throw new LedgerFormatException("entry", "is covered by the checkpoint");
        }
        int width = (int) Math.min(Tile.FULL, size() - index / Tile.FULL * Tile.FULL);
        return bundle(new Tile(Tile.ENTRIES, index / Tile.FULL, width)).get((int) (index % Tile.FULL));
    }

    /** Returns the proof for an entry, made from the tiles; it is checked before it is returned. */
    public TlogProof prove(long index) throws IOException, LedgerFormatException {
        byte[] leaf = leaf(index);
        List<Sha256> hashes = Merkle.inclusion(index, size(), new TileHashes(this::hash));
        Checkpoint state = signed.checkpoint();
        if (!Merkle.includes(Merkle.leaf(leaf), index, state.size(), hashes, state.root())) {
            throw new LedgerFormatException("entry " + index, "is as it was signed; weir ledger verify says more");
        }
        return new TlogProof(index, hashes, signed.note());
    }

    private Sha256 hash(int level, long index) throws IOException {
        long count = Tile.count(level, size());
        int width = (int) Math.min(Tile.FULL, count - index / Tile.FULL * Tile.FULL);
        try {
            String path = present(new Tile(level, index / Tile.FULL, width));
            byte[] bytes = disk.read(path);
            if (bytes.length >= width * Sha256.LENGTH) {
                return Hashes.at(bytes, (int) (index % Tile.FULL));
            }
        } catch (LedgerFormatException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
        throw new IOException("tile of level " + level + ": has the hashes that the checkpoint covers");
    }
}
