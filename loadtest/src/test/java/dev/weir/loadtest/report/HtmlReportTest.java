package dev.weir.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.weir.loadtest.drive.Comparison;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.month.SizeProfiles;
import dev.weir.loadtest.testing.TestRuns;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final PlanFile WHOLE = new PlanFile(SizeProfiles.plan("XS").orElseThrow(), Optional.empty());

    private static Results results(double... rates) {
        RunResult run = TestRuns.ofRates(rates);
        return new Results("run", run, WHOLE, Slo.USUAL.judge(run), List.of(), Optional.empty(), Verdicts.OK);
    }

    private static double[] steady(double rate) {
        double[] rates = new double[20];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = rate + i % 3;
        }
        return rates;
    }

    @Test
    void page_hasNothingFromOutside_andNoNumberThatIsNone() {
        String html = HtmlReport.of(results(steady(1000)).json(), Optional.empty());
        assertFalse(html.matches("(?s).*(src|href|url\\()=?.*"), "nothing comes from outside");
        assertFalse(html.contains("NaN") || html.contains("Infinity"), "every number is one");
    }

    @Test
    void comparison_marksWhatIsMoreThanChance() {
        JsonObject now = results(steady(1000)).json();
        assertTrue(HtmlReport.of(now, Optional.of(now)).contains("not significant"));
        String slower = HtmlReport.of(now, Optional.of(results(steady(1500)).json()));
        assertTrue(slower.contains("significant **") && slower.contains("-33.3 %"), slower);
    }

    @Test
    void routes_haveRatios_andWhatIsNotInstalledIsSaid() {
        RunResult proxy = TestRuns.ofRates(steady(1000));
        RunResult other = TestRuns.ofRates(steady(4000));
        Results results = results(steady(1000))
                .with(new Comparison.Outcome(
                        List.of(proxy, other), List.of("one", "another"), List.of("haproxy"), 2, 100));
        assertTrue(
                results.lines().contains("BASELINE  haproxy: not installed"),
                results.lines().toString());
        assertEquals(
                0.25,
                results.json()
                        .getAsJsonArray("routes")
                        .get(1)
                        .getAsJsonObject()
                        .get("proxyToThis")
                        .getAsDouble(),
                0.001);
        assertTrue(HtmlReport.of(results.json(), Optional.empty()).contains("not installed"));
    }
}
