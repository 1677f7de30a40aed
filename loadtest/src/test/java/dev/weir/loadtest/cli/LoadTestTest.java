package dev.weir.loadtest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTestTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return LoadTest.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void help_ofTheCommand_isShown() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("sample"), out.toString());
    }

    @Test
    void help_ofASubcommand_isShown() {
        assertEquals(0, run("sample", "-h"));
        assertTrue(out.toString().contains("--out"), out.toString());
    }

    @Test
    void noCommand_isAUsageError() {
        assertEquals(2, run());
        assertTrue(err.toString().contains("a command is missing"), err.toString());
    }

    @Test
    void unknownOption_isAUsageError() {
        assertEquals(2, run("sample", "--nowhere"));
    }

    @Test
    void sample_isWrittenWhereItIsAskedFor(@TempDir Path directory) {
        assertEquals(0, run("sample", "--out", directory.resolve("made").toString()));
        assertTrue(Files.exists(directory.resolve("made/psv/ELIGIBLE.psv")));
        assertTrue(Files.exists(directory.resolve("made/flf/FTX.flf")));
        assertTrue(Files.exists(directory.resolve("made/layout-v4-assumed.csv")));
    }

    @Test
    void sample_thatCannotBeWritten_fails(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertEquals(1, run("sample", "--out", file.resolve("made").toString()));
        assertTrue(err.toString().startsWith("loadtest: "), err.toString());
    }
}
