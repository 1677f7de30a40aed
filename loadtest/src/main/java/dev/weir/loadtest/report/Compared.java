package dev.weir.loadtest.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One figure of two runs: the medians of the seconds behind the warm-up.
 *
 * @param what the figure, with its unit
 * @param chance of such a difference or a larger one where there is none (Mann-Whitney)
 */
public record Compared(String what, double now, double before, double chance) {
    private static final List<String> SETTINGS = List.of("command", "seed", "state", "basis", "settings", "machine");

    /** Compares the results of a run with those of an earlier one. */
    public static List<Compared> of(JsonObject results, JsonObject earlier) {
        JsonObject now = results.getAsJsonObject("run");
        JsonObject before = earlier.getAsJsonObject("run");
        return List.of(
                of("records durable", now, before, w -> w.get("acked").getAsDouble()),
                of("response p50, ms", now, before, w -> w.get("p50").getAsDouble()),
                of("response p99, ms", now, before, w -> w.get("p99").getAsDouble()),
                of("service p99, ms", now, before, w -> w.get("service").getAsDouble()),
                of(
                        "proxy processor ms",
                        now,
                        before,
                        w -> 1000 * w.get("proxyCpu").getAsDouble()));
    }

    private static Compared of(String what, JsonObject now, JsonObject before, ToDoubleFunction<JsonObject> value) {
        double[] these = Plots.steady(now, value);
        double[] those = Plots.steady(before, value);
        return new Compared(
                what,
                MannWhitney.median(these),
                MannWhitney.median(those),
                MannWhitney.of(these, those).p());
    }

    /** Returns what is not the same in both, so that a difference may come from there. */
    public static List<String> settings(JsonObject results, JsonObject earlier) {
        List<String> differing = new ArrayList<>();
        for (String key : SETTINGS) {
            if (!String.valueOf(results.get(key)).equals(String.valueOf(earlier.get(key)))) {
                differing.add(key);
            }
        }
        return differing;
    }

    /** Returns a comparison for programs. */
    public static JsonObject json(JsonObject results, JsonObject earlier) {
        JsonArray figures = new JsonArray();
        for (Compared row : of(results, earlier)) {
            JsonObject figure = new JsonObject();
            figure.addProperty("what", row.what());
            figure.addProperty("now", row.now());
            figure.addProperty("before", row.before());
            figure.addProperty("chance", row.chance());
            figure.addProperty("difference", MannWhitney.mark(row.chance()));
            figures.add(figure);
        }
        JsonArray differing = new JsonArray();
        settings(results, earlier).forEach(differing::add);
        JsonObject json = new JsonObject();
        json.add("figures", figures);
        json.add("differingSettings", differing);
        return json;
    }
}
