package dev.weir.proxy.store;

import dev.weir.core.ledger.Checkpoint;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSignature;
import dev.weir.core.ledger.P256;
import dev.weir.core.ledger.SignedNote;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Asks a witness to cosign the checkpoints of a ledger. Confined to one thread. */
public final class WitnessClient {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");
    private static final int ATTEMPTS = 3;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(DEADLINE).build();
    private final URI address;
    private final NoteKey key;
    private final P256 verifier;
    private long knownSize;

    /**
     * Knows a witness.
     *
     * @param prefix address to which {@code /add-checkpoint} is added
     */
    public WitnessClient(URI prefix, NoteKey key, P256 verifier) {
        this.address = URI.create(prefix + "/add-checkpoint");
        this.key = key;
        this.verifier = verifier;
    }

    /** What a witness said. */
    public enum Outcome {
        /** It cosigned, and the cosignature is in the checkpoint. */
        COSIGNED,
        /** It cosigned, but there was a newer checkpoint by then. */
        LATE,
        /** It knows a larger ledger, or another one of this size. Releases stop: somebody rolled something back. */
        DISAGREES,
        /** It does not cosign: unknown ledger, unknown key, or an answer that is none. */
        REFUSED,
        /** It cannot be reached. */
        UNREACHABLE
    }

    /** Lets the present checkpoint of a ledger be cosigned. */
    public Outcome cosign(Ledger ledger) throws IOException, InterruptedException {
        SignedNote note = ledger.checkpoint();
        try {
            Checkpoint state = Checkpoint.read(note.text());
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                HttpResponse<String> response = send(ledger, note, state);
                if (response.statusCode() == 200) {
                    return merge(ledger, note, state, response.body());
                }
                boolean conflict = response.statusCode() == 409
                        && SIZE.matcher(response.body()).matches();
                if (!conflict) {
                    return Outcome.REFUSED;
                }
                long size = response.body().strip().chars().asLongStream().reduce(0, (sum, c) -> sum * 10 + c - '0');
                if (size > state.size() || size == knownSize) {
                    return Outcome.DISAGREES;
                }
                knownSize = size;
            }
            return Outcome.REFUSED;
        } catch (LedgerFormatException e) {
            return Outcome.REFUSED;
        } catch (java.net.ConnectException | java.net.http.HttpTimeoutException e) {
            return Outcome.UNREACHABLE;
        }
    }

    private HttpResponse<String> send(Ledger ledger, SignedNote note, Checkpoint state)
            throws IOException, InterruptedException {
        long old = Math.min(knownSize, state.size());
        byte[] body = new WitnessRequest(old, ledger.consistency(old, state.size()), note).render();
        return http.send(
                HttpRequest.newBuilder(address)
                        .timeout(DEADLINE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private Outcome merge(Ledger ledger, SignedNote note, Checkpoint state, String lines) throws LedgerFormatException {
        List<NoteSignature> signatures = SignedNote.readSignatures(lines).stream()
                .filter(signature -> signature.isBy(key))
                .toList();
        if (signatures.isEmpty()
                || new SignedNote(note.text(), signatures)
                        .signers(List.of(key), verifier)
                        .isEmpty()) {
            return Outcome.REFUSED;
        }
        knownSize = state.size();
        return ledger.cosign(note.text(), signatures).join() ? Outcome.COSIGNED : Outcome.LATE;
    }
}
