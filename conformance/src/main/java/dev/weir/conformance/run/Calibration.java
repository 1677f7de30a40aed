package dev.weir.conformance.run;

import dev.weir.conformance.suite.KnownFailing;
import dev.weir.conformance.suite.Level;
import dev.weir.conformance.suite.TestCase;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** Submitter and receiver face to face: what the oracle cannot see here it would not see behind a proxy either. */
public final class Calibration {
    private final RunSettings settings;

    /** Takes settings without a target. */
    public Calibration(RunSettings settings) {
        if (!settings.direct()) {
            throw new IllegalArgumentException("calibration: there is no proxy");
        }
        this.settings = settings;
    }

    /** Runs every case that sends whole files. */
    public List<CaseResult> run() throws IOException, InterruptedException {
        List<TestCase> cases = settings.suite().select(Level.L3, List.of()).stream()
                .filter(Runner::canBeCalibrated)
                .map(Runner::calibrating)
                .toList();
        try (Runner runner = new Runner(settings, Targets.of(settings))) {
            return runner.run(cases, KnownFailing.none(), LocalDate.EPOCH, result -> {});
        }
    }
}
