package dev.weir.proxy.cli;

import dev.weir.core.ledger.Checkpoint;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.SignedNote;
import dev.weir.proxy.app.Version;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.Ledger;
import dev.weir.proxy.store.LedgerConfig;
import dev.weir.proxy.store.LedgerException;
import dev.weir.proxy.store.LedgerInbox;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Has something recorded that a person did: by the proxy, through its inbox, while one runs; in the ledger itself while none
 * does.
 */
final class Recorder {
    private static final int WAITS = 100;
    private static final int WAIT_MILLIS = 100;

    private Recorder() {}

    /** What was recorded: number and time of the entry. */
    record Recorded(long index, String time) {}

    /**
     * Records an entry.
     *
     * @param dir folder of the ledger
     * @param keys the state's keys, which sign the checkpoint where no proxy runs
     */
    static Recorded record(Path dir, KeyFolder keys, EntryDraft draft)
            throws IOException, GeneralSecurityException, CommandFailure, InterruptedException {
        FileDisk disk = requireLedger(dir);
        try {
            String origin = Checkpoint.read(
                            SignedNote.read(disk.read("checkpoint")).text())
                    .origin();
            LedgerConfig config = LedgerConfig.of(origin, keys.metadata().state(), Version.SOFTWARE);
            try (Ledger ledger =
                    Ledger.open(config, disk, keys.ledgerSigners(origin), new P256Verifier(), Clock.systemUTC())) {
                DurableEntry entry = ledger.append(draft, true).get();
                return new Recorded(entry.index(), entry.time());
            }
        } catch (LedgerException e) {
            if (e.code() == LedgerException.Code.LOCKED) {
                return throughProxy(dir, draft);
            }
            throw new CommandFailure(Exit.REFUSED, List.of(dir + ": " + e.getMessage()));
        } catch (LedgerFormatException e) {
            throw new CommandFailure(Exit.REFUSED, List.of(dir + ": " + e.getMessage()));
        } catch (ExecutionException e) {
            throw new CommandFailure(Exit.FAILED, List.of(dir + ": the entry could not be recorded"));
        }
    }

    /** Refuses a folder in which there is no ledger. */
    static FileDisk requireLedger(Path dir) throws CommandFailure {
        FileDisk disk = new FileDisk(dir);
        if (!disk.exists("checkpoint")) {
            throw new CommandFailure(Exit.REFUSED, List.of(dir + ": is the folder of a ledger"));
        }
        return disk;
    }

    private static Recorded throughProxy(Path dir, EntryDraft draft)
            throws IOException, CommandFailure, InterruptedException {
        LedgerInbox inbox = new LedgerInbox(dir);
        String name = UUID.randomUUID().toString();
        inbox.ask(name, draft);
        for (int i = 0; i < WAITS; i++) {
            Optional<Recorded> answer = inbox.answer(name)
                    .map(json -> new Recorded(
                            json.whole("index").orElse(-1L), json.text("time").orElse("")));
            if (answer.isPresent() && answer.get().index() >= 0) {
                return answer.get();
            }
            if (answer.isPresent()) {
                throw new CommandFailure(Exit.REFUSED, List.of(dir + ": the proxy refused the entry"));
            }
            TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
        }
        throw new CommandFailure(
                Exit.UNAVAILABLE,
                List.of(dir + ": the proxy that has the ledger answers; nothing is known to be recorded"));
    }
}
