package dev.weir.loadtest.check;

import java.util.BitSet;

/** Which rows of a file have arrived, one bit a row. Safe for any thread. */
final class Arrivals {
    private final BitSet[] pages;
    private long arrived;

    private static final int PAGE = 1 << 24;

    Arrivals(long rows) {
        pages = new BitSet[(int) (rows / PAGE) + 1];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = new BitSet();
        }
    }

    /** Notes a row; returns false where it had arrived before. */
    synchronized boolean arrived(long row) {
        BitSet page = pages[(int) (row / PAGE)];
        int bit = (int) (row % PAGE);
        if (page.get(bit)) {
            return false;
        }
        page.set(bit);
        arrived++;
        return true;
    }

    synchronized boolean has(long row) {
        return pages[(int) (row / PAGE)].get((int) (row % PAGE));
    }

    synchronized long count() {
        return arrived;
    }
}
