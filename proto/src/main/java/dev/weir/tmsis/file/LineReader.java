package dev.weir.tmsis.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Cuts a stream into lines without copying them: a line is a range of {@link #bytes()}, valid until the next call. Holds
 * one buffer, whatever the file's size. A line longer than {@link #LONGEST} is passed over and reported as such.
 */
final class LineReader {
    /** Most bytes of a line that is handed out. */
    static final int LONGEST = 65_536;

    private static final int CAPACITY = 1 << 18;

    private final InputStream in;
    private final String place;
    private final byte[] buffer = new byte[CAPACITY];
    private int filled;
    private int next;
    private boolean ended;

    private int start;
    private int length;
    private boolean terminated;
    private boolean tooLong;

    LineReader(InputStream in, String place) {
        this.in = in;
        this.place = place;
    }

    /** Moves to the next line; returns false behind the last. */
    boolean advance() throws IOException {
        tooLong = false;
        int scanned = next;
        while (true) {
            int feed = find(scanned);
            if (feed >= 0) {
                range(next, feed, true);
                next = feed + 1;
                return true;
            }
            scanned = filled;
            if (ended) {
                boolean rest = filled > next || tooLong;
                range(next, filled, false);
                next = filled;
                return rest;
            }
            if (filled - next > LONGEST) {
                tooLong = true;
                next = filled;
            }
            scanned -= fill();
        }
    }

    byte[] bytes() {
        return buffer;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** Returns whether a line feed ended the line; only the last line of a file can lack it. */
    boolean terminated() {
        return terminated;
    }

    boolean tooLong() {
        return tooLong || length > LONGEST;
    }

    private int find(int from) {
        for (int at = from; at < filled; at++) {
            if (buffer[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private void range(int from, int to, boolean withFeed) {
        start = from;
        length = to - from;
        terminated = withFeed;
    }

    /** Moves the begun line to the front and reads on; returns by how many bytes it moved. */
    private int fill() throws IOException {
        int moved = next;
        if (moved > 0) {
            System.arraycopy(buffer, next, buffer, 0, filled - next);
            filled -= next;
            next = 0;
        }
        try {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                ended = true;
            } else {
                filled += read;
            }
        } catch (EOFException | ZipException e) {
            throw new FileRefusedException(FileProblem.DAMAGED, place, "a compressed file is whole and undamaged");
        }
        return moved;
    }

    /** Forgets what was read; the buffer holds rows about people. */
    void wipe() {
        Arrays.fill(buffer, (byte) 0);
    }
}
