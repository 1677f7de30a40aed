package dev.weir.proxy.store;

import com.google.protobuf.ByteString;
import dev.weir.smp.Sha256;

/** Hashes that lie one behind the other. */
final class Hashes {
    private Hashes() {}

    static Sha256 at(byte[] bytes, int index) {
        return Sha256.from(ByteString.copyFrom(bytes, index * Sha256.LENGTH, Sha256.LENGTH))
                .orElseThrow();
    }
}
