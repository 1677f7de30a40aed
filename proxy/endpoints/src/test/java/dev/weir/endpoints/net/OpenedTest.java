package dev.weir.endpoints.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was opened is closed, whatever happens to one of it. */
class OpenedTest {
    private final List<String> closed = new ArrayList<>();
    private final Opened opened = new Opened();

    private Closeable thing(String name, boolean fails) {
        return () -> {
            closed.add(name);
            if (fails) {
                throw new IOException(name + ": can be closed");
            }
        };
    }

    @Test
    void close_goesBackwards_andOnlyOnce() throws IOException {
        opened.add(thing("first", false));
        opened.add(thing("second", false));
        opened.close();
        opened.close();
        assertEquals(List.of("second", "first"), closed);
    }

    @Test
    void closeOfOneThatFails_closesTheOthersAndTellsAll() {
        opened.add(thing("first", true));
        opened.add(thing("second", false));
        opened.add(thing("third", true));
        IOException thrown = assertThrows(IOException.class, opened::close);
        assertEquals(List.of("third", "second", "first"), closed);
        assertEquals("third: can be closed", thrown.getMessage());
        assertEquals("first: can be closed", thrown.getSuppressed()[0].getMessage());
    }
}
