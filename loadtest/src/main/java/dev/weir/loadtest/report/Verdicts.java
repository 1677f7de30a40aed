package dev.weir.loadtest.report;

import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.check.Finding;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.forecast.Forecast;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The exit code of a run: the worst of everything that was found. */
public enum Verdicts {
    OK(0, "nothing speaks against it"),
    AT_RISK(11, "deadline at risk"),
    SLO(10, "slo missed"),
    MISS(12, "deadline missed"),
    ENVIRONMENT(31, "result invalid: environment changed or too short"),
    GENERATOR(30, "result invalid: the generator was the limit"),
    GONE(40, "proxy or receiver not reachable, or died"),
    RECEIPT(22, "ledger or receipt does not verify"),
    LOST(21, "record lost, duplicated or changed"),
    LEAK(20, "leak found");

    private final int code;
    private final String text;

    Verdicts(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Returns the exit code. */
    public int code() {
        return code;
    }

    /** Returns what it means. */
    public String text() {
        return text;
    }

    /** Returns the worst of some verdicts; they stand in order. */
    public static Verdicts worst(List<Verdicts> verdicts) {
        return verdicts.stream().max(Comparator.naturalOrder()).orElse(OK);
    }

    /** Returns what the check of the feed, the ledger and the end of the submission say. */
    public static Verdicts ofRecords(RunResult run) {
        List<Verdicts> found = new ArrayList<>();
        run.check().ifPresent(check -> found.add(ofCheck(check)));
        if (run.failure().isPresent()
                && run.check().map(FeedCheck.Result::clean).orElse(true)) {
            found.add(GONE);
        }
        if (run.ledger().map(ledger -> !ledger.holds()).orElse(false)) {
            found.add(RECEIPT);
        }
        return worst(found);
    }

    /** Returns what the check of the feed says. */
    public static Verdicts ofCheck(FeedCheck.Result check) {
        return check.count(Finding.LEAKED) > 0 ? LEAK : check.clean() ? OK : LOST;
    }

    /** Returns what a forecast says. */
    public static Verdicts ofForecast(Optional<Forecast> forecast) {
        return forecast.map(f -> switch (f.verdict()) {
                    case SAFE -> OK;
                    case AT_RISK -> AT_RISK;
                    case MISS -> MISS;
                })
                .orElse(OK);
    }
}
