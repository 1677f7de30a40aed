package dev.weir.loadtest.rig;

import java.io.Closeable;

/** A baseline: a process between submitter and receiver that passes everything through. Stops when it is closed. */
public interface Relay extends Closeable {
    /** Returns what it is, for the report. */
    String name();

    /** Returns how it was set up, for the report. */
    String settings();

    /** Returns the port on the loopback address. */
    int port();

    /** Returns the process id. */
    long pid();

    @Override
    void close();
}
