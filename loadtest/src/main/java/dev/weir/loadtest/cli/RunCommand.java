package dev.weir.loadtest.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends a load. */
@Command(name = "run", description = "Send a load through weir serve, check every record, measure, forecast, report.")
final class RunCommand extends LoadCommand {
    @Option(names = "--duration", defaultValue = "60s", description = "Time over which it is spread. Default: 60s.")
    private String duration = "60s";

    @Override
    String duration() {
        return duration;
    }
}
