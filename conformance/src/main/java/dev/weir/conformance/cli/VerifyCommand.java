package dev.weir.conformance.cli;

import dev.weir.conformance.report.Signing;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies signed results. */
@Command(name = "verify", description = "Verifies the signature beside a file.", mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Usually results.json.")
    private Path file;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "Public key in PEM.")
    private Path key;

    @SuppressWarnings("NullAway.Init")
    VerifyCommand() {}

    @Override
    public Integer call() throws Exception {
        boolean good = Signing.verify(file, key);
        System.out.println(good ? "the signature is good" : "the signature is NOT good");
        return good ? Exit.OK : Exit.FAILED;
    }
}
