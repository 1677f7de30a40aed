package dev.weir.proxy.store;

import dev.weir.core.ledger.Bundle;
import dev.weir.core.ledger.CompactRange;
import dev.weir.core.ledger.Merkle;
import dev.weir.core.ledger.Tile;
import dev.weir.core.ledger.TileHashes;
import dev.weir.smp.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tree on disk: bundles and tiles, all of which can be made again from the journal until they are forced. Whole ones
 * are kept in files, the rest here. Its methods take turns.
 */
final class TreeFiles {
    private static final int CACHED_TILES = 64;

    private final Disk disk;
    private final CompactRange range = new CompactRange();
    private final List<List<Sha256>> rows = new ArrayList<>();
    private final Set<String> unforced = new LinkedHashSet<>();
    private final List<String> partials = new ArrayList<>();
    private List<byte[]> bundle = new ArrayList<>();

    private final Map<String, byte[]> cache = new LinkedHashMap<>(CACHED_TILES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > CACHED_TILES;
        }
    };

    TreeFiles(Disk disk) {
        this.disk = disk;
    }

    /** What is done with a whole tile or bundle. */
    enum Keeping {
        /** It is written; the journal still has what it is made of. */
        WRITE,
        /** It must be there as it would be written. */
        CHECK
    }

    synchronized void append(byte[] leaf, Keeping keeping) throws IOException, LedgerException {
        bundle.add(leaf);
        if (bundle.size() == Tile.FULL) {
            long index = range.size() / Tile.FULL;
            keep(new Tile(Tile.ENTRIES, index, Tile.FULL), Bundle.encode(bundle), keeping);
            bundle = new ArrayList<>();
        }
        Sha256 hash = Merkle.leaf(leaf);
        range.append(hash);
        long count = range.size();
        for (int level = 0; ; level++) {
            if (rows.size() == level) {
                rows.add(new ArrayList<>());
            }
            List<Sha256> row = rows.get(level);
            row.add(hash);
            if (row.size() < Tile.FULL) {
                return;
            }
            count /= Tile.FULL;
            keep(new Tile(level, count - 1, Tile.FULL), bytes(row), keeping);
            hash = over(row);
            row.clear();
        }
    }

    private static byte[] bytes(List<Sha256> row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        row.forEach(hash -> out.writeBytes(hash.toByteArray()));
        return out.toByteArray();
    }

    private static Sha256 over(List<Sha256> row) {
        CompactRange whole = new CompactRange();
        row.forEach(whole::append);
        return whole.root();
    }

    private void keep(Tile tile, byte[] content, Keeping keeping) throws IOException, LedgerException {
        String path = tile.path();
        if (keeping == Keeping.WRITE) {
            disk.write(path, content);
            unforced.add(path);
        } else if (!disk.exists(path) || !Arrays.equals(disk.read(path), content)) {
            throw new LedgerException(LedgerException.Code.DAMAGED, path + ": is as it was written");
        }
    }

    synchronized long size() {
        return range.size();
    }

    synchronized Sha256 root() {
        return range.root();
    }

    /** Returns the entries that are in no whole bundle yet. */
    synchronized List<byte[]> openBundle() {
        return List.copyOf(bundle);
    }

    /** Writes the partial tiles of the present size, which a reader of a checkpoint of this size needs. */
    synchronized void writePartials() throws IOException {
        for (Tile tile : Tile.partials(range.size())) {
            byte[] content = tile.level() == Tile.ENTRIES ? Bundle.encode(bundle) : bytes(rows.get(tile.level()));
            disk.write(tile.path(), content);
            if (!partials.contains(tile.path())) {
                partials.add(tile.path());
            }
        }
    }

    /** Makes whole tiles and bundles durable and removes the partial ones that they replace. */
    synchronized void force() throws IOException {
        for (String path : unforced) {
            disk.force(path);
        }
        for (String path : unforced) {
            disk.forceName(path);
        }
        unforced.clear();
        for (String path : List.copyOf(partials)) {
            Optional<Tile> tile = Tile.ofPath(path);
            boolean replaced = tile.isPresent()
                    && disk.exists(tile.get().withWidth(Tile.FULL).path());
            if (replaced) {
                disk.delete(path);
                partials.remove(path);
            }
        }
    }

    /** Puts right what a crash left of partial tiles, which are not forced: they are made from the entries again. */
    synchronized void repairPartials() throws IOException {
        for (String path : disk.list("tile")) {
            Optional<Tile> tile = Tile.ofPath(path).filter(t -> !t.isFull());
            if (tile.isPresent()) {
                repair(tile.get(), path);
            }
        }
    }

    private void repair(Tile tile, String path) throws IOException {
        boolean current = tile.index() == Tile.count(tile.level(), range.size()) / Tile.FULL
                && tile.width() <= Tile.count(tile.level(), range.size()) % Tile.FULL;
        if (!current) {
            disk.delete(path);
            return;
        }
        byte[] content = tile.level() == Tile.ENTRIES
                ? Bundle.encode(bundle.subList(0, tile.width()))
                : bytes(rows.get(tile.level()).subList(0, tile.width()));
        if (!Arrays.equals(disk.read(path), content)) {
            disk.write(path, content);
        }
        partials.add(path);
    }

    /** Returns the hashes of the tree as it is now. */
    synchronized List<Sha256> inclusion(long index, long size) throws IOException {
        return Merkle.inclusion(index, size, new TileHashes(this::hash));
    }

    synchronized List<Sha256> consistency(long oldSize, long size) throws IOException {
        return Merkle.consistency(oldSize, size, new TileHashes(this::hash));
    }

    synchronized Sha256 rootAt(long size) throws IOException {
        return Merkle.root(size, new TileHashes(this::hash));
    }

    /** Returns the hash of an entry; empty for a number that none has. */
    synchronized Optional<Sha256> leafHash(long index) throws IOException {
        return index >= 0 && index < range.size() ? Optional.of(hash(0, index)) : Optional.empty();
    }

    private Sha256 hash(int level, long index) throws IOException {
        long whole = Tile.count(level, range.size()) / Tile.FULL;
        int at = (int) (index % Tile.FULL);
        if (index / Tile.FULL >= whole) {
            return rows.get(level).get(at);
        }
        String path = new Tile(level, index / Tile.FULL, Tile.FULL).path();
        byte[] bytes = cache.get(path);
        if (bytes == null) {
            bytes = disk.read(path);
            cache.put(path, bytes);
        }
        if (bytes.length != Tile.FULL * Sha256.LENGTH) {
            throw new IOException(path + ": has 256 hashes");
        }
        return Hashes.at(bytes, at);
    }
}
