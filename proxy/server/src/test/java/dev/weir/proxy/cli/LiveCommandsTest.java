package dev.weir.proxy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.policy.Purpose;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.testing.ReleaseRig;
import dev.weir.tmsis.FieldClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do at the machine while a proxy has the ledger: it records it for them. */
class LiveCommandsTest {
    private static final Set<FieldClass> ADDRESS = Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY);

    /** Somebody of the sample's eligibility file. */
    private static final String PERSON = "CIN737438086A";

    @TempDir
    Path dir;

    private Ran ledger(ReleaseRig rig, String... command) {
        List<String> all = new java.util.ArrayList<>(List.of(command));
        all.addAll(List.of("--ledger", rig.ledger().toString()));
        all.addAll(List.of("--keys", rig.keyFolder().toString()));
        return Ran.weir(all);
    }

    @Test
    @Proves("T43")
    void registrationAndAccounting_areRecordedByTheProxyThatRuns() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            List<String> bundle = rig.approved("live", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS);
            Path token = Files.writeString(dir.resolve("attestation.jwt"), bundle.get(0));
            ledger(rig, "attest", "register", token.toString()).ended(Exit.OK, "\"entry\"");
            rig.submit(bundle, "", SubmitProgress.NONE);
            Ran.weir(
                            "keys",
                            "rotate",
                            "--epoch",
                            "--keys",
                            rig.keyFolder().toString(),
                            "--record-in",
                            rig.ledger().toString())
                    .ended(Exit.OK, "token epoch B");
            Path id = Files.writeString(dir.resolve("id"), PERSON + "\n");

            Ran person = ledger(rig, "account", "person", "--id-file", id.toString());

            person.ended(Exit.OK, "in 1 of 1 releases", "ADDRESS", "1 Example Avenue, Nowhere");
            assertTrue(!(person.out() + person.err()).contains(PERSON), "the id is not said");
            List<EntryType> types =
                    rig.entries().stream().map(LedgerEntry::type).toList();
            assertEquals(
                    1,
                    types.stream()
                            .filter(t -> t == EntryType.ATTESTATION_REGISTERED)
                            .count());
            assertEquals(
                    1,
                    types.stream().filter(t -> t == EntryType.ACCOUNTING_SERVED).count());
            assertTrue(types.contains(EntryType.EPOCH_CREATED));
            assertTrue(types.indexOf(EntryType.ATTESTATION_REGISTERED) < types.indexOf(EntryType.RELEASE_INTENT));
        }
    }
}
