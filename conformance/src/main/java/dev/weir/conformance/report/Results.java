package dev.weir.conformance.report;

import dev.weir.conformance.adapter.Described;
import dev.weir.conformance.run.CaseResult;
import dev.weir.conformance.run.RunSettings;
import dev.weir.conformance.run.Verdict;
import dev.weir.conformance.suite.Level;
import dev.weir.conformance.suite.Note;
import dev.weir.conformance.suite.Suite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The document {@code results.json}, from which every other report is made. */
public final class Results {
    private Results() {}

    /** Returns the document of a run. */
    public static Map<String, Object> of(
            RunSettings settings,
            Described described,
            Level level,
            Instant begun,
            long millis,
            List<CaseResult> results) {
        Suite suite = settings.suite();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("suite", suite.version());
        document.put("specification", suite.specification());
        document.put("seed", settings.seed());
        document.put("begun", begun.toString());
        document.put("millis", millis);
        document.put("level", level.name());
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("java", System.getProperty("java.version"));
        environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("processors", Runtime.getRuntime().availableProcessors());
        environment.put("parallel", settings.parallel());
        environment.put("timeout_scale", settings.timeoutScale());
        document.put("environment", environment);
        Map<String, Object> implementation = new LinkedHashMap<>();
        implementation.put("name", described.name());
        implementation.put("version", described.version());
        implementation.put("target", settings.target());
        implementation.put("features", described.features().stream().sorted().toList());
        document.put("implementation", implementation);
        Map<String, Integer> summary = new LinkedHashMap<>();
        for (Verdict verdict : Verdict.values()) {
            summary.put(verdict.label(), (int)
                    results.stream().filter(r -> r.verdict() == verdict).count());
        }
        document.put("summary", summary);
        document.put(
                "coverage",
                Map.of(
                        "requirements",
                        suite.requirements().size(),
                        "untested",
                        suite.untested().stream().map(r -> r.id()).toList()));
        document.put("levels", levels(level, results));
        document.put("cases", results.stream().map(r -> one(r, suite)).toList());
        return document;
    }

    private static Map<String, Object> levels(Level most, List<CaseResult> results) {
        Map<String, Object> levels = new LinkedHashMap<>();
        for (Level level : Level.values()) {
            List<CaseResult> ofLevel =
                    results.stream().filter(r -> r.testCase().level() == level).toList();
            long passed = count(ofLevel, Verdict.PASS);
            long skipped = count(ofLevel, Verdict.SKIPPED);
            long failed = ofLevel.size() - passed - skipped;
            String result = level.compareTo(most) > 0 || ofLevel.isEmpty()
                    ? "not-run"
                    : failed > 0 ? "failure" : skipped > 0 ? "partial" : "success";
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("result", result);
            counts.put("passed", passed);
            counts.put("failed", failed);
            counts.put("skipped", skipped);
            levels.put(level.name(), counts);
        }
        return levels;
    }

    private static long count(List<CaseResult> results, Verdict verdict) {
        return results.stream().filter(r -> r.verdict() == verdict).count();
    }

    private static Map<String, Object> one(CaseResult result, Suite suite) {
        Note note = suite.note(result.testCase().note());
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", result.testCase().id());
        one.put("title", result.testCase().title());
        one.put("level", result.testCase().level().name());
        one.put("category", result.testCase().category());
        one.put("subject", result.testCase().subject());
        one.put("requirements", result.testCase().requirements());
        one.put("verdict", result.verdict().label());
        one.put("millis", result.millis());
        one.put("failures", result.failures());
        one.put("codes", result.codes());
        one.put("note", note.name());
        one.put("kind", note.kind());
        one.put("why", note.effect());
        one.put("searched_bytes", result.searched());
        one.put("canaries", result.canaries());
        if (result.verdict() != Verdict.PASS) {
            List<String> steps = new ArrayList<>();
            result.testCase().steps().forEach(s -> steps.add(shortened(s.verb() + " " + s.args())));
            one.put("steps", steps);
            one.put("bytes_in", result.bytesIn());
            one.put("bytes_out", result.bytesOut());
        }
        return one;
    }

    private static String shortened(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + " ...";
    }
}
