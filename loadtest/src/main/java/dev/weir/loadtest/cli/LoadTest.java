package dev.weir.loadtest.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code loadtest}. Without a subcommand it makes the canonical run. */
@Command(
        name = "loadtest",
        description = "Synthetic state months, and whether a submission of one meets its deadline.",
        subcommands = {
            SampleCommand.class,
            GenerateCommand.class,
            PlanCommand.class,
            CalibrateCommand.class,
            SmokeCommand.class,
            RunCommand.class,
            FindmaxCommand.class,
            SoakCommand.class,
            ChaosCommand.class,
            ProjectCommand.class,
            VerifyCommand.class,
            ReportCommand.class,
            BenchCommand.class
        })
public final class LoadTest implements Callable<Integer> {
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

    /** Runs the command of the arguments and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Libraries warn of every line that a fault cuts; the results say it better.
        LogManager.getLogManager().reset();
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
                    boolean disk = failure instanceof FileSystemException;
                    command.getErr().println("loadtest: " + (disk ? failure : failure.getMessage()));
                    return disk ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return CanonicalRun.run(spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}
