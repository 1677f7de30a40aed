package dev.weir.loadtest.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One page for people, made from the JSON alone, with everything in it and nothing fetched from outside. */
public final class HtmlReport {
    private static final String STYLE = """
            body{font:15px/1.45 system-ui,sans-serif;color:#1c1c1c;max-width:1500px;margin:24px auto;padding:0 20px}
            h1{font-size:22px;margin:0 0 4px}h2{font-size:17px;margin:28px 0 8px}
            pre{background:#f4f4f2;padding:12px;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:4px}
            .verdict{padding:10px 14px;border-radius:4px;font-weight:600;color:#fff;background:#2e7d4f}
            .verdict.bad{background:#b3261e}.verdict.doubt{background:#9a6700}
            .plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,540px),1fr));gap:14px}
            figure{margin:0;border:1px solid #ddd;border-radius:4px;padding:8px 10px;overflow-x:auto}
            figcaption{font-weight:600}figcaption span{display:block;font-weight:400;font-size:13px;color:#555}
            .none{order:1;grid-column:1/-1;border:0;padding:0 10px;color:#777}.none figcaption{font-weight:400}
            .none p{display:none}.none figcaption::after{content:": not measured in this run"}
            td:last-child{min-width:12em}
            svg{display:block;width:100%;min-width:400px;height:auto;font-size:11.5px;fill:#333}
            .grid{stroke:#e6e6e6}.target{stroke:#999;stroke-dasharray:5 4}
            .mark{stroke:#c0392b;stroke-dasharray:2 3}.note{fill:#c0392b;font-size:10px}
            .end{text-anchor:end}.middle{text-anchor:middle}
            .wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            td,th{border-bottom:1px solid #ddd;padding:3px 14px 3px 0;text-align:left;vertical-align:top}
            @media print{.plots{grid-template-columns:1fr 1fr}figure{break-inside:avoid}}
            """;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    private HtmlReport() {}

    /** Returns the page of some results, compared with others if there are any. */
    public static String of(JsonObject results, Optional<JsonObject> baseline) {
        JsonObject run = results.getAsJsonObject("run");
        StringBuilder html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\">");
        html.append("<title>Weir load test</title><style>").append(STYLE).append("</style></head><body>");
        head(html, results, run);
        html.append("<h2>Plots</h2><div class=\"plots\">");
        Plots.all(results, run).forEach(html::append);
        html.append("</div>");
        whatIf(html, results);
        types(html, run);
        files(html, run);
        ledger(html, run);
        Routes.table(html, results.getAsJsonArray("routes"));
        baseline.ifPresent(before -> compared(html, results, before));
        settings(html, results, run);
        return html.append("</body></html>\n").toString();
    }

    private static void head(StringBuilder html, JsonObject results, JsonObject run) {
        int exit = results.get("exit").getAsInt();
        boolean unjudged = exit == 0 && !results.getAsJsonArray("doubts").isEmpty();
        String tone = exit == 30 || exit == 31 || unjudged ? " doubt" : exit == 0 ? "" : " bad";
        html.append("<h1>Weir load test: ")
                .append(Html.text(results.get("command").getAsString()))
                .append(", ")
                .append(Html.text(run.get("route").getAsString()))
                .append("</h1><p>SYNTHETIC data; counts and seeds only, no record.</p>");
        html.append("<p class=\"verdict")
                .append(tone)
                .append("\">")
                .append(exit)
                .append(": ")
                .append(Html.text(
                        Verdicts.valueOf(results.get("verdict").getAsString()).text()))
                .append(unjudged ? ", but its figures mean nothing here" : "")
                .append("</p><pre>");
        for (JsonElement line : results.getAsJsonArray("lines")) {
            html.append(Html.text(line.getAsString())).append('\n');
        }
        html.append("</pre>");
        if (results.has("forecast")) {
            JsonObject forecast = results.getAsJsonObject("forecast");
            html.append("<p>Bound by: ")
                    .append(Html.text(forecast.get("binding").getAsString()))
                    .append(". ")
                    .append(advice(forecast, results))
                    .append("</p>");
        }
    }

    private static String advice(JsonObject forecast, JsonObject results) {
        if (!results.getAsJsonArray("doubts").isEmpty()) {
            return "Do not decide by these figures: run again on a quieter or larger machine.";
        }
        return switch (forecast.get("verdict").getAsString()) {
            case "SAFE" -> "Nothing to do but to begin in time.";
            case "AT_RISK" -> "Begin earlier than planned, or remove what ends first.";
            default ->
                "It will not be finished in time: begin earlier, or add a proxy and see that the receiver keeps up.";
        };
    }

    private static void ledger(StringBuilder html, JsonObject run) {
        if (run.has("ledger")) {
            JsonObject ledger = run.getAsJsonObject("ledger");
            html.append("<h2>Ledger</h2><p>")
                    .append(String.format(
                            Locale.ROOT,
                            "%,d entries under the signed checkpoint; %,d receipts and %,d releases under an attestation "
                                    + "verified; %s.",
                            ledger.get("entries").getAsLong(),
                            ledger.get("receipts").getAsLong(),
                            ledger.get("releases").getAsLong(),
                            ledger.getAsJsonArray("problems").isEmpty() ? "everything holds" : "NOT everything holds"))
                    .append("</p>");
        }
    }

    private static void whatIf(StringBuilder html, JsonObject results) {
        if (!results.has("forecast")) {
            return;
        }
        html.append("<h2>What if</h2><div class=\"wide\"><table>")
                .append(Html.row("th", "course", "P90 finish", "deadline"));
        JsonObject forecast = results.getAsJsonObject("forecast");
        html.append(Html.row(
                "td",
                "as measured",
                clock(forecast.get("p90").getAsString()),
                forecast.get("verdict").getAsString()));
        for (JsonElement element : forecast.getAsJsonArray("whatIf")) {
            JsonObject course = element.getAsJsonObject();
            html.append(Html.row(
                    "td",
                    course.get("course").getAsString(),
                    clock(course.get("p90").getAsString()),
                    course.get("verdict").getAsString()));
        }
        html.append("</table></div>");
    }

    private static String clock(String instant) {
        return CLOCK.format(Instant.parse(instant).atOffset(ZoneOffset.UTC));
    }

    private static String count(JsonObject file, String key) {
        return String.format(Locale.ROOT, "%,d", file.get(key).getAsLong());
    }

    private static void files(StringBuilder html, JsonObject run) {
        html.append("<h2>Files, as the receiver acknowledged them</h2><div class=\"wide\"><table>")
                .append(Html.row(
                        "th", "file", "sent", "received", "refused", "withheld", "changed or blanked, by class"));
        for (Map.Entry<String, JsonElement> entry : run.getAsJsonObject("files").entrySet()) {
            JsonObject file = entry.getValue().getAsJsonObject();
            List<String> changed = new ArrayList<>();
            file.getAsJsonObject("changed")
                    .entrySet()
                    .forEach(c -> changed.add(String.format(
                            Locale.ROOT, "%s %,d", c.getKey(), c.getValue().getAsLong())));
            html.append(Html.row(
                    "td",
                    entry.getKey(),
                    count(file, "sent"),
                    count(file, "received"),
                    count(file, "refused"),
                    count(file, "withheld"),
                    String.join(", ", changed)));
        }
        html.append("</table></div>");
    }

    private static void types(StringBuilder html, JsonObject run) {
        html.append("<h2>Times by file type, ms</h2><div class=\"wide\"><table>")
                .append(Html.row(
                        "th", "type", "response p50", "p99", "p99.9", "longest", "service p50", "p99", "lateness p99"));
        for (Map.Entry<String, JsonElement> type :
                run.getAsJsonObject("timesByType").entrySet()) {
            JsonObject times = type.getValue().getAsJsonObject();
            html.append(Html.row(
                    "td",
                    type.getKey(),
                    millis(times, "RESPONSE", 50),
                    millis(times, "RESPONSE", 99),
                    millis(times, "RESPONSE", 99.9),
                    millis(times, "RESPONSE", 100),
                    millis(times, "SERVICE", 50),
                    millis(times, "SERVICE", 99),
                    millis(times, "LATENESS", 99)));
        }
        html.append("</table></div>");
    }

    private static String millis(JsonObject times, String kind, double percentile) {
        for (JsonElement element : times.getAsJsonArray(kind)) {
            if (element.getAsJsonArray().get(0).getAsDouble() == percentile) {
                return String.format(
                        Locale.ROOT, "%,.1f", element.getAsJsonArray().get(1).getAsDouble());
            }
        }
        return "";
    }

    private static void compared(StringBuilder html, JsonObject results, JsonObject before) {
        html.append("<h2>Compared with an earlier run</h2><p>Medians of the seconds behind the warm-up; the mark says ")
                .append("whether the seconds of the two runs differ by more than chance.</p>")
                .append("<div class=\"wide\"><table>")
                .append(Html.row("th", "of a second", "now", "before", "change", "difference"));
        for (Compared row : Compared.of(results, before)) {
            html.append(Html.row(
                    "td",
                    row.what(),
                    String.format(Locale.ROOT, "%,.1f", row.now()),
                    String.format(Locale.ROOT, "%,.1f", row.before()),
                    row.before() == 0
                            ? ""
                            : String.format(Locale.ROOT, "%+.1f %%", 100 * (row.now() / row.before() - 1)),
                    MannWhitney.mark(row.chance())));
        }
        html.append("</table></div>");
        List<String> differing = Compared.settings(results, before);
        html.append("<p>")
                .append(
                        differing.isEmpty()
                                ? "Both were made with the same settings on the same kind of machine."
                                : "Not the same in both, so the difference may come from there: "
                                        + Html.text(String.join(", ", differing)) + ".")
                .append("</p>");
    }

    private static void settings(StringBuilder html, JsonObject results, JsonObject run) {
        html.append("<h2>Settings</h2><div class=\"wide\"><table>");
        for (String key : List.of("seed", "state", "basis", "wholeRecords", "due")) {
            if (results.has(key)) {
                html.append(Html.row("td", key, results.get(key).getAsString()));
            }
        }
        for (String key : List.of("seconds", "acked", "deferred", "reconnects", "generatorBusy", "heapSlope")) {
            html.append(Html.row("td", key, Svg.plain(run.get(key).getAsDouble())));
        }
        results.getAsJsonObject("settings")
                .entrySet()
                .forEach(
                        e -> html.append(Html.row("td", e.getKey(), e.getValue().getAsString())));
        results.getAsJsonObject("machine")
                .entrySet()
                .forEach(
                        e -> html.append(Html.row("td", e.getKey(), e.getValue().getAsString())));
        results.getAsJsonArray("slo")
                .forEach(line -> html.append(
                        Html.row("td", "slo", line.getAsJsonObject().get("text").getAsString())));
        html.append("</table></div>");
    }
}
