package dev.weir.core.minimize;

import dev.weir.tmsis.wire.WireFaultException;

/** Minimizes chunks of one file under one plan. Confined to one thread. */
public interface Engine {
    /**
     * Minimizes one chunk. Rows that cannot be handled are refused one by one and the rest goes on; bytes that break the
     * wire rule end it as a whole.
     *
     * @param bytes holds the chunk, an encoded {@code smp.v1.Chunk}
     * @return what may leave; valid until the next call
     * @throws WireFaultException where the bytes break the wire rule or a limit; nothing of the chunk may leave
     */
    Minimized minimize(byte[] bytes, int offset, int length) throws WireFaultException;
}
