package dev.weir.conformance.oracle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens as the specification writes them, worked out step by step: SP 800-108 key derivation, AES-256-CMAC, Base32. Slow,
 * and sharing no code with any proxy. Safe for any thread.
 */
public final class Tokens {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int CHARACTERS = 18;

    private final byte[] root;
    private final String state;
    private final String domain;
    private final char epoch;

    /** Creates the tokens of a state's root key, a linkage domain and an epoch. */
    public Tokens(byte[] root, String state, String domain, char epoch) {
        this.root = root.clone();
        this.state = state;
        this.domain = domain;
        this.epoch = epoch;
    }

    /** Returns the token of a normalized value. */
    public String token(String tokenClass, String normalized) {
        byte[] tag = cmac(key(tokenClass), normalized.getBytes(StandardCharsets.UTF_8));
        StringBuilder token = new StringBuilder("T").append(epoch);
        for (int i = 0; i < CHARACTERS; i++) {
            int bit = i * 5;
            int pair = (tag[bit / 8] & 0xFF) << 8 | tag[bit / 8 + 1] & 0xFF;
            token.append(BASE32.charAt(pair >>> 11 - bit % 8 & 31));
        }
        boolean notOnePerson = tokenClass.equals("msis-id") && normalized.startsWith("&");
        return notOnePerson ? "&" + token.substring(0, CHARACTERS + 1) : token.toString();
    }

    /** Returns the key of a class. */
    byte[] key(String tokenClass) {
        ByteBuffer context = ByteBuffer.allocate(512);
        for (String part : new String[] {state, domain, String.valueOf(epoch), tokenClass}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            context.putShort((short) bytes.length).put(bytes);
        }
        byte[] label = "smp1/token".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer input = ByteBuffer.allocate(label.length + context.position() + 9)
                .putInt(1)
                .put(label)
                .put((byte) 0)
                .put(context.array(), 0, context.position())
                .putInt(256);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(root, "HmacSHA256"));
            return mac.doFinal(input.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java runtime", e);
        }
    }

    private static byte[] cmac(byte[] key, byte[] message) {
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            byte[] once = doubled(aes.doFinal(new byte[16]));
            int blocks = Math.max(1, (message.length + 15) / 16);
            boolean whole = message.length > 0 && message.length % 16 == 0;
            byte[] padded = java.util.Arrays.copyOf(message, blocks * 16);
            if (!whole) {
                padded[message.length] = (byte) 0x80;
            }
            byte[] mask = whole ? once : doubled(once);
            byte[] state = new byte[16];
            for (int block = 0; block < blocks; block++) {
                for (int i = 0; i < 16; i++) {
                    state[i] ^= padded[block * 16 + i];
                    state[i] ^= block == blocks - 1 ? mask[i] : 0;
                }
                state = aes.doFinal(state);
            }
            return state;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is part of every Java runtime", e);
        }
    }

    private static byte[] doubled(byte[] block) {
        byte[] out = new byte[16];
        for (int i = 0; i < 16; i++) {
            int next = i < 15 ? (block[i + 1] & 0xFF) >>> 7 : 0;
            out[i] = (byte) ((block[i] & 0xFF) << 1 | next);
        }
        if ((block[0] & 0x80) != 0) {
            out[15] ^= (byte) 0x87;
        }
        return out;
    }
}
