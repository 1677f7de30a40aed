package dev.weir.proxy.cli;

import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.LedgerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a ledger and its public keys are. */
final class LedgerFiles {
    @Option(names = "--ledger", paramLabel = "DIR", required = true, description = "Folder of the ledger.")
    private Path dir;

    @Option(
            names = "--ledger-keys",
            paramLabel = "FILE",
            required = true,
            description = "Public keys of the ledger, old and new, and of witnesses: ledger-keys.txt.")
    private Path keys;

    @SuppressWarnings("NullAway.Init")
    LedgerFiles() {}

    Path dir() {
        return dir;
    }

    FileDisk disk() throws CommandFailure {
        if (!Files.isDirectory(dir)) {
            throw new CommandFailure(Exit.REFUSED, List.of(dir + ": is the folder of a ledger"));
        }
        return new FileDisk(dir);
    }

    LedgerKeys keys() throws IOException, CommandFailure {
        return keys(keys);
    }

    static LedgerKeys keys(Path file) throws IOException, CommandFailure {
        try {
            return LedgerKeys.read(Files.readString(file));
        } catch (LedgerFormatException e) {
            throw new CommandFailure(Exit.REFUSED, List.of(file + ": " + e.getMessage()));
        }
    }

    LedgerFolder open() throws IOException, CommandFailure, LedgerFormatException {
        return LedgerFolder.open(disk(), keys(), new P256Verifier());
    }
}
