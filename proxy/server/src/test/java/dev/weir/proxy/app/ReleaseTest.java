package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.json.Json;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.policy.Purpose;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.testing.ReleaseRig;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.FieldClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    void completedEntries_nameTheTrustList_andHowOftenEachRuleWillFire() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            rig.release("rules", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS);
            rig.strip("other");
            List<LedgerEntry> entries = rig.entries();

            LedgerEntry released = only(entries, EntryType.RELEASE_COMPLETED);
            LedgerEntry stripped = only(entries, EntryType.SUBMISSION_COMPLETED);
            for (String id : List.of("RULE-7381", "RULE-7370", "RULE-2432", "RULE-7557", "EL-6-037-37")) {
                assertEquals(rig.expectedRules(ADDRESS).get(id), rules(released).get(id), id);
                assertEquals(
                        rig.expectedRules(Set.of()).get(id), rules(stripped).get(id), id);
            }
            long withheldToo = rig.expectedRules(ADDRESS).getOrDefault("RULE-7220", 0L);
            assertTrue(
                    rules(released).getOrDefault("RULE-7220", 0L) < withheldToo,
                    "rows that are withheld have no rules to break");
            assertTrue(rules(stripped).size() > rules(released).size(), "what is released is not found fault with");
            Sha256 trust = only(entries, EntryType.RELEASE_INTENT)
                    .digest("trust_sha256")
                    .orElseThrow();
            assertEquals(trust, released.digest("trust_sha256").orElseThrow());
            assertEquals(trust, stripped.digest("trust_sha256").orElseThrow());
        }
    }

    @Test
    void rulesOfASubmissionThatAnotherRunBegan_areNotGuessed() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            assertThrows(
                    RefusedException.class,
                    () -> rig.releaseAndHold("resumed", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS));
            rig.liftHolds();
            rig.restart();
            rig.release("resumed", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS);

            assertTrue(only(rig.entries(), EntryType.RELEASE_COMPLETED)
                    .members()
                    .get("expected_rules")
                    .isEmpty());
        }
    }

    @Test
    void rulesOfASubmissionThatWasHeld_areCountedOnce() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            assertThrows(
                    RefusedException.class, () -> rig.releaseAndHold("held", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS));
            rig.liftHolds();
            rig.release("held", Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS);

            assertEquals(
                    rig.expectedRules(ADDRESS).get("RULE-7381"),
                    rules(only(rig.entries(), EntryType.RELEASE_COMPLETED)).get("RULE-7381"));
        }
    }

    private static LedgerEntry only(List<LedgerEntry> entries, EntryType type) {
        return entries.stream().filter(e -> e.type() == type).findFirst().orElseThrow();
    }

    private static Map<String, Long> rules(LedgerEntry entry) {
        Json.Members rules = entry.members().members("expected_rules").orElseThrow();
        Map<String, Long> counts = new TreeMap<>();
        rules.values().keySet().forEach(id -> counts.put(id, rules.whole(id).orElseThrow()));
        return counts;
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
