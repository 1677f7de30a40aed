package dev.weir.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QueueFitTest {
    @Test
    void times_ofOneQueue_giveItsCapacity() {
        double[] rates = {1000, 2000, 4000, 6000, 7500};
        double[] times = new double[rates.length];
        for (int i = 0; i < rates.length; i++) {
            times[i] = 3 / (1 - rates[i] / 8000);
        }
        QueueFit fit = QueueFit.of(rates, times).orElseThrow();
        assertEquals(8000, fit.capacity(), 1);
        assertEquals(3, fit.alone(), 0.01);
    }

    @Test
    void times_thatSayNothing_giveNone() {
        assertTrue(
                QueueFit.of(new double[] {1000, 2000, 3000}, new double[] {5, 5, 5})
                        .isEmpty(),
                "level");
        assertTrue(
                QueueFit.of(new double[] {1000, 2000, 3000}, new double[] {9, 5, 4})
                        .isEmpty(),
                "falling");
        assertTrue(QueueFit.of(new double[] {1000, 2000}, new double[] {5, 9}).isEmpty(), "too few");
        assertTrue(
                QueueFit.of(new double[] {1000, 2000, 3000}, new double[] {5, 5.01, 5.02})
                        .isEmpty(),
                "far beyond what was tried");
    }
}
