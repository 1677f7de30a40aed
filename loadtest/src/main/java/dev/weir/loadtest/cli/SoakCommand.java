package dev.weir.loadtest.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends a load for hours. */
@Command(name = "soak", description = "Send a load for hours and see whether memory, threads or files grow.")
final class SoakCommand extends LoadCommand {
    @Option(names = "--hours", defaultValue = "8", description = "How long, also less than one. Default: 8.")
    private double hours = 8;

    @Override
    String duration() {
        return Math.max(1, Math.round(hours * 3600)) + "s";
    }
}
