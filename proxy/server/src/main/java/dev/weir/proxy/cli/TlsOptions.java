package dev.weir.proxy.cli;

import dev.weir.endpoints.net.TlsFiles;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Certificate files, for every command that opens or takes connections. */
final class TlsOptions {
    @Option(
            names = "--certificates",
            paramLabel = "FILE",
            required = true,
            description = "Own certificate in PEM, followed by its chain.")
    private Path certificates;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "Own private key in PEM (PKCS #8).")
    private Path key;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            required = true,
            description = "Certificate authorities from which peers are accepted, in PEM.")
    private Path trust;

    @SuppressWarnings("NullAway.Init")
    TlsOptions() {}

    TlsFiles files() {
        return new TlsFiles(certificates, key, trust);
    }
}
