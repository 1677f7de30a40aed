package dev.weir.loadtest.cli;

import dev.weir.loadtest.drive.Arrival;
import dev.weir.loadtest.drive.Load;
import dev.weir.loadtest.drive.Replay;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.report.Slo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a load is sent and judged. */
final class RunOptions {
    private static final int USUAL_WINDOW = 16;
    private static final int USUAL_ROWS = 512;

    @Option(names = "--out", paramLabel = "DIR", description = "Where everything goes. Default: a temporary folder.")
    private @Nullable Path out;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "uniform",
            description =
                    "uniform, poisson, onoff, month-end, resubmit-storm, replay, or closed (a closed loop). Default: uniform.")
    private String profile = "uniform";

    @Option(names = "--replay", paramLabel = "FILE", description = "Lines seconds,records for --profile replay.")
    private @Nullable Path replay;

    @Option(names = "--parts", defaultValue = "1", description = "Streams a large file type is cut into. Default: 1.")
    private int parts = 1;

    @Option(names = "--streams", defaultValue = "0", description = "Files sent at a time; 0 for all. Default: 0.")
    private int streams;

    @Option(names = "--window", defaultValue = "16", description = "Chunks in flight a stream. Default: 16.")
    private int window = USUAL_WINDOW;

    @Option(names = "--rows-per-chunk", defaultValue = "512", description = "64 to 1024. Default: 512.")
    private int rowsPerChunk = USUAL_ROWS;

    @Option(names = "--slo", paramLabel = "FILE", description = "What must be kept to, as YAML.")
    private @Nullable Path slo;

    @Option(names = "--warm-up", defaultValue = "5", description = "Seconds left out of the totals. Default: 5.")
    private int warmUp = 5;

    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    int warmUp() {
        return warmUp;
    }

    Slo slo() throws IOException {
        return slo == null ? Slo.USUAL : Slo.read(slo);
    }

    /** Returns the load of a month over some time. */
    Load load(MonthPlan month, Duration duration) throws IOException {
        Arrival arrival;
        try {
            arrival = Arrival.valueOf(profile.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IOException("--profile: is one of the known ones", e);
        }
        if (arrival == Arrival.REPLAY && replay == null) {
            throw new IOException("--replay: is needed for the profile replay");
        }
        return new Load(
                month,
                duration,
                arrival,
                replay == null ? Replay.EVEN : Replay.read(replay),
                Math.max(1, parts),
                streams,
                window,
                rowsPerChunk);
    }
}
