package dev.weir.conformance.run;

import dev.weir.conformance.oracle.CanaryMint;
import java.nio.charset.StandardCharsets;

/** Bytes for people, with what is to be protected masked. */
final class Masked {
    private static final int MOST = 1600;

    private Masked() {}

    /** Returns the printable part of some bytes; canaries become {@code [canary]}, other bytes dots. */
    static String text(byte[] bytes, CanaryMint mint) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String canary : mint.made()) {
            if (canary.length() >= 3) {
                text = text.replace(canary, "[canary]");
            }
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MOST); i++) {
            char c = text.charAt(i);
            shown.append(c >= 0x20 && c < 0x7F ? c : '\u00B7');
        }
        return shown + (text.length() > MOST ? " ... " + (text.length() - MOST) + " more" : "");
    }
}
