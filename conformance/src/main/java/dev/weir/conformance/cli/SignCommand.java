package dev.weir.conformance.cli;

import dev.weir.conformance.report.Signing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs results. */
@Command(
        name = "sign",
        description = "Signs a file; the signature is written beside it. Makes the key where there is none.",
        mixinStandardHelpOptions = true)
final class SignCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Usually results.json.")
    private Path file;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "Private key in PEM (PKCS #8, P-256).")
    private Path key;

    @SuppressWarnings("NullAway.Init")
    SignCommand() {}

    @Override
    public Integer call() throws Exception {
        if (!Files.exists(key)) {
            Path publicKey = key.resolveSibling(key.getFileName() + ".pub");
            Signing.generate(key, publicKey);
            System.err.println("made " + key + " and " + publicKey);
        }
        System.out.println(Signing.sign(file, key));
        return Exit.OK;
    }
}
