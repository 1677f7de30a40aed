package dev.weir.proxy.cli;

import dev.weir.endpoints.net.TlsFiles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Certificate files, for every command that opens or takes connections. */
final class TlsOptions {
    @Option(
            names = "--certificates",
            paramLabel = "FILE",
            description = "Own certificate in PEM, followed by its chain.")
    private @Nullable Path certificates;

    @Option(names = "--key", paramLabel = "FILE", description = "Own private key in PEM (PKCS #8).")
    private @Nullable Path key;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Certificate authorities from which peers are accepted, in PEM.")
    private @Nullable Path trust;

    TlsOptions() {}

    TlsFiles files() throws CommandFailure {
        if (certificates == null || key == null || trust == null) {
            throw new CommandFailure(Exit.USAGE, List.of("--certificates, --key and --trust are required"));
        }
        return new TlsFiles(certificates, key, trust);
    }
}
