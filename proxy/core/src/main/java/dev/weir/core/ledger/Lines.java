package dev.weir.core.ledger;

import dev.weir.smp.Sha256;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parts of which the text forms are made, each with one spelling only. */
final class Lines {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private Lines() {}

    static Optional<byte[]> base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return base64(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static Optional<Sha256> hash(String text) {
        return base64(text).flatMap(bytes -> Sha256.fromHex(HexFormat.of().formatHex(bytes)));
    }

    static Optional<Long> number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return Optional.of(value);
    }

    static void hashes(StringBuilder out, List<Sha256> hashes) {
        hashes.forEach(hash -> out.append(base64(hash.toByteArray())).append('\n'));
    }

    static List<Sha256> hashes(String place, List<String> lines) throws LedgerFormatException {
        if (lines.size() > Merkle.MAX_PROOF) {
            throw new LedgerFormatException(place, "a proof has at most " + Merkle.MAX_PROOF + " hashes");
        }
        List<Sha256> hashes = new ArrayList<>();
        for (String line : lines) {
            hashes.add(hash(line).orElseThrow(() -> new LedgerFormatException(place, "a hash is 32 bytes in base64")));
        }
        return hashes;
    }
}
