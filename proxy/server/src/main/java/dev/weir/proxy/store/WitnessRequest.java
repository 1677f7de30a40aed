package dev.weir.proxy.store;

import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.Merkle;
import dev.weir.core.ledger.SignedNote;
import dev.weir.smp.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request to cosign: the size that the witness knows, the proof from there, and the checkpoint.
 *
 * @param oldSize size of the checkpoint that was cosigned last
 * @param proof of consistency
 * @param note the checkpoint
 */
record WitnessRequest(long oldSize, List<Sha256> proof, SignedNote note) {
    /** Most bytes of a request. */
    static final int MAX_BYTES = SignedNote.MAX_BYTES + 4096;

    private static final Pattern OLD = Pattern.compile("old (0|[1-9][0-9]{0,17})");

    WitnessRequest {
        proof = List.copyOf(proof);
    }

    static WitnessRequest read(byte[] bytes) throws LedgerFormatException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        List<String> lines =
                end < 0 ? List.of("") : Arrays.asList(text.substring(0, end).split("\n", -1));
        if (bytes.length > MAX_BYTES || !OLD.matcher(lines.get(0)).matches() || lines.size() > Merkle.MAX_PROOF + 1) {
            throw new LedgerFormatException("request", "is an old size, a proof and a checkpoint");
        }
        List<Sha256> proof = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            proof.add(
                    hash(line).orElseThrow(() -> new LedgerFormatException("request", "a hash is 32 bytes in base64")));
        }
        long size = lines.get(0).substring(4).chars().asLongStream().reduce(0, (sum, c) -> sum * 10 + c - '0');
        return new WitnessRequest(size, proof, SignedNote.read(Arrays.copyOfRange(bytes, end + 2, bytes.length)));
    }

    private static Optional<Sha256> hash(String line) {
        try {
            return Sha256.fromHex(HexFormat.of().formatHex(Base64.getDecoder().decode(line)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    byte[] render() {
        StringBuilder out = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(hash -> out.append(Base64.getEncoder().encodeToString(hash.toByteArray()))
                .append('\n'));
        return out.append('\n').append(note.render()).toString().getBytes(StandardCharsets.UTF_8);
    }
}
