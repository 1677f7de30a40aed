package dev.weir.smp;

import java.security.MessageDigest;

/**
 * The chain over the digests of a file's chunks: 32 zero bytes before the first chunk, then SHA-256 of the value so far
 * and the digest of the chunk. Unlike one digest over all bytes it can be taken up again after a restart.
 */
public final class OutputChain {
    private OutputChain() {}

    /** Returns the chain with one more chunk. */
    public static Sha256 append(Sha256 soFar, Sha256 chunk) {
        MessageDigest digest = Sha256.newDigest();
        digest.update(soFar.toByteArray());
        digest.update(chunk.toByteArray());
        return Sha256.finish(digest);
    }
}
