package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.weir.endpoints.receiver.FeedExport;
import dev.weir.proxy.testing.ProcessRig;
import dev.weir.proxy.testing.Rig;
import dev.weir.proxy.testing.SampleMonth;
import dev.weir.proxy.testing.WeirProcess;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FeedFile;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.WriteSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Receiver, proxy and submitter as processes, killed at random moments while files pass through. However often, the feed
 * is in the end the same, byte for byte, as what the file minimizer makes of the files. {@code -Dweir.kills} and
 * {@code -Dweir.seed} make campaigns and repeat them.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("weir.kills", 2);
    private static final long SEED = Long.getLong("weir.seed", System.nanoTime());
    private static final List<String> QUICK = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @TempDir
    Path dir;

    @Test
    void kills_atRandomMoments_loseAndDoubleNothing() throws Exception {
        System.out.println("KillTest: -Dweir.seed=" + SEED + " -Dweir.kills=" + KILLS);
        List<Path> files = SampleMonth.repeated(dir.resolve("input"), 8);
        try (ProcessRig rig = new ProcessRig(dir, QUICK)) {
            Campaign campaign = new Campaign(rig, files);
            campaign.run(new Random(SEED));
            JsonObject summary =
                    JsonParser.parseString(campaign.submitter.out()).getAsJsonObject();
            assertEquals(
                    summary.get("records_sent").getAsLong(),
                    summary.get("records_received").getAsLong()
                            + summary.get("refused").getAsLong()
                            + summary.get("withheld").getAsLong());
            assertTrue(summary.get("refused").getAsLong() > 0, "rows were refused");
            assertTrue(summary.get("withheld").getAsLong() > 0, "rows were withheld");
            assertTrue(summary.get("malformed").getAsLong() > 0, "rows were malformed");
            assertSameAsMinimized(rig, files, summary.get("submission_id").getAsString(), summary);
            assertNothingTold();
        }
    }

    /** Three processes and a command that is run again until it is done. */
    private static final class Campaign {
        private final ProcessRig rig;
        private final List<Path> files;
        private WeirProcess receiver;
        private WeirProcess proxy;
        private WeirProcess submitter;

        Campaign(ProcessRig rig, List<Path> files) throws IOException, InterruptedException {
            this.rig = rig;
            this.files = files;
            receiver = rig.receiver();
            proxy = rig.proxy();
            submitter = submit();
        }

        private WeirProcess submit() throws IOException {
            return rig.submitter(files, "--rows-per-chunk", "64", "--in-flight", "2", "--retry-for", "1");
        }

        void run(Random random) throws IOException, InterruptedException {
            for (int kill = 0; kill < KILLS; kill++) {
                long acknowledged = journaled();
                awaitProgress(acknowledged, random.nextInt(3_000));
                assertUnpublished();
                switch (random.nextInt(3)) {
                    case 0 -> {
                        receiver.kill();
                        receiver = rig.receiver();
                    }
                    case 1 -> {
                        proxy.kill();
                        proxy = rig.proxy();
                    }
                    default -> {
                        submitter.kill();
                        submitter = submit();
                    }
                }
            }
            assertEquals(0, submitter.exit(120), submitter.err());
        }

        /** Waits until the journals have grown, so that kills hit a submission that is under way. */
        private void awaitProgress(long before, int more) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (journaled() < before + more && System.nanoTime() < deadline) {
                if (submitter.endsWithin(10)) {
                    return;
                }
            }
        }

        private long journaled() throws IOException {
            if (!Files.isDirectory(rig.journal())) {
                return 0;
            }
            try (Stream<Path> found = Files.walk(rig.journal())) {
                long bytes = 0;
                for (Path file : found.filter(Files::isRegularFile).toList()) {
                    bytes += Files.size(file);
                }
                return bytes;
            }
        }

        private void assertUnpublished() throws IOException {
            FeedExport export = new FeedExport(rig.store());
            for (FeedExport.Listed listed : export.list()) {
                Path early = rig.store().resolveSibling("early");
                if (!listed.complete()) {
                    assertThrows(IOException.class, () -> export.render(listed.state(), listed.id(), early, writing()));
                    assertFalse(Files.exists(early), "nothing is published before a submission is complete");
                }
            }
        }
    }

    private static WriteSettings writing() {
        return new WriteSettings(
                Encoding.PSV, FileCharset.ISO_8859_1, LineEnd.LF, FixedLayout.builtIn(), WriteSettings.RowMode.FEED);
    }

    private void assertSameAsMinimized(ProcessRig rig, List<Path> files, String id, JsonObject summary)
            throws Exception {
        List<FeedExport.Rendered> feed = new FeedExport(rig.store()).render("CA", id, dir.resolve("feed"), writing());
        Path minimized = dir.resolve("minimized");
        List<String> command =
                new ArrayList<>(List.of("minimize", "--keys", rig.keys().toString()));
        command.addAll(List.of("--policy", Rig.STATE_CONFIGS.resolve("ca").toString()));
        command.addAll(List.of("--out", minimized.toString()));
        files.forEach(f -> command.add(f.toString()));
        WeirProcess minimize = rig.start("minimize", command);
        assertEquals(0, minimize.exit(60), minimize.err());
        List<String> expected = new ArrayList<>();
        List<String> names = files.stream().map(f -> f.getFileName().toString()).toList();
        List<String> outputs = FeedFile.names(names, Encoding.PSV);
        for (int i = 0; i < outputs.size(); i++) {
            assertArrayEquals(
                    Files.readAllBytes(minimized.resolve(outputs.get(i))),
                    Files.readAllBytes(feed.get(i).path()),
                    outputs.get(i));
            for (String line : rejects(minimized.resolve(outputs.get(i) + ".rejects.csv"))) {
                expected.add(names.get(i) + "," + line);
            }
        }
        List<String> listed = rejects(Path.of(summary.get("rejects").getAsString()));
        assertEquals(
                expected.stream().sorted().toList(), listed.stream().sorted().toList());
    }

    private static List<String> rejects(Path list) throws IOException {
        List<String> lines = Files.readAllLines(list);
        return lines.subList(1, lines.size());
    }

    /** No process has met a defect, and none has said a value. */
    private void assertNothingTold() throws IOException {
        try (Stream<Path> logs = Files.list(dir.resolve("log"))) {
            for (Path log : logs.toList()) {
                String text = Files.readString(log, StandardCharsets.ISO_8859_1);
                assertFalse(text.contains("defect"), log + ": " + text);
                assertFalse(text.contains("Exception"), log + ": " + text);
                assertFalse(text.contains(SampleMonth.CANARY), log + ": " + text);
            }
        }
    }
}
