package dev.weir.loadtest.cli;

import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.month.SizeProfiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which month: a plan file, or a state or size with, perhaps, the operator's own counts. */
final class PlanOptions {
    @Option(names = "--plan", paramLabel = "FILE", description = "A plan made by loadtest plan.")
    private @Nullable Path plan;

    @Option(
            names = "--state",
            paramLabel = "NAME",
            defaultValue = "S",
            description = "USPS code of a state, or a size: XS S M L XL. Default: S.")
    private String state = "S";

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Your own counts of last month as JSON: {\"rows\": {\"ELG\": 123456, \"COT\": ...}}.")
    private @Nullable Path from;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all rows. Default: the sample's.")
    private @Nullable Long seed;

    @Option(names = "--due", paramLabel = "TIME", description = "Due time with zone: 2026-12-31T23:59:59-05:00.")
    private @Nullable String due;

    /** Returns the plan that the options describe. */
    PlanFile read() throws IOException {
        PlanFile file = plan == null ? fromProfile() : PlanFile.read(plan);
        MonthPlan month = seed == null ? file.plan() : file.plan().withSeed(seed);
        Optional<OffsetDateTime> at = due == null ? file.due() : Optional.of(PlanFile.time(due));
        return new PlanFile(month, at);
    }

    private PlanFile fromProfile() throws IOException {
        MonthPlan month = SizeProfiles.plan(state)
                .orElseThrow(() -> new IOException("--state: is a USPS code or one of XS S M L XL"));
        if (from != null) {
            month = new MonthPlan(
                    month.state(),
                    month.ansi(),
                    month.seed(),
                    "own counts: " + from.getFileName(),
                    PlanFile.counts(from));
        }
        return new PlanFile(month, Optional.empty());
    }
}
