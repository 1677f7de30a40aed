package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.policy.Purpose;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.proxy.edge.DenialLog;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.testing.ReleaseRig;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.FieldClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults and attacks while something is released: nothing leaves that is not recorded, and nothing is taken on trust. */
class ReleaseFaultTest {
    private static final Set<FieldClass> ADDRESS = Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY);
    /** Resumptions in an hour of a release of one file. */
    private static final int ONE_FILE_AN_HOUR = 121;

    private static final String PURPOSE = Purpose.PROGRAM_INTEGRITY.uri();

    @TempDir
    Path dir;

    /** Does something when the first chunk is acknowledged. */
    private static SubmitProgress onFirst(Step step) {
        return new SubmitProgress() {
            private boolean done;

            @Override
            public void acknowledged(SourceFile of, long rows) {
                if (!done) {
                    done = true;
                    try {
                        step.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
    }

    private interface Step {
        void run() throws IOException;
    }

    private static Path named(Path folder, String name) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(f -> String.valueOf(f.getFileName()).equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static ReasonCode refusal(org.junit.jupiter.api.function.Executable step) {
        Refusal refusal = assertThrows(RefusedException.class, step).refusal();
        return refusal.reason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal", "chunks"})
    @Proves("T71")
    void fileThatFailsInMidStream_stopsTheRelease_andTheProxyIsNotReady(String name) throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            SubmitProgress lose = onFirst(() -> Files.delete(named(rig.ledger(), name)));

            assertEquals(
                    ReasonCode.REASON_CODE_LEDGER,
                    refusal(() -> rig.submit(rig.approved("f", PURPOSE, ADDRESS), "", lose)));

            assertFalse(rig.ready(), "what cannot record is not ready");
            long before = rig.held().getFiles(0).getNextChunk();
            assertEquals(
                    ReasonCode.REASON_CODE_LEDGER,
                    refusal(() -> rig.submit(rig.approved("f", PURPOSE, ADDRESS), "", SubmitProgress.NONE)));
            assertEquals(before, rig.held().getFiles(0).getNextChunk(), "nothing leaves");
        }
    }

    @Test
    void secondProxyOnOneLedger_refusesToStart() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            StartupException problem = assertThrows(StartupException.class, rig::second);

            assertTrue(String.join("\n", problem.problems()).contains("is used by one process at a time"));
        }
    }

    @Test
    @Proves("T40")
    void bundleOfTenMegabytes_isRefused_andNothingIsBegun() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            rig.retryFor(Duration.ofSeconds(1));
            assertThrows(
                    RefusedException.class, () -> rig.submit(List.of("e".repeat(10_000_000)), "", SubmitProgress.NONE));
            assertEquals(
                    ReasonCode.REASON_CODE_ATTESTATION_SIZE,
                    refusal(() -> rig.submit(List.of("e".repeat(500_000)), "", SubmitProgress.NONE)));
            assertEquals(0, rig.stored());
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String header(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8);
    }

    @Test
    @Proves({"T34", "T35"})
    void algorithmsAndHostileJson_areRefusedOverTheWire() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            List<String> good = rig.approved("a", PURPOSE, ADDRESS);
            String[] parts = good.get(0).split("\\.");
            String header = header(good.get(0));
            String rest = "." + parts[1] + "." + parts[2];
            List<String> hostile = List.of(
                    encoded(header.replace("ES256", "none")) + "." + parts[1] + ".",
                    encoded(header.replace("ES256", "HS256")) + rest,
                    encoded(header.replace("}", ",\"jku\":\"https://evil.example\"}")) + rest,
                    encoded(header.replace("}", ",\"alg\":\"ES256\"}")) + rest,
                    encoded("[".repeat(2000)) + rest,
                    encoded("{\"alg\":1e400}") + rest,
                    parts[0] + "." + encoded("{\"a\":".repeat(500)) + "." + parts[2]);
            for (String token : hostile) {
                List<String> bundle = new ArrayList<>(good);
                bundle.set(0, token);
                String code = refusal(() -> rig.submit(bundle, "", SubmitProgress.NONE))
                        .name();
                assertTrue(code.startsWith("REASON_CODE_ATTESTATION_"), code);
            }
            assertEquals(0, rig.stored());
        }
    }

    @Test
    @Proves("T39")
    void oneApproval_isNotEnough() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            List<String> bundle = rig.approved("o", PURPOSE, ADDRESS).subList(0, 2);
            assertEquals(
                    ReasonCode.REASON_CODE_ATTESTATION_APPROVAL,
                    refusal(() -> rig.submit(bundle, "", SubmitProgress.NONE)));
            assertEquals(0, rig.stored());
        }
    }

    @Test
    void streamWithoutAttestation_forABegunRelease_isRefused() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            assertEquals(ReasonCode.REASON_CODE_HOLD, refusal(() -> rig.releaseAndHold("s", PURPOSE, ADDRESS)));
            assertEquals(ReasonCode.REASON_CODE_PLAN_CHANGED, refusal(rig::strip));
        }
    }

    @Test
    @Proves("T36")
    void release_ofASubmissionThatWasBegunWithoutOne_takesNoUse() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            rig.beginWithoutAttestation();

            assertEquals(ReasonCode.REASON_CODE_PLAN_CHANGED, refusal(() -> rig.release("late", PURPOSE, ADDRESS)));

            assertEquals(0, intents(rig.entries()));
            assertTrue(rig.releaseAgain("late", PURPOSE, ADDRESS).receipt().isPresent(), "the use is there still");
        }
    }

    @Test
    @Proves("T71")
    void floodOfDeniedBundles_isRecordedInSums() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            for (int i = 0; i < DenialLog.EACH + 10; i++) {
                refusal(() -> rig.submit(List.of("x"), "", SubmitProgress.NONE));
            }
            List<LedgerEntry> denied = rig.entries().stream()
                    .filter(e -> e.type() == EntryType.DENIED)
                    .toList();
            assertEquals(DenialLog.EACH + 1, denied.size());
            LedgerEntry sum = denied.get(DenialLog.EACH);
            assertEquals("MORE", sum.text("reason"));
            assertEquals(
                    Optional.of(10L),
                    sum.members().members("counts").orElseThrow().whole("HEADER"));
        }
    }

    @Test
    @Proves("T71")
    void floodOfResumptions_isRefused_andNothingIsReleasedThatIsNotRecorded() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            List<String> bundle = rig.approved("flood", PURPOSE, ADDRESS);
            rig.beginAndBreakOff(bundle, 1 + ONE_FILE_AN_HOUR);

            assertEquals(ReasonCode.REASON_CODE_LEDGER, refusal(() -> rig.submit(bundle, "", SubmitProgress.NONE)));

            assertEquals(0, rig.held().getFiles(0).getNextChunk(), "nothing leaves");
            List<LedgerEntry> entries = rig.entries();
            assertEquals(1, intents(entries));
            assertEquals(
                    ONE_FILE_AN_HOUR,
                    entries.stream()
                            .filter(e -> e.type() == EntryType.RELEASE_RESUMED)
                            .count());
            assertEquals(
                    ReasonCode.REASON_CODE_LEDGER,
                    refusal(() -> rig.submit(bundle, "", SubmitProgress.NONE)),
                    "also after a restart");
        }
    }

    @Test
    void otherAttestation_forABegunRelease_takesNoUse() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            refusal(() -> rig.releaseAndHold("first", PURPOSE, ADDRESS));
            rig.liftHolds();
            assertEquals(ReasonCode.REASON_CODE_PLAN_CHANGED, refusal(() -> rig.release("second", PURPOSE, ADDRESS)));
            assertEquals(1, intents(rig.entries()));
        }
    }

    private static long intents(List<LedgerEntry> entries) {
        return entries.stream()
                .filter(e -> e.type() == EntryType.RELEASE_INTENT)
                .count();
    }

    @Test
    @Proves("T70")
    void receiptOfSomebodyElse_isNotPassedOn_andTheOwnOneIsDeliveredLater() throws Exception {
        try (ReleaseRig rig = new ReleaseRig(dir)) {
            List<String> bundle = rig.approved("r", PURPOSE, ADDRESS);
            SubmitProgress swap = onFirst(() ->
                    Files.writeString(named(rig.store(), "0000.open").resolveSibling("receipt.json"), "{\"v\":1}"));
            assertThrows(RefusedException.class, () -> rig.submit(bundle, "", swap));
            Path swapped = named(rig.store(), "receipt.json");
            assertTrue(rig.held().getReceipt().isEmpty(), "a receipt that is none is not passed on");

            Files.delete(swapped);
            var summary = rig.submit(bundle, "", SubmitProgress.NONE);

            assertTrue(summary.receipt().isPresent());
            List<EntryType> types =
                    rig.entries().stream().map(LedgerEntry::type).toList();
            assertEquals(
                    1, types.stream().filter(t -> t == EntryType.RELEASE_INTENT).count());
            assertEquals(
                    1,
                    types.stream().filter(t -> t == EntryType.RELEASE_COMPLETED).count());
            assertEquals(
                    1, types.stream().filter(t -> t == EntryType.RECEIPT_ACK).count());
            assertEquals(List.of(), rig.verifyLedger());
        }
    }
}
