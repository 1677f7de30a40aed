package dev.weir.conformance.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A public key of a ledger, from a line {@code name+id+base64}: the base64 is one byte 02 and the key in DER, the id the
 * first four bytes of the SHA-256 of the key.
 */
public record LedgerKey(String name, byte[] id, PublicKey key, String fingerprint) {
    /** Reads the keys of a text, a line each; lines of other kinds are passed over. */
    public static List<LedgerKey> read(String text) throws LedgerException {
        List<LedgerKey> keys = new ArrayList<>();
        for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
            String[] parts = line.split("\\+", 3);
            try {
                byte[] typed = Base64.getDecoder().decode(parts.length == 3 ? parts[2] : "");
                if (typed.length > 1 && typed[0] == 2) {
                    keys.add(of(parts, Arrays.copyOfRange(typed, 1, typed.length)));
                }
            } catch (IllegalArgumentException e) {
                throw new LedgerException("a key of the ledger is a line name+id+base64");
            }
        }
        return keys;
    }

    private static LedgerKey of(String[] parts, byte[] der) throws LedgerException {
        byte[] digest = dev.weir.smp.Sha256.of(der).toByteArray();
        byte[] id = Arrays.copyOf(digest, 4);
        if (!HexFormat.of().formatHex(id).equals(parts[1])) {
            throw new LedgerException("the id of a ledger key is the beginning of its digest");
        }
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            return new LedgerKey(parts[0], id, key, HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new LedgerException("a key of the ledger is a P-256 key in DER");
        }
    }

    boolean verifies(byte[] text, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
