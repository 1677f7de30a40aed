package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.proxy.testing.Rig;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.testing.RandomRows;
import dev.weir.tmsis.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files through a real proxy to a real receiver. */
class EndToEndTest {
    @TempDir
    Path dir;

    @Test
    void allFileTypes_arriveOnceAndAddUp() throws Exception {
        try (Rig rig = new Rig(dir)) {
            Receiver receiver = rig.receiver(0, true, ReceiverEvents.NONE);
            ProxyServer proxy = rig.proxy(rig.config(receiver.address().getPort()));
            SubmitSummary summary = rig.submit(proxy.address().getPort(), files(dir, 200), SubmitProgress.NONE);
            assertEquals(9, summary.files().size());
            long sent = summary.tally().getRows();
            assertTrue(sent > 9 * 200);
            assertEquals(
                    sent,
                    summary.received()
                            + summary.tally().getRefused()
                            + summary.tally().getWithheld());
            SubmitSummary again = rig.submit(proxy.address().getPort(), files(dir, 200), SubmitProgress.NONE);
            assertTrue(again.alreadyComplete());
            assertEquals(summary.received(), again.received());
        }
    }

    static List<Path> files(Path dir, int rounds) throws IOException {
        List<Path> files = new ArrayList<>();
        for (FileType type : FileType.values()) {
            RandomRows random = new RandomRows(type.ordinal(), "06");
            List<List<String>> rows = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                for (Segment segment : Catalogue.v4().segments(type)) {
                    if (!segment.header()) {
                        rows.add(random.row(segment, rows.size() + 1));
                    }
                }
            }
            Path file = dir.resolve(type + ".psv");
            Files.write(
                    file,
                    TestFiles.psv(random.header(type, "PSV", rows.size()), rows, "\n", StandardCharsets.ISO_8859_1));
            files.add(file);
        }
        return files;
    }
}
