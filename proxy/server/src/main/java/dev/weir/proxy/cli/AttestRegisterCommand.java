package dev.weir.proxy.cli;

import dev.weir.core.attestation.Attestation;
import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers an attestation, so that cooling-off begins. */
@Command(
        name = "register",
        description =
                "Records in the ledger that an attestation has come in. Cooling-off counts from this entry, and not "
                        + "from what the requester says. Registering does not approve.",
        mixinStandardHelpOptions = true)
final class AttestRegisterCommand implements Callable<Integer> {
    @Option(names = "--ledger", paramLabel = "DIR", required = true, description = "Folder of the ledger.")
    private Path ledger;

    @Option(names = "--keys", paramLabel = "DIR", required = true, description = "Folder of the state's keys.")
    private Path keys;

    @Option(
            names = "--key-encryption-key",
            paramLabel = "FILE",
            description = "Key that encrypts them. Default: kek.json in the folder.")
    private Optional<Path> keyEncryptionKey = Optional.empty();

    @Parameters(paramLabel = "FILE", description = "The attestation.")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    AttestRegisterCommand() {}

    @Override
    public Integer call() throws Exception {
        CompactJwt token = AttestCommand.token(file);
        Attestation attestation;
        try {
            attestation = Attestation.read(token.claims());
        } catch (ClaimException e) {
            throw SignedFiles.refused(file, e);
        }
        Map<String, Object> members = Map.of(
                "att_sha256", token.sha256().hex(),
                "jti", attestation.id(),
                "purpose", attestation.purpose().name(),
                "recipient", attestation.recipient());
        Path kek = keyEncryptionKey.orElse(keys.resolve(KeyFolder.KEY_ENCRYPTION_KEY));
        Recorder.Recorded recorded = Recorder.record(
                ledger,
                KeyFolder.open(keys, new FileKeyEncryption(kek)),
                new EntryDraft(
                        EntryType.ATTESTATION_REGISTERED, "OPERATOR", Optional.empty(), Optional.empty(), members));
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("att_sha256", token.sha256().hex());
        shown.put("entry", recorded.index());
        shown.put("time", recorded.time());
        System.out.println(Json.of(shown));
        return Exit.OK;
    }
}
