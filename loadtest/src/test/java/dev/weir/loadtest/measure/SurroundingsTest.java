package dev.weir.loadtest.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {
    @Test
    void memoryThatWasSwappedOut_isTold(@TempDir Path dir) throws IOException {
        Path counts = Files.writeString(dir.resolve("vmstat"), "pgpgin 7\npswpin 1\npswpout 1000\n");
        Surroundings surroundings = new Surroundings(counts);
        assertEquals(List.of(), surroundings.changes());
        Files.writeString(counts, "pgpgin 7\npswpin 1\npswpout " + (1000 + 256 * 40) + "\n");
        assertEquals(List.of("the machine swapped 40 MiB out during the run"), surroundings.changes());
    }

    @Test
    void systemThatDoesNotTell_isNotDoubted(@TempDir Path dir) {
        assertEquals(List.of(), new Surroundings(dir.resolve("none")).changes());
    }
}
