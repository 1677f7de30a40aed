package dev.weir.loadtest.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code loadtest}. It does nothing by itself; its subcommands do. */
@Command(
        name = "loadtest",
        description = "Synthetic state months, and whether a submission of one meets its deadline.",
        subcommands = {SampleCommand.class, BenchCommand.class, PlanCommand.class, GenerateCommand.class})
public final class LoadTest implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    // Picocli reads it.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    /** Runs the command of the arguments and ends the process with its exit code: 0 done, 1 failed, 2 usage. */
    public static void main(String[] arguments) {
        System.exit(run(
                new PrintWriter(System.out, true, Charset.defaultCharset()),
                new PrintWriter(System.err, true, Charset.defaultCharset()),
                arguments));
    }

    /** Runs the command of the arguments and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new LoadTest())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof IOException)) {
                        throw failure;
                    }
                    command.getErr().println("loadtest: " + failure);
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
