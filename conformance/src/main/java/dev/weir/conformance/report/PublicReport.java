package dev.weir.conformance.report;

import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The short report that a project publishes: who, which version, which levels, what was skipped, how to reproduce it. */
public final class PublicReport {
    private PublicReport() {}

    /** Returns the report of a results document, as YAML. */
    public static String of(Args results) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("apiVersion", "conformance.smp/v1");
        report.put("kind", "ConformanceReport");
        report.put("date", results.text("begun"));
        report.put("specification", results.text("specification"));
        report.put("suite", results.text("suite"));
        Args implementation = results.at("implementation");
        Map<String, Object> who = new LinkedHashMap<>();
        who.put("name", implementation.text("name"));
        who.put("version", implementation.text("version"));
        report.put("implementation", who);
        Map<String, Object> levels = new LinkedHashMap<>();
        results.at("levels").members().forEach((name, level) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("result", level.text("result"));
            one.put(
                    "statistics",
                    Map.of(
                            "passed", level.number("passed", 0),
                            "failed", level.number("failed", 0),
                            "skipped", level.number("skipped", 0)));
            levels.put(name, one);
        });
        report.put("levels", levels);
        report.put("supportedFeatures", implementation.texts("features"));
        List<String> skipped = results.list("cases").stream()
                .filter(c -> c.text("verdict").equals("skipped"))
                .map(c -> c.text("id"))
                .toList();
        report.put("skippedTests", skipped);
        report.put(
                "reproduce",
                "conformance/conform run --put " + implementation.text("target") + " --level " + results.text("level")
                        + " --seed " + results.text("seed"));
        return Documents.yaml(report);
    }
}
