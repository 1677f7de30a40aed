package dev.weir.endpoints.keys;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as PEM, RFC 7468. */
final class Pem {
    static final String PUBLIC_KEY = "PUBLIC KEY";
    static final String PRIVATE_KEY = "PRIVATE KEY";

    private Pem() {}

    static String write(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + label + "-----\n";
    }

    /** Returns what stands under a label, in order. */
    static List<byte[]> read(String label, String pem) throws IOException {
        Matcher blocks = Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----")
                .matcher(pem);
        List<byte[]> found = new ArrayList<>();
        while (blocks.find()) {
            try {
                found.add(Base64.getMimeDecoder().decode(blocks.group(1)));
            } catch (IllegalArgumentException e) {
                throw new IOException("PEM: holds Base64", e);
            }
        }
        return found;
    }
}
