package dev.weir.loadtest.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.weir.loadtest.drive.Comparison;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.measure.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the proxy does beside other routes, as text, as JSON and as a table. The first route is the proxy's. */
final class Routes {
    private Routes() {}

    static List<String> lines(Comparison.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        for (JsonElement element : json(outcome)) {
            JsonObject route = element.getAsJsonObject();
            String name = route.get("route").getAsString();
            if (!route.has("rate")) {
                lines.add("BASELINE  " + name + ": not installed");
            } else if (route.has("failure")) {
                lines.add("BASELINE  " + name + ": failed");
            } else {
                lines.add(String.format(
                        Locale.ROOT,
                        "BASELINE  %s, closed loop: %,.0f records/s%s%s",
                        name,
                        route.get("rate").getAsDouble(),
                        cpu(route),
                        ratio(route)));
            }
        }
        return lines;
    }

    private static String cpu(JsonObject route) {
        double cpu = route.get("proxyCpuPerMillion").getAsDouble();
        return cpu > 0 ? String.format(Locale.ROOT, ", %.2f s processor a million", cpu) : "";
    }

    private static String ratio(JsonObject route) {
        if (!route.has("proxyToThis")) {
            return "";
        }
        String cpu = route.has("proxyCpuToThis")
                ? String.format(
                        Locale.ROOT,
                        " and needs %.1fx the processor time",
                        route.get("proxyCpuToThis").getAsDouble())
                : "";
        return String.format(
                Locale.ROOT,
                "; weir does %.2fx of it%s",
                route.get("proxyToThis").getAsDouble(),
                cpu);
    }

    static JsonArray json(Comparison.Outcome outcome) {
        JsonArray all = new JsonArray();
        for (int i = 0; i < outcome.routes().size(); i++) {
            RunResult run = outcome.routes().get(i);
            JsonObject route = new JsonObject();
            route.addProperty("route", run.route());
            route.addProperty("settings", outcome.settings().get(i));
            route.addProperty("rounds", outcome.rounds());
            route.addProperty("records", outcome.records());
            route.addProperty("rate", run.rate());
            route.addProperty("proxyCpuPerMillion", run.proxyCpuPerMillion());
            run.failure().ifPresent(reason -> route.addProperty("failure", reason));
            if (i > 0 && run.rate() > 0) {
                compare(outcome.routes().get(0), run, route);
            }
            all.add(route);
        }
        for (String program : outcome.missing()) {
            JsonObject route = new JsonObject();
            route.addProperty("route", program);
            route.addProperty("settings", "not installed");
            all.add(route);
        }
        return all;
    }

    private static void compare(RunResult proxy, RunResult other, JsonObject route) {
        route.addProperty("proxyToThis", proxy.rate() / other.rate());
        if (proxy.proxyCpuPerMillion() > 0 && other.proxyCpuPerMillion() > 0) {
            route.addProperty("proxyCpuToThis", proxy.proxyCpuPerMillion() / other.proxyCpuPerMillion());
        }
        route.addProperty("p", MannWhitney.of(rates(proxy), rates(other)).p());
    }

    private static double[] rates(RunResult run) {
        return run.steady().stream().mapToDouble(Window::acked).toArray();
    }

    static void table(StringBuilder html, JsonArray routes) {
        if (routes.isEmpty()) {
            return;
        }
        html.append("<h2>The same load over other routes, in this run</h2>")
                .append("<p>Closed loop; every other round goes the other way round, so that a drift of the machine ")
                .append("favours nobody. A proxy that minimizes does more than one that passes on; the ratio is the ")
                .append("price of it.</p><div class=\"wide\"><table>")
                .append(Html.row(
                        "th",
                        "route",
                        "records/s",
                        "weir to this",
                        "difference",
                        "processor s a million",
                        "weir to this",
                        "set up"));
        for (JsonElement element : routes) {
            JsonObject route = element.getAsJsonObject();
            html.append(Html.row(
                    "td",
                    route.get("route").getAsString(),
                    number(route, "rate", "%,.0f"),
                    number(route, "proxyToThis", "%.2fx"),
                    route.has("p") ? MannWhitney.mark(route.get("p").getAsDouble()) : "",
                    number(route, "proxyCpuPerMillion", "%.2f"),
                    number(route, "proxyCpuToThis", "%.1fx"),
                    route.get("settings").getAsString()));
        }
        html.append("</table></div>");
    }

    private static String number(JsonObject route, String key, String format) {
        return route.has(key) && route.get(key).getAsDouble() > 0
                ? String.format(Locale.ROOT, format, route.get(key).getAsDouble())
                : "";
    }
}
