package dev.weir.loadtest.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends a load for hours. */
@Command(name = "soak", description = "Send a load for hours and see whether memory, threads or files grow.")
final class SoakCommand extends LoadCommand {
    @Option(names = "--hours", defaultValue = "8", description = "How long. Default: 8.")
    private int hours = 8;

    @Override
    String duration() {
        return hours + "h";
    }
}
