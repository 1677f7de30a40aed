package dev.weir.proxy.store;

import dev.weir.core.ledger.Checkpoint;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSignature;
import dev.weir.core.ledger.P256;
import dev.weir.core.ledger.SignedNote;
import java.io.IOException;
import java.io.InputStream;
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
    /** How long a witness may take to answer. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");
    private static final int ATTEMPTS = 3;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(DEADLINE).build();
    private final URI address;
    private final List<NoteKey> keys;
    private final P256 verifier;
    private long knownSize;

    /**
     * Knows a witness.
     *
     * @param prefix address to which {@code /add-checkpoint} is added
     */
    public WitnessClient(URI prefix, NoteKey key, P256 verifier) {
        this(prefix, List.of(key), verifier);
    }

    /** Knows a witness by any of its keys. */
    WitnessClient(URI prefix, List<NoteKey> keys, P256 verifier) {
        this.address = URI.create(prefix + "/add-checkpoint");
        this.keys = List.copyOf(keys);
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

    /** What a witness said, and what it signed. */
    record Answer(Outcome outcome, List<NoteSignature> cosignatures) {
        static Answer of(Outcome outcome) {
            return new Answer(outcome, List.of());
        }
    }

    /** Lets the present checkpoint of a ledger be cosigned. */
    public Outcome cosign(Ledger ledger) throws IOException, InterruptedException {
        SignedNote note = ledger.checkpoint();
        Answer answer = ask(ledger, note);
        if (answer.outcome() != Outcome.COSIGNED) {
            return answer.outcome();
        }
        return ledger.cosign(note.text(), answer.cosignatures()).join() ? Outcome.COSIGNED : Outcome.LATE;
    }

    /** Asks for cosignatures of a checkpoint of a ledger. */
    Answer ask(Ledger ledger, SignedNote note) throws IOException, InterruptedException {
        try {
            Checkpoint state = Checkpoint.read(note.text());
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Reply reply = send(ledger, note, state);
                if (reply.status() == 200) {
                    return cosigned(note, state, reply.body());
                }
                boolean conflict =
                        reply.status() == 409 && SIZE.matcher(reply.body()).matches();
                if (!conflict) {
                    return Answer.of(Outcome.REFUSED);
                }
                long size = reply.body().strip().chars().asLongStream().reduce(0, (sum, c) -> sum * 10 + c - '0');
                if (size > state.size() || size == knownSize) {
                    return Answer.of(Outcome.DISAGREES);
                }
                knownSize = size;
            }
            return Answer.of(Outcome.REFUSED);
        } catch (LedgerFormatException e) {
            return Answer.of(Outcome.REFUSED);
        } catch (java.net.ConnectException | java.net.http.HttpTimeoutException e) {
            return Answer.of(Outcome.UNREACHABLE);
        }
    }

    /** What came back, cut off where no answer of a witness goes on. */
    private record Reply(int status, String body) {}

    private Reply send(Ledger ledger, SignedNote note, Checkpoint state) throws IOException, InterruptedException {
        long old = Math.min(knownSize, state.size());
        byte[] body = new WitnessRequest(old, ledger.consistency(old, state.size()), note).render();
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(address)
                        .timeout(DEADLINE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            return new Reply(
                    response.statusCode(), new String(in.readNBytes(SignedNote.MAX_BYTES), StandardCharsets.UTF_8));
        }
    }

    private Answer cosigned(SignedNote note, Checkpoint state, String lines) throws LedgerFormatException {
        List<NoteSignature> signatures = SignedNote.readSignatures(lines).stream()
                .filter(signature -> keys.stream().anyMatch(signature::isBy))
                .toList();
        if (signatures.isEmpty()
                || new SignedNote(note.text(), signatures)
                        .signers(keys, verifier)
                        .isEmpty()) {
            return Answer.of(Outcome.REFUSED);
        }
        knownSize = state.size();
        return new Answer(Outcome.COSIGNED, signatures);
    }
}
