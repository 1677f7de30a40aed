package dev.weir.proxy.cli;

import dev.weir.core.ledger.DurableAck;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.Receipt;
import dev.weir.endpoints.keys.VerifyingKeys;
import dev.weir.proxy.keys.P256Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks receipts. */
@Command(
        name = "receipt",
        header = "Verifies receipts.",
        description = "Verifies receipts with nothing but keys.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = ReceiptCommand.Verify.class)
final class ReceiptCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    ReceiptCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: verify");
    }

    /** Verifies. */
    @Command(
            name = "verify",
            description =
                    "Verifies offline that the entry of a receipt is in the ledger and that the receipt says what "
                            + "the entry says. Give replaced keys of the ledger with the new ones. With the "
                            + "receiver's keys it also verifies that the receiver has signed that it holds what the "
                            + "entry says; without them it says that it did not.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The receipt.")
        private Path file;

        @Option(
                names = "--ledger-keys",
                paramLabel = "FILE",
                required = true,
                description = "Public keys of the ledger, old and new, and of witnesses: ledger-keys.txt.")
        private Path keys;

        @Option(
                names = "--receiver-keys",
                paramLabel = "FILE",
                description =
                        "Public keys of the receiver in PEM, old and new, as in upstream.receiver_keys of weir.yaml.")
        private @Nullable Path receiverKeys;

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        @SuppressWarnings("NullAway.Init")
        Verify() {}

        @Override
        public Integer call() throws Exception {
            Receipt receipt;
            LedgerKeys.Verified verified;
            try {
                receipt = Receipt.read(Files.readAllBytes(file));
                verified = receipt.verify(LedgerFiles.keys(keys), new P256Verifier());
                if (receiverKeys != null) {
                    DurableAck.verify(receipt, VerifyingKeys.read(receiverKeys)::verifies);
                }
            } catch (LedgerFormatException e) {
                throw new CommandFailure(Exit.REFUSED, List.of(file + ": " + e.getMessage()));
            }
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("submission", receipt.entry().text("submission_id"));
            shown.put("type", receipt.entry().type().name());
            shown.put("time", receipt.entry().time());
            shown.put("ledger", verified.checkpoint().origin());
            shown.put("entry", receipt.proof().index());
            shown.put("policy", receipt.entry().text("policy_sha256"));
            shown.put("witnesses", verified.quorum());
            shown.put("receiver", receiverKeys == null ? "NOT_CHECKED" : "SIGNED");
            if (json) {
                System.out.println(Json.of(shown));
            } else {
                shown.forEach((name, value) -> System.out.printf("%-10s %s%n", name, value));
                System.out.println(
                        receiverKeys == null
                                ? "the receipt holds; the receiver's signature was not checked: give --receiver-keys"
                                : "the receipt holds, and the receiver has signed that it holds what the entry says");
            }
            return Exit.OK;
        }
    }
}
