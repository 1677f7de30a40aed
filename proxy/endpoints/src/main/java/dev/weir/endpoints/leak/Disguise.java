package dev.weir.endpoints.leak;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The forms in which a value can be found. An unsalted digest counts: all SSNs are hashed in a minute. */
public enum Disguise {
    /** As it is, in UTF-8. */
    PLAIN {
        @Override
        List<byte[]> patterns(String value) {
            return List.of(value.getBytes(StandardCharsets.UTF_8));
        }
    },
    /** As it is, in ISO-8859-1. */
    LATIN1 {
        @Override
        List<byte[]> patterns(String value) {
            return List.of(value.getBytes(StandardCharsets.ISO_8859_1));
        }
    },
    /** In lower case and in upper case. */
    CASE {
        @Override
        List<byte[]> patterns(String value) {
            return List.of(utf8(value.toLowerCase(Locale.ROOT)), utf8(value.toUpperCase(Locale.ROOT)));
        }
    },
    /** Backwards. */
    REVERSED {
        @Override
        List<byte[]> patterns(String value) {
            return List.of(utf8(new StringBuilder(value).reverse().toString()));
        }
    },
    /** Hexadecimal digits, in both cases. */
    HEX {
        @Override
        List<byte[]> patterns(String value) {
            byte[] bytes = utf8(value);
            return List.of(
                    utf8(HexFormat.of().formatHex(bytes)),
                    utf8(HexFormat.of().withUpperCase().formatHex(bytes)));
        }
    },
    /** Base64 at its three alignments, with both alphabets. */
    BASE64 {
        @Override
        List<byte[]> patterns(String value) {
            return base64(utf8(value));
        }
    },
    /** UTF-16, both byte orders. */
    UTF16 {
        @Override
        List<byte[]> patterns(String value) {
            return List.of(value.getBytes(StandardCharsets.UTF_16LE), value.getBytes(StandardCharsets.UTF_16BE));
        }
    },
    /** Every byte, or every byte that needs it, as a percent escape. */
    PERCENT {
        @Override
        List<byte[]> patterns(String value) {
            StringBuilder all = new StringBuilder();
            StringBuilder needed = new StringBuilder();
            for (byte b : utf8(value)) {
                String escape = "%" + HexFormat.of().withUpperCase().toHexDigits(b);
                boolean plain = (b >= '0' && b <= '9')
                        || (b >= 'A' && b <= 'Z')
                        || (b >= 'a' && b <= 'z')
                        || b == '-'
                        || b == '.'
                        || b == '_'
                        || b == '~';
                all.append(escape);
                needed.append(plain ? String.valueOf((char) b) : escape);
            }
            return List.of(
                    utf8(all.toString()),
                    utf8(all.toString().toLowerCase(Locale.ROOT)),
                    utf8(needed.toString()),
                    utf8(needed.toString().replace("%20", "+")));
        }
    },
    /** Every character as a JSON escape, in both cases. */
    JSON_ESCAPE {
        @Override
        List<byte[]> patterns(String value) {
            StringBuilder lower = new StringBuilder();
            StringBuilder upper = new StringBuilder();
            for (char c : value.toCharArray()) {
                lower.append("\\u").append(HexFormat.of().toHexDigits(c));
                upper.append("\\u").append(HexFormat.of().withUpperCase().toHexDigits(c));
            }
            return List.of(utf8(lower.toString()), utf8(upper.toString()));
        }
    },
    /** Eight bytes read as a little-endian number and printed, as Protocol Buffers print an unknown field. */
    FIXED64 {
        @Override
        List<byte[]> patterns(String value) {
            byte[] bytes = utf8(value);
            StringBuilder hex = new StringBuilder("0x");
            for (int i = 7; i >= 0; i--) {
                hex.append(HexFormat.of().toHexDigits(bytes[i]));
            }
            return List.of(utf8(hex.toString()));
        }
    },
    /** MD5 without a salt. */
    MD5 {
        @Override
        List<byte[]> patterns(String value) {
            return digest("MD5", value);
        }
    },
    /** SHA-1 without a salt. */
    SHA1 {
        @Override
        List<byte[]> patterns(String value) {
            return digest("SHA-1", value);
        }
    },
    /** SHA-256 without a salt. */
    SHA256 {
        @Override
        List<byte[]> patterns(String value) {
            return digest("SHA-256", value);
        }
    };

    /** Returns the byte sequences that give a value away; each has at least eight bytes. */
    abstract List<byte[]> patterns(String value);

    /** Returns all different patterns of a value, by disguise. */
    static List<Pattern> allOf(String value) {
        List<Pattern> all = new ArrayList<>();
        for (Disguise disguise : values()) {
            int variant = 0;
            for (byte[] bytes : disguise.patterns(value)) {
                boolean known = all.stream().anyMatch(p -> Arrays.equals(p.bytes(), bytes));
                if (!known && bytes.length >= Canaries.SHORTEST) {
                    all.add(new Pattern(disguise, variant, bytes));
                }
                variant++;
            }
        }
        return all;
    }

    /** One byte sequence of one disguise. */
    record Pattern(Disguise disguise, int variant, byte[] bytes) {}

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> digest(String algorithm, String value) {
        List<byte[]> patterns = new ArrayList<>();
        try {
            for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
                byte[] digest = MessageDigest.getInstance(algorithm).digest(value.getBytes(charset));
                patterns.add(digest);
                patterns.add(utf8(HexFormat.of().formatHex(digest)));
                patterns.add(utf8(HexFormat.of().withUpperCase().formatHex(digest)));
                patterns.addAll(base64(digest));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is part of every Java runtime", e);
        }
        return patterns;
    }

    /** What is certain of the Base64 form, whatever stands before and behind the bytes. */
    private static List<byte[]> base64(byte[] bytes) {
        List<byte[]> patterns = new ArrayList<>();
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            int from = (shift * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                patterns.add(utf8(encoder.encodeToString(shifted).substring(from, to)));
            }
        }
        return patterns;
    }
}
