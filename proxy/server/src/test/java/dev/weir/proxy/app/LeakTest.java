package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.endpoints.leak.CanaryMonth;
import dev.weir.endpoints.leak.ColumnAudit;
import dev.weir.endpoints.leak.LeakReport;
import dev.weir.endpoints.leak.LeakScanner;
import dev.weir.endpoints.receiver.FeedExport;
import dev.weir.endpoints.receiver.Receiver;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.proxy.ops.Logs;
import dev.weir.proxy.ops.Meters;
import dev.weir.proxy.testing.Rig;
import dev.weir.smp.RefusedException;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.WriteSettings;
import dev.weir.tmsis.testing.RandomRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Canaries in every protected field of every segment, and nothing of them behind the proxy. */
class LeakTest {
    private static final int ROWS_PER_SEGMENT = 10;

    @TempDir
    Path dir;

    @Test
    void canaries_doNotGetThroughTheProxy() throws Exception {
        CanaryMonth month = month();
        List<Path> files = month.write(dir.resolve("input"));
        Path log = Files.createDirectories(dir.resolve("log")).resolve("weir.log");
        Logs.toFile(log);
        List<String> texts = new ArrayList<>();
        LeakScanner scanner = new LeakScanner(month.canaries());
        try (Rig rig = new Rig(dir)) {
            Meters receiverMeters = new Meters();
            Receiver receiver = rig.receiver(0, true, new ReceiverLog(receiverMeters));
            ProxyServer proxy = rig.proxy(rig.config(receiver.address().getPort()));
            SubmitSummary summary = rig.submit(proxy.address().getPort(), files, SubmitProgress.NONE);
            assertEquals(
                    summary.tally().getRows(),
                    summary.received()
                            + summary.tally().getRefused()
                            + summary.tally().getWithheld());
            assertTrue(summary.tally().getWithheld() > 0, "rows of other identifier types are withheld");
            assertEquals(0, summary.tally().getRefused());
            texts.add(refusalOfADamagedFile(rig, proxy, files));
            texts.add(proxy.metrics());
            texts.add(receiverMeters.scrape());
            List<FeedExport.Rendered> psv = render(rig, Encoding.PSV);
            List<FeedExport.Rendered> flf = render(rig, Encoding.FLF);
            audit(rig, psv);
            audit(rig, flf);
            for (String place : List.of("store", "psv", "flf", "log", "state", "journal", "keys", "proxies")) {
                assertClean(scanner.scanTree(dir.resolve(place)), place);
            }
            for (String text : texts) {
                assertClean(scanner.scanText("text", text), "metrics and statuses");
            }
            assertTrue(Files.size(log) > 1000, "the log is not empty");
        }
    }

    /** The oracle sees every canary where there is no proxy, so its silence behind one means something. */
    @Test
    void withoutTheProxy_everyCanaryIsFound() throws Exception {
        CanaryMonth month = month();
        List<Path> files = month.write(dir.resolve("input"));
        try (Rig rig = new Rig(dir)) {
            Receiver receiver = rig.receiver(0, false, new ReceiverLog(new Meters()));
            SubmitSummary summary = rig.submit(receiver.address().getPort(), files, SubmitProgress.NONE);
            assertEquals(summary.tally().getRows(), 0, "a receiver counts no classes");
            LeakReport report = new LeakScanner(month.canaries()).scanTree(rig.store());
            assertEquals(month.canaries().size(), report.found().size());
            render(rig, Encoding.PSV);
            LeakReport rendered = new LeakScanner(month.canaries()).scanTree(dir.resolve("psv"));
            // The header row's notation is replaced when a file is rendered; everything else stands there open.
            assertEquals(month.canaries().size() - 9, rendered.found().size());
        }
    }

    @Test
    void submitterAtAReceiverOfMinimizedFeeds_isRefused() throws Exception {
        List<Path> files = month().write(dir.resolve("input"));
        try (Rig rig = new Rig(dir)) {
            Receiver receiver = rig.receiver(0, true, new ReceiverLog(new Meters()));
            RefusedException refused = assertThrows(
                    RefusedException.class, () -> rig.submit(receiver.address().getPort(), files, SubmitProgress.NONE));
            assertEquals("STATEMENT", refused.refusal().code());
        }
    }

    private static CanaryMonth month() {
        return new CanaryMonth("a secret of this run".getBytes(StandardCharsets.US_ASCII), "06", ROWS_PER_SEGMENT);
    }

    /** Sends a file whose rows cannot be handled and returns every text that comes back. */
    private String refusalOfADamagedFile(Rig rig, ProxyServer proxy, List<Path> files) throws Exception {
        String text = Files.readString(files.get(0), StandardCharsets.US_ASCII);
        Path damaged = Files.createDirectories(dir.resolve("damaged")).resolve("ELG-DAMAGED.psv");
        Files.writeString(damaged, text.replace("|20261015|", "|2026\u000110|"), StandardCharsets.US_ASCII);
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> rig.submit(proxy.address().getPort(), List.of(damaged), SubmitProgress.NONE));
        assertEquals("STOP_RULE", refused.refusal().code());
        return refused.toString();
    }

    private List<FeedExport.Rendered> render(Rig rig, Encoding encoding) throws Exception {
        FeedExport export = new FeedExport(rig.store());
        List<FeedExport.Rendered> rendered = new ArrayList<>();
        for (FeedExport.Listed listed : export.list()) {
            if (listed.complete()) {
                rendered.addAll(export.render(
                        listed.state(),
                        listed.id(),
                        dir.resolve(encoding == Encoding.PSV ? "psv" : "flf"),
                        new WriteSettings(
                                encoding,
                                FileCharset.ISO_8859_1,
                                LineEnd.LF,
                                RandomRows.assumedLayout(),
                                WriteSettings.RowMode.FEED)));
            }
        }
        assertEquals(9, rendered.size());
        return rendered;
    }

    private static void audit(Rig rig, List<FeedExport.Rendered> files) throws Exception {
        FeedExport.Listed listed = new FeedExport(rig.store())
                .list().stream().filter(FeedExport.Listed::complete).findFirst().orElseThrow();
        ColumnAudit audit = new ColumnAudit(listed.plan());
        for (FeedExport.Rendered file : files) {
            audit.file(
                    file.path(),
                    new ReadSettings(FileCharset.ISO_8859_1, RandomRows.assumedLayout(), StopRule.DEFAULT));
        }
        assertEquals(List.of(), audit.findings());
        assertTrue(audit.columns() > 10_000, "columns: " + audit.columns());
    }

    private static void assertClean(LeakReport report, String place) {
        assertEquals(List.of(), report.leaks().stream().map(l -> l.text()).toList(), place);
        assertEquals(0, report.leakCount(), place);
        assertTrue(report.bytes() > 0, place + " was searched");
    }
}
