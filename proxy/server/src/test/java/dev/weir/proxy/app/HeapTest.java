package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.weir.proxy.testing.ProcessRig;
import dev.weir.proxy.testing.Rig;
import dev.weir.proxy.testing.SampleMonth;
import dev.weir.proxy.testing.WeirProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file larger than the heap passes through processes of 128 MiB. {@code -Dweir.heap.megabytes} makes it larger still. */
class HeapTest {
    private static final long MEGABYTES = Long.getLong("weir.heap.megabytes", 140);
    private static final List<String> SMALL = List.of("-Xmx128m");

    @TempDir
    Path dir;

    private Path file = Path.of("");

    @BeforeEach
    void writeFile() throws Exception {
        file = SampleMonth.large(dir.resolve("ELIGIBLE.psv"), MEGABYTES << 20);
        assertTrue(Files.size(file) > 128L << 20, "the file is larger than the heap");
    }

    @Test
    void minimize_needsNoMoreMemoryForALargeFile() throws Exception {
        try (ProcessRig rig = new ProcessRig(dir, SMALL)) {
            WeirProcess minimize = rig.start(
                    "minimize",
                    List.of(
                            "minimize",
                            "--json",
                            "--policy",
                            Rig.STATE_CONFIGS.resolve("ca").toString(),
                            "--keys",
                            rig.keys().toString(),
                            "--out",
                            dir.resolve("out").toString(),
                            file.toString()));
            assertEquals(0, minimize.exit(300), minimize::problem);
            var result = JsonParser.parseString(minimize.out())
                    .getAsJsonArray()
                    .get(0)
                    .getAsJsonObject();
            assertEquals(
                    result.get("rows").getAsLong(),
                    result.get("written").getAsLong() + result.get("withheld").getAsLong());
        }
    }

    @Test
    void proxyAndItsEnds_needNoMoreMemoryForALargeFile() throws Exception {
        try (ProcessRig rig = new ProcessRig(dir, SMALL)) {
            rig.receiver();
            rig.proxy();
            WeirProcess submit = rig.submitter(List.of(file));
            assertEquals(0, submit.exit(300), submit::problem);
            var result = JsonParser.parseString(submit.out()).getAsJsonObject();
            assertEquals(
                    result.get("records_sent").getAsLong(),
                    result.get("records_received").getAsLong()
                            + result.get("withheld").getAsLong());
        }
    }
}
