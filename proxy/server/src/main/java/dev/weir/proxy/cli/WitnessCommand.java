package dev.weir.proxy.cli;

import dev.weir.core.ledger.NoteSigner;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.LedgerException;
import dev.weir.proxy.store.Witness;
import dev.weir.proxy.store.WitnessServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Watches the ledgers of others. */
@Command(
        name = "witness",
        description =
                "Cosigns the checkpoints of other states' ledgers at /add-checkpoint, as C2SP tlog-witness says: each "
                        + "only after it was proven that the ledger has only grown. It speaks HTTP; put TLS before it.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("try")
final class WitnessCommand implements Callable<Integer> {
    @Option(names = "--keys", paramLabel = "DIR", required = true, description = "Folder of this state's keys.")
    private Path keys;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "Name under which others know this witness, such as proxy.wa.example/witness.")
    private String name;

    @Option(
            names = "--ledger-keys",
            paramLabel = "FILE",
            required = true,
            description = "Public keys of the ledgers to be watched, one a line.")
    private Path ledgerKeys;

    @Option(names = "--store", paramLabel = "DIR", required = true, description = "Where checkpoints are kept.")
    private Path store;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen at. Default: this machine only.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen at. Default: any.")
    private int port;

    @SuppressWarnings("NullAway.Init")
    WitnessCommand() {}

    @Override
    public Integer call()
            throws IOException, GeneralSecurityException, CommandFailure, LedgerException, InterruptedException {
        KeyFolder folder = KeyFolder.open(keys, new FileKeyEncryption(keys.resolve(KeyFolder.KEY_ENCRYPTION_KEY)));
        NoteSigner signer = folder.witnessSigner(name);
        FileDisk disk = new FileDisk(store);
        InetAddress address = host.isPresent() ? InetAddress.getByName(host.get()) : InetAddress.getLoopbackAddress();
        try (Closeable lock = disk.lock()) {
            Witness witness =
                    new Witness(disk, LedgerFiles.keys(ledgerKeys), signer, new P256Verifier(), Clock.systemUTC());
            try (WitnessServer server = new WitnessServer(new InetSocketAddress(address, port), witness)) {
                System.out.println("key  " + signer.key().line());
                System.out.println("port " + server.address().getPort());
                new CountDownLatch(1).await();
            }
            return Exit.OK;
        }
    }
}
