package dev.weir.core.token;

/**
 * A state's root key, 32 random bytes that are used for nothing but key derivation and never leave their keeper.
 * Implementations are safe for any thread.
 */
@FunctionalInterface
public interface RootKey {
    /** Returns HMAC-SHA-256 under the root key, 32 bytes. */
    byte[] hmacSha256(byte[] input);
}
