package dev.weir.loadtest.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The verdicts of a run as JUnit XML, for build servers: records, ledger, belief, deadline, and each bound of the SLO. */
public final class JUnitReport {
    private JUnitReport() {}

    /** A verdict of its own; nothing is said against it where the list is empty. */
    private record Verdict(String name, List<String> against) {}

    /** Returns the XML of some results. */
    public static String of(JsonObject results) {
        List<Verdict> verdicts = verdicts(results);
        long failed = verdicts.stream().filter(v -> !v.against().isEmpty()).count();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append(String.format(
                Locale.ROOT,
                "<testsuites><testsuite name=\"loadtest %s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\" "
                        + "time=\"%.3f\">%n",
                Html.text(results.get("command").getAsString()),
                verdicts.size(),
                failed,
                results.getAsJsonObject("run").get("seconds").getAsDouble()));
        for (Verdict verdict : verdicts) {
            xml.append("  <testcase classname=\"loadtest\" name=\"")
                    .append(Html.text(verdict.name()))
                    .append('"');
            if (verdict.against().isEmpty()) {
                xml.append("/>\n");
            } else {
                xml.append("><failure>")
                        .append(Html.text(String.join("\n", verdict.against())))
                        .append("</failure></testcase>\n");
            }
        }
        return xml.append("</testsuite></testsuites>\n").toString();
    }

    private static List<Verdict> verdicts(JsonObject results) {
        List<Verdict> verdicts = new ArrayList<>();
        Verdicts worst = Verdicts.valueOf(results.get("verdict").getAsString());
        verdicts.add(new Verdict("exit " + worst.code(), worst == Verdicts.OK ? List.of() : List.of(worst.text())));
        verdicts.add(new Verdict("records", lines(results, "FOUND", "ENDED")));
        verdicts.add(new Verdict("ledger and receipts", problems(results.getAsJsonObject("run"))));
        verdicts.add(new Verdict("measurement", lines(results, "INVALID")));
        if (results.has("forecast")) {
            String deadline = results.getAsJsonObject("forecast").get("verdict").getAsString();
            verdicts.add(new Verdict("deadline", deadline.equals("SAFE") ? List.of() : List.of(deadline)));
        }
        for (JsonElement element : results.getAsJsonArray("slo")) {
            JsonObject bound = element.getAsJsonObject();
            boolean met = bound.get("met").getAsBoolean();
            verdicts.add(new Verdict(
                    "slo " + bound.get("name").getAsString(),
                    met ? List.of() : List.of(bound.get("text").getAsString())));
        }
        return verdicts;
    }

    private static List<String> lines(JsonObject results, String... heads) {
        return results.getAsJsonArray("lines").asList().stream()
                .map(JsonElement::getAsString)
                .filter(line -> List.of(heads).contains(line.split(" ", 2)[0]))
                .collect(Collectors.toList());
    }

    private static List<String> problems(JsonObject run) {
        return run.has("ledger")
                ? run.getAsJsonObject("ledger").getAsJsonArray("problems").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList()
                : List.of();
    }
}
