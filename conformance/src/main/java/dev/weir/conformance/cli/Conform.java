package dev.weir.conformance.cli;

import dev.weir.conformance.suite.Suite;
import dev.weir.conformance.suite.SuiteException;
import dev.weir.conformance.suite.SuiteReader;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
        name = "conform",
        description = "Decides whether a proxy speaks the State Minimization Protocol and leaks nothing.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            ListCommand.class,
            ExplainCommand.class,
            CalibrateCommand.class,
            SelfTestCommand.class,
            CoverageCommand.class,
            ReportCommand.class,
            SignCommand.class,
            VerifyCommand.class,
            VectorgenCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  everything held",
            "  1  something did not hold",
            "  2  the command line is wrong",
            "  3  the proxy could not be started, or a case could not be run",
            "  4  protected data got out",
            "  5  a case is known to fail and passed",
            "  6  the suite itself is not in order"
        })
public final class Conform implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli fills it in. */
    @SuppressWarnings("NullAway.Init")
    public Conform() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs the command line and ends the process. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Runs the command line and returns its exit code. */
    public static int execute(String... args) {
        CommandLine commandLine = new CommandLine(new Conform());
        commandLine.setUsageHelpWidth(110);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((e, line, parsed) -> {
            if (e instanceof SuiteException broken) {
                broken.problems().forEach(p -> System.err.println("suite: " + p));
                return Exit.SUITE;
            }
            System.err.println("conform: " + e.getMessage());
            return Exit.NOT_RUN;
        });
        return commandLine.execute(args);
    }

    /** Returns the folder of the suite. */
    static Path home() {
        return Path.of(System.getProperty("weir.conformance.home", "conformance"));
    }

    /** Reads the suite. */
    static Suite suite() throws SuiteException {
        return SuiteReader.read(home());
    }
}
