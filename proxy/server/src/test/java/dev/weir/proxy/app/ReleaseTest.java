package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.policy.Purpose;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.testing.ReleaseRig;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.FieldClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases through a real proxy to a real receiver, by the sample's eligible file. */
class ReleaseTest {
    private static final Set<FieldClass> ADDRESS = Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY);

    @TempDir
    Path dir;

    @Test
    void approvedRelease_opensWhatWasAsked_andIsRecordedWhole() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            var summary = rig.release("one", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS);

            assertTrue(summary.receipt().isPresent());
            assertTrue(rig.filled("ELIGIBLE-ZIP-CODE") > 0, "addresses are released");
            assertEquals(0, rig.filled("IMMIGRATION-STATUS"), "immigration data is not");
            List<EntryType> types =
                    rig.entries().stream().map(LedgerEntry::type).toList();
            assertTrue(types.indexOf(EntryType.RELEASE_INTENT) < types.indexOf(EntryType.RELEASE_CHUNK));
            assertTrue(types.indexOf(EntryType.RELEASE_CHUNK) < types.indexOf(EntryType.RELEASE_COMPLETED));
            assertTrue(types.contains(EntryType.RECEIPT_ACK));
            assertEquals(List.of(), rig.verifyLedger());
        }
    }

    @Test
    @Proves({"T39", "T43"})
    void purposeThatDoesNotExist_isRefused_andTheRefusalRecorded() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            RefusedException refusal = assertThrows(
                    RefusedException.class,
                    () -> rig.release("two", "urn:smp:purpose:1:IMMIGRATION_ENFORCEMENT", ADDRESS));

            assertEquals(
                    ReasonCode.REASON_CODE_ATTESTATION_SCHEMA, refusal.refusal().reason());
            assertTrue(rig.entries().stream().anyMatch(e -> e.type() == EntryType.DENIED));
            assertEquals(0, rig.stored());
        }
    }

    @Test
    @Proves("T36")
    void secondUse_isRefusedAsReplay() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            rig.release("three", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS);

            RefusedException refusal = assertThrows(
                    RefusedException.class, () -> rig.releaseAgain("three", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS));

            assertEquals(ReasonCode.REASON_CODE_REPLAY, refusal.refusal().reason());
        }
    }

    @Test
    @Proves("T41")
    void holdInMidStream_stopsTheRelease_andResumesWhenLifted() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            RefusedException refusal = assertThrows(
                    RefusedException.class, () -> rig.releaseAndHold("four", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS));
            assertEquals(ReasonCode.REASON_CODE_HOLD, refusal.refusal().reason());
            assertTrue(rig.entries().stream().noneMatch(e -> e.type() == EntryType.RELEASE_COMPLETED));

            rig.liftHolds();
            rig.release("four", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS);

            assertEquals(
                    1,
                    rig.entries().stream()
                            .filter(e -> e.type() == EntryType.RELEASE_INTENT)
                            .count());
            assertTrue(rig.entries().stream().anyMatch(e -> e.type() == EntryType.RELEASE_RESUMED));
            assertTrue(rig.entries().stream().anyMatch(e -> e.type() == EntryType.RELEASE_COMPLETED));
        }
    }

    @Test
    void withoutAnAttestation_everythingIsMinimized_andThereIsAReceipt() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            var summary = rig.strip();

            assertTrue(summary.receipt().isPresent());
            assertEquals(0, rig.filled("ELIGIBLE-ZIP-CODE"));
            assertTrue(rig.entries().stream().anyMatch(e -> e.type() == EntryType.SUBMISSION_COMPLETED));
            assertEquals(summary.receipt(), rig.strip().receipt(), "the same receipt is given again");
        }
    }
}
