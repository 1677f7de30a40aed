package dev.weir.proxy.store;

import dev.weir.core.ledger.LedgerEntry;
import dev.weir.smp.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which chunks of one submission the ledger has recorded, by file, number and digest of their people. Keeps eight bytes of
 * each, because a release may have a hundred thousand. Confined to one thread, or used under one lock.
 */
public final class ChunkNames {
    private final Set<Long> names;

    private ChunkNames(Collection<Long> names) {
        this.names = new HashSet<>(names);
    }

    /** Returns the names of no chunk. */
    public static ChunkNames none() {
        return new ChunkNames(Set.of());
    }

    ChunkNames copy() {
        return new ChunkNames(names);
    }

    /** Adds the chunk of a RELEASE_CHUNK. */
    void add(LedgerEntry entry) {
        names.add(key(ChunkFile.Chunk.name(
                entry.text("file"),
                (int) entry.whole("chunk"),
                entry.digest("tags_sha256").orElse(Sha256.ZERO))));
    }

    /** Takes a chunk out that was found where it should be. */
    void found(ChunkFile.Chunk chunk) {
        names.remove(key(chunk.name()));
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    private static Long key(String name) {
        return ByteBuffer.wrap(Sha256.of(name.getBytes(StandardCharsets.UTF_8)).toByteArray())
                .getLong();
    }
}
