package dev.weir.loadtest.testing;

import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.drive.Arrival;
import dev.weir.loadtest.drive.Load;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.measure.ProxySample;
import dev.weir.loadtest.measure.Times;
import dev.weir.loadtest.measure.Window;
import dev.weir.loadtest.month.SizeProfiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results of runs that never took place. */
public final class TestRuns {
    private TestRuns() {}

    /** Returns a run with so many durable records in each of its seconds, and nothing wrong. */
    public static RunResult ofRates(double... rates) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < rates.length; i++) {
            long records = Math.round(rates[i]);
            windows.add(new Window(
                    i + 1,
                    false,
                    records,
                    records,
                    0,
                    0,
                    0,
                    0,
                    5,
                    8,
                    10,
                    12,
                    15,
                    9,
                    0.1,
                    ProxySample.NONE,
                    List.of(1.5, 2.5)));
        }
        return new RunResult(
                "weir serve",
                Load.of(
                        SizeProfiles.plan("XS").orElseThrow().scaledTo(1000),
                        Duration.ofSeconds(rates.length),
                        Arrival.UNIFORM),
                rates.length,
                windows,
                new Times(),
                Optional.of(new FeedCheck.Result(1000, 0, Map.of(), Map.of())),
                Map.of(),
                0,
                0,
                0.1,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
