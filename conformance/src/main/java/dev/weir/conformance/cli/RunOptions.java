package dev.weir.conformance.cli;

import dev.weir.conformance.run.RunSettings;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.Suite;
import dev.weir.conformance.suite.SuiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How cases are run, for every command that runs some. */
final class RunOptions {
    @Option(
            names = "--seed",
            paramLabel = "TEXT",
            description = "Makes a run again. Default: by chance; it is printed.")
    private Optional<String> seed = Optional.empty();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "4",
            description = "Cases at a time. Default: ${DEFAULT-VALUE}.")
    private int parallel;

    @Option(
            names = "--timeout-scale",
            paramLabel = "X",
            defaultValue = "1.0",
            description = "Factor on every patience, for slow machines. Default: ${DEFAULT-VALUE}.")
    private double timeoutScale;

    @Option(names = "--trace", description = "Tell every step.")
    private boolean trace;

    @Option(names = "--work", paramLabel = "DIR", description = "Where proxies work. Default: a temporary directory.")
    private Optional<Path> work = Optional.empty();

    @SuppressWarnings("NullAway.Init")
    RunOptions() {}

    RunSettings settings(Suite suite, String target, Optional<Path> configuration) throws IOException, SuiteException {
        String chosen = seed.orElseGet(RunOptions::chance);
        System.err.println("seed " + chosen);
        Optional<Args> read = configuration.isPresent()
                ? Optional.of(new Args(Documents.read(configuration.get())))
                : Optional.empty();
        Path directory = work.isPresent() ? work.get() : Files.createTempDirectory("conform");
        return new RunSettings(suite, target, read, directory, chosen, parallel, timeoutScale, trace);
    }

    private static String chance() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
