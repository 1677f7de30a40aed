package dev.weir.core.token;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Computes tokens one at a time, as the standard writes them down. The measure for {@link TokenBatch}. Confined to one
 * thread.
 *
 * <pre>
 * T   = AES-256-CMAC(K_tok, N)
 * T20 = "T" || epoch || BASE32(T)[0..18)      for an MSIS id with a leading &amp;: "&amp;" || T20[0..19)
 * </pre>
 */
public final class Tokenizer {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BASE32_CHARACTERS = 18;

    private final char epoch;
    private final Map<TokenClass, Cmac> macs = new EnumMap<>(TokenClass.class);

    /** Creates a tokenizer for the scope of the keys. */
    public Tokenizer(TokenKeys keys) {
        epoch = keys.scope().epoch();
        for (TokenClass tokenClass : TokenClass.values()) {
            macs.put(tokenClass, new Cmac(keys.key(tokenClass)));
        }
    }

    /** Returns the token of a normalized value. */
    public String token(TokenClass tokenClass, byte[] normalized) {
        StringBuilder token = new StringBuilder("T").append(epoch);
        byte[] mac = mac(tokenClass, normalized);
        int bits = 0;
        int held = 0;
        int next = 0;
        for (int i = 0; i < BASE32_CHARACTERS; i++) {
            if (held < 5) {
                bits = bits << 8 | mac[next++] & 0xFF;
                held += 8;
            }
            held -= 5;
            token.append(BASE32.charAt(bits >>> held & 31));
        }
        boolean nobody = tokenClass == TokenClass.MSIS_ID && normalized[0] == '&';
        return nobody ? "&" + token.substring(0, TokenShape.LENGTH - 1) : token.toString();
    }

    /** Returns AES-256-CMAC of a normalized value, 16 bytes. */
    byte[] mac(TokenClass tokenClass, byte[] normalized) {
        Cmac mac = macs.get(tokenClass);
        if (mac == null) {
            throw new IllegalStateException("tokenizer: every kind of identifier has a key");
        }
        int blocks = Math.max(1, (normalized.length + Cmac.BLOCK - 1) / Cmac.BLOCK);
        boolean whole = normalized.length == blocks * Cmac.BLOCK;
        byte[] message = Arrays.copyOf(normalized, blocks * Cmac.BLOCK);
        if (!whole) {
            message[normalized.length] = (byte) 0x80;
        }
        byte[] state = new byte[Cmac.BLOCK];
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < Cmac.BLOCK; i++) {
                state[i] ^= message[block * Cmac.BLOCK + i];
                if (block == blocks - 1) {
                    state[i] ^= mac.subkey(whole)[i];
                }
            }
            mac.encrypt(state, 0, Cmac.BLOCK, state);
        }
        return state;
    }
}
