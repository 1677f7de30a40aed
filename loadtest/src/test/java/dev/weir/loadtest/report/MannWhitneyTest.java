package dev.weir.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MannWhitneyTest {
    @Test
    void sameSamples_areNotDifferent() {
        double[] values = {1, 2, 3, 4, 5, 6, 7, 8};
        assertTrue(MannWhitney.of(values, values).p() > 0.9);
    }

    @Test
    void samplesApart_areDifferent() {
        double[] low = {1, 2, 3, 4, 5, 6, 7, 8};
        double[] high = {11, 12, 13, 14, 15, 16, 17, 18};
        assertTrue(MannWhitney.of(low, high).p() < 0.01);
        assertEquals(0, MannWhitney.of(low, high).u());
    }

    @Test
    void textbookExample_hasItsValue() {
        double[] a = {19, 22, 16, 29, 24};
        double[] b = {20, 11, 17, 12};
        assertEquals(17, MannWhitney.of(a, b).u());
        assertEquals(0.11, MannWhitney.of(a, b).p(), 0.02);
    }
}
