package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.policy.Purpose;
import dev.weir.endpoints.submitter.Preparation;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.Submission;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.LedgerFolder;
import dev.weir.proxy.store.LedgerVerifier;
import dev.weir.proxy.testing.ProcessRig;
import dev.weir.proxy.testing.SampleMonth;
import dev.weir.proxy.testing.WeirProcess;
import dev.weir.smp.v1.FileProgress;
import dev.weir.smp.v1.GetResponse;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.ReadSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A proxy that is killed at every step of a release, as {@code kill -9} does. Whatever is at the receiver by then was
 * recorded before, under one use, and the same submission finishes. {@code -Dweir.kills} and {@code -Dweir.seed} make
 * campaigns and repeat them.
 */
class ReleaseKillTest {
    private static final int KILLS = Integer.getInteger("weir.kills", 2);
    private static final long SEED = Long.getLong("weir.seed", System.nanoTime());
    private static final List<String> QUICK = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final Pattern CHUNK = Pattern.compile("\"chunk\":([0-9]+),[^{}]*\"type\":\"RELEASE_CHUNK\"");
    private static final Set<FieldClass> ADDRESS = Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY);
    private static final ReadSettings READ =
            new ReadSettings(FileCharset.ISO_8859_1, FixedLayout.builtIn(), StopRule.DEFAULT);

    @TempDir
    Path dir;

    @Test
    @Proves({"T36", "T42", "T66"})
    void kills_atEveryStepOfARelease_releaseNothingUnrecorded_andTakeOneUse() throws Exception {
        System.out.println("ReleaseKillTest: -Dweir.seed=" + SEED + " -Dweir.kills=" + KILLS);
        Random random = new Random(SEED);
        try (ProcessRig rig = new ProcessRig(dir, QUICK)) {
            WeirProcess receiver = rig.receiver();
            DemoOfficials officials = rig.governed();
            SourceFile file = Preparation.read(SampleMonth.large(dir.resolve("ELIGIBLE.psv"), 1_500_000), READ);
            Submission submission = Submission.of("CA", List.of(file), "");
            String[] options = bundle(officials, file, submission);
            WeirProcess proxy = rig.proxy();
            WeirProcess submitter = rig.submitter(List.of(file.path()), options);
            for (int kill = 0; kill < KILLS; kill++) {
                awaitStep(rig, kill, random, submitter);
                proxy.kill();
                assertRecordedFirst(rig, submission.id());
                proxy = rig.proxy();
            }
            int exit = submitter.exit(120);
            if (exit != 0) {
                submitter = rig.submitter(List.of(file.path()), options);
                assertEquals(0, submitter.exit(120), submitter.problem());
            }
            proxy.kill();
            assertEnd(rig, submission.id());
            receiver.kill();
        }
    }

    private String[] bundle(DemoOfficials officials, SourceFile file, Submission submission) throws Exception {
        String attestation = officials.attest(
                Purpose.PROGRAM_INTEGRITY.uri(),
                ADDRESS,
                Set.of(FileType.ELG),
                file.header().period(),
                "kill");
        List<String> tokens = officials.approved(attestation, submission.id(), submission.manifestSha256(), ADDRESS);
        List<String> options = new ArrayList<>(List.of("--rows-per-chunk", "64", "--in-flight", "2"));
        options.addAll(List.of("--retry-for", "2"));
        for (int i = 0; i < tokens.size(); i++) {
            Path token = Files.writeString(dir.resolve("token-" + i + ".jwt"), tokens.get(i));
            options.addAll(List.of(i == 0 ? "--attestation" : "--approval", token.toString()));
        }
        return options.toArray(String[]::new);
    }

    /** Waits for the step at which the proxy is killed: the intent, some chunk, the completion. */
    private static void awaitStep(ProcessRig rig, int kill, Random random, WeirProcess submitter) throws Exception {
        int chunks = count(rig, "RELEASE_CHUNK");
        int more = 1 + random.nextInt(40);
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < deadline && !submitter.endsWithin(1)) {
            boolean there = switch (kill % 4) {
                case 0 -> count(rig, "RELEASE_INTENT") > 0;
                case 3 -> count(rig, "RELEASE_COMPLETED") > 0;
                default -> count(rig, "RELEASE_CHUNK") >= chunks + more || count(rig, "RELEASE_COMPLETED") > 0;
            };
            if (there) {
                return;
            }
        }
    }

    private static int count(ProcessRig rig, String type) throws IOException {
        Path journal = rig.ledger().resolve("journal");
        if (!Files.exists(journal)) {
            return 0;
        }
        String text = Files.readString(journal, StandardCharsets.ISO_8859_1);
        int count = 0;
        for (int at = text.indexOf(type); at >= 0; at = text.indexOf(type, at + 1)) {
            count++;
        }
        return count;
    }

    private static LedgerKeys keys(ProcessRig rig) throws Exception {
        return LedgerKeys.read(Files.readString(rig.keys().resolve(KeyFolder.LEDGER_KEYS)));
    }

    private static List<LedgerEntry> entries(ProcessRig rig) throws Exception {
        List<LedgerEntry> entries = new ArrayList<>();
        LedgerFolder.open(new FileDisk(rig.ledger()), keys(rig), new P256Verifier())
                .forEach(entries::add);
        return entries;
    }

    private static Set<Long> chunks(List<LedgerEntry> entries) {
        return entries.stream()
                .filter(e -> e.type() == EntryType.RELEASE_CHUNK)
                .map(e -> e.whole("chunk"))
                .collect(Collectors.toSet());
    }

    /** Returns the chunks in the journal, also those that no checkpoint covers yet. */
    private static Set<Long> flushed(ProcessRig rig) throws IOException {
        String text = Files.readString(rig.ledger().resolve("journal"), StandardCharsets.ISO_8859_1);
        Set<Long> chunks = new HashSet<>();
        Matcher matcher = CHUNK.matcher(text);
        while (matcher.find()) {
            chunks.add(Long.parseLong(matcher.group(1)));
        }
        return chunks;
    }

    private static long count(List<LedgerEntry> entries, EntryType type) {
        return entries.stream().filter(e -> e.type() == type).count();
    }

    /** Holds what the receiver has against what is flushed; the receiver is asked first. */
    private static void assertRecordedFirst(ProcessRig rig, String submission) throws Exception {
        GetResponse held = rig.held(submission);
        List<LedgerEntry> entries = entries(rig);
        Set<Long> recorded = new HashSet<>(chunks(entries));
        recorded.addAll(flushed(rig));
        for (FileProgress file : held.getFilesList()) {
            for (long chunk = 0; chunk < file.getNextChunk(); chunk++) {
                assertTrue(recorded.contains(chunk), "chunk " + chunk + " was recorded before it left");
            }
        }
        if (held.getFilesCount() > 0) {
            assertEquals(1, count(entries, EntryType.RELEASE_INTENT), "one use is taken");
        }
        assertTrue(count(entries, EntryType.RELEASE_COMPLETED) <= 1);
    }

    private void assertEnd(ProcessRig rig, String submission) throws Exception {
        GetResponse held = rig.held(submission);
        List<LedgerEntry> entries = entries(rig);
        assertEquals(1, count(entries, EntryType.RELEASE_INTENT));
        assertEquals(1, count(entries, EntryType.RELEASE_COMPLETED));
        // None where the kill came between the delivery and its entry; the receiver has the receipt all the same.
        assertTrue(count(entries, EntryType.RECEIPT_ACK) <= 1);
        assertEquals(
                Set.of(1L),
                entries.stream()
                        .filter(e -> e.type() == EntryType.RELEASE_INTENT || e.type() == EntryType.RELEASE_RESUMED)
                        .map(e -> e.whole("use"))
                        .collect(Collectors.toSet()));
        assertEquals(held.getFiles(0).getNextChunk(), chunks(entries).size());
        assertTrue(!held.getReceipt().isEmpty(), "the receipt was delivered");
        assertEquals(
                List.of(),
                new LedgerVerifier(new FileDisk(rig.ledger()), keys(rig), new P256Verifier())
                        .run(Optional.empty())
                        .problems());
    }
}
