package dev.weir.proxy.store;

import dev.weir.core.ledger.Checkpoint;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.Merkle;
import dev.weir.core.ledger.NoteSignature;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.P256;
import dev.weir.smp.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Watches the ledgers of others by the rules of C2SP tlog-witness: it cosigns a checkpoint only after it has seen that
 * the ledger has only grown since the last one that it cosigned, and after it has kept the new one. Safe for any thread.
 */
public final class Witness {
    private final Disk disk;
    private final LedgerKeys ledgers;
    private final NoteSigner signer;
    private final P256 verifier;
    private final InstantSource clock;

    /**
     * Begins to watch.
     *
     * @param disk where the last checkpoint of every ledger is kept
     * @param ledgers keys of the ledgers that are watched
     * @param signer of kind WITNESS
     */
    public Witness(Disk disk, LedgerKeys ledgers, NoteSigner signer, P256 verifier, InstantSource clock) {
        this.disk = disk;
        this.ledgers = ledgers;
        this.signer = signer;
        this.verifier = verifier;
        this.clock = clock;
    }

    /**
     * What is answered.
     *
     * @param status of HTTP
     * @param body signature lines, the known size, or nothing
     */
    public record Answer(int status, String body) {}

    /** Answers {@code add-checkpoint}. */
    public synchronized Answer add(byte[] request) throws IOException, GeneralSecurityException {
        WitnessRequest asked;
        Checkpoint state;
        try {
            asked = WitnessRequest.read(request);
            state = Checkpoint.read(asked.note().text());
        } catch (LedgerFormatException e) {
            return new Answer(400, "");
        }
        if (ledgers.ledger().stream().noneMatch(key -> key.name().equals(state.origin()))) {
            return new Answer(404, "");
        }
        try {
            ledgers.verify(asked.note().render().getBytes(StandardCharsets.UTF_8), verifier);
        } catch (LedgerFormatException e) {
            return new Answer(403, "");
        }
        if (asked.oldSize() > state.size()) {
            return new Answer(400, "");
        }
        Checkpoint known = known(state.origin()).orElse(new Checkpoint(state.origin(), 0, Merkle.EMPTY));
        boolean sameSize = known.size() == state.size();
        if (asked.oldSize() != known.size() || (sameSize && !known.root().equals(state.root()))) {
            return new Answer(409, known.size() + "\n");
        }
        if (!Merkle.isConsistent(known.size(), known.root(), state.size(), state.root(), asked.proof())) {
            return new Answer(422, "");
        }
        disk.replace(path(state.origin()), asked.note().text().getBytes(StandardCharsets.UTF_8));
        long now = clock.instant().getEpochSecond();
        return new Answer(
                200, NoteSignature.cosign(asked.note().text(), now, signer).line() + "\n");
    }

    private static String path(String origin) {
        return "witnessed/" + Sha256.of(origin.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private Optional<Checkpoint> known(String origin) throws IOException {
        if (!disk.exists(path(origin))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Checkpoint.read(new String(disk.read(path(origin)), StandardCharsets.UTF_8)));
        } catch (LedgerFormatException e) {
            // What was cosigned is not known any more, so nothing of this ledger is cosigned.
            throw new IOException("witness: the last checkpoint is as it was kept", e);
        }
    }
}
