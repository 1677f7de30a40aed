package dev.weir.proxy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.proxy.testing.SampleMonth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command that was run in this process, and what it said. */
record Ran(int exit, String out, String err) {
    static Ran weir(String... arguments) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int exit = WeirCommand.commandLine().execute(arguments);
            return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    static Ran weir(List<String> arguments) {
        return weir(arguments.toArray(String[]::new));
    }

    /** Asserts the exit code, that all texts were said, and that nothing was said that never may be. */
    Ran ended(int code, String... texts) {
        assertEquals(code, exit, this::toString);
        for (String text : texts) {
            assertTrue((out + err).contains(text), () -> text + " in " + this);
        }
        String said = out + err;
        assertFalse(said.contains(SampleMonth.CANARY), this::toString);
        assertFalse(said.contains("Exception") || said.contains("\tat "), this::toString);
        assertFalse(said.contains("defect of weir"), this::toString);
        return this;
    }
}
