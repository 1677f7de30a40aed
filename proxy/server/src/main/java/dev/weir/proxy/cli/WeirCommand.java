package dev.weir.proxy.cli;

import dev.weir.proxy.app.Version;
import dev.weir.proxy.ops.Logs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
        name = "weir",
        description = "Minimizes Medicaid (T-MSIS) submissions before they leave a state: identifiers become tokens, "
                + "addresses and immigration data are left out.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = WeirCommand.VersionProvider.class,
        subcommands = {
            QuickstartCommand.class,
            ServeCommand.class,
            SubmitCommand.class,
            ReceiveCommand.class,
            MinimizeCommand.class,
            ExplainCommand.class,
            CheckCommand.class,
            KeysCommand.class,
            PolicyCommand.class,
            TrustCommand.class,
            AttestCommand.class,
            ApproveCommand.class,
            HoldCommand.class,
            LedgerCommand.class,
            ReceiptCommand.class,
            AccountCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done",
            "  1  a defect of Weir, or a file system that does not work",
            "  2  the command line is wrong",
            "  3  refused: a file, a configuration or the other side; the message says place and rule",
            "  4  a leak was found",
            "  5  the other side cannot be reached; run the same command again to go on"
        })
public final class WeirCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli fills it in. */
    @SuppressWarnings("NullAway.Init")
    public WeirCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs the command line and ends the process. */
    public static void main(String[] args) {
        Logs.install();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new WeirCommand());
        commandLine.setExecutionExceptionHandler(new Refusals());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpWidth(110);
        return commandLine;
    }

    /** Gives the version of this build. */
    static final class VersionProvider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.SOFTWARE, "Java " + System.getProperty("java.version")};
        }
    }
}
