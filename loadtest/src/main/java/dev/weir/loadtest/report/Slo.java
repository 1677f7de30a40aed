package dev.weir.loadtest.report;

import dev.weir.loadtest.check.Finding;
import dev.weir.loadtest.drive.RunResult;
import dev.weir.loadtest.measure.Stopwatch;
import dev.weir.loadtest.measure.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run must keep to: a list of metrics with bounds. Times in milliseconds inside. */
public record Slo(List<Rule> rules) {
    private static final Set<String> KEYS = Set.of("name", "metric", "lt", "gt", "eq", "over", "abort");
    private static final Set<String> OVER = Set.of("acked.rate", "response.max", "put.heap.slope");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(s|m|h)");
    private static final Pattern VALUE = Pattern.compile("([0-9.]+)\\s*(us|ms|s|/s|MB/h)?");

    /** What is kept to without a file: acknowledged within two seconds, the tail within thirty, nothing lost or leaked. */
    public static final Slo USUAL = new Slo(List.of(
            new Rule("ack", "response.p99", "lt", 2000),
            new Rule("tail", "response.p99.99", "lt", 30_000),
            new Rule("loss", "lost", "eq", 0),
            new Rule("leak", "leaks", "eq", 0)));

    /**
     * A bound.
     *
     * @param sign lt, gt or eq
     * @param overSeconds length of the stretches that must all keep to it, wherever they begin; 0 for the whole run
     */
    public record Rule(String name, String metric, String sign, double value, int overSeconds) {
        /** A bound for the whole run. */
        public Rule(String name, String metric, String sign, double value) {
            this(name, metric, sign, value, 0);
        }

        boolean holds(double measured) {
            return switch (sign) {
                case "lt" -> measured < value;
                case "gt" -> measured > value;
                default -> measured == value;
            };
        }
    }

    /** A bound and what was measured. */
    public record Outcome(Rule rule, double measured, boolean met) {
        /** Returns it in words. */
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%s: %s%s = %.3f, must be %s %.3f: %s",
                    rule.name(),
                    rule.metric(),
                    rule.overSeconds() > 0 ? " in the worst " + rule.overSeconds() + " s" : "",
                    measured,
                    rule.sign(),
                    rule.value(),
                    met ? "met" : "MISSED");
        }
    }

    /** Reads rules from a YAML file. */
    public static Slo read(Path file) throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (Object entry : YamlList.read(file, "slo")) {
            if (!(entry instanceof Map<?, ?> rule)) {
                throw new IOException(file + ": slo: holds maps");
            }
            rules.add(rule(rule, file));
        }
        return new Slo(rules);
    }

    private static Rule rule(Map<?, ?> rule, Path file) throws IOException {
        for (Object key : rule.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                throw new IOException(file + ": slo: " + key + ": is not one of " + KEYS);
            }
        }
        for (String sign : List.of("lt", "gt", "eq")) {
            if (rule.containsKey(sign)) {
                String metric = String.valueOf(rule.get("metric"));
                Rule made = new Rule(
                        String.valueOf(rule.get("name")),
                        metric,
                        sign,
                        value(String.valueOf(rule.get(sign)), file),
                        over(rule, file));
                if (!known(metric)) {
                    throw new IOException(file + ": slo: " + metric + ": is not a metric");
                }
                if (made.overSeconds() > 0 && (!OVER.contains(metric) || sign.equals("eq"))) {
                    throw new IOException(file + ": slo: over: goes with lt or gt of one of " + new TreeSet<>(OVER));
                }
                return made;
            }
        }
        throw new IOException(file + ": slo: a rule has lt, gt or eq");
    }

    private static int over(Map<?, ?> rule, Path file) throws IOException {
        if (!rule.containsKey("over")) {
            return 0;
        }
        Matcher matcher = TIME.matcher(String.valueOf(rule.get("over")));
        int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        if (number == 0) {
            throw new IOException(file + ": slo: over: is written like 90s, 10m or 1h");
        }
        return switch (matcher.group(2)) {
            case "s" -> number;
            case "m" -> number * 60;
            default -> number * 3600;
        };
    }

    private static boolean known(String metric) {
        return metric.matches("(response|service|lateness)\\.(max|p[0-9.]+)")
                || Set.of("acked.rate", "lost", "leaks", "duplicated", "changed", "put.heap.slope")
                        .contains(metric);
    }

    private static double value(String text, Path file) throws IOException {
        Matcher matcher = VALUE.matcher(text);
        if (!matcher.matches()) {
            throw new IOException(file + ": slo: a value is a number with us, ms, s, /s, MB/h or no unit");
        }
        double number = Double.parseDouble(matcher.group(1));
        String unit = matcher.group(2) == null ? "" : matcher.group(2);
        return switch (unit) {
            case "us" -> number / 1000;
            case "s" -> number * 1000;
            default -> number;
        };
    }

    /** Holds a run against the rules that it is long enough for. */
    public List<Outcome> judge(RunResult run) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Rule rule : rules) {
            OptionalDouble measured = rule.overSeconds() > 0 ? worst(rule, run.steady()) : measured(rule.metric(), run);
            measured.ifPresent(value -> outcomes.add(new Outcome(rule, value, rule.holds(value))));
        }
        return outcomes;
    }

    /** Returns for which rules a run was too short. */
    public List<String> tooShort(RunResult run) {
        return rules.stream()
                .filter(rule -> run.steady().size() < rule.overSeconds())
                .map(rule -> "slo " + rule.name() + ": the run is shorter than " + rule.overSeconds()
                        + " s behind its warm-up")
                .toList();
    }

    /** Returns the worst of all stretches of a rule's length; nothing where the run is shorter. */
    private static OptionalDouble worst(Rule rule, List<Window> steady) {
        OptionalDouble worst = OptionalDouble.empty();
        for (int from = 0; from + rule.overSeconds() <= steady.size(); from++) {
            double value = over(rule.metric(), steady.subList(from, from + rule.overSeconds()));
            boolean worse = worst.isEmpty()
                    || (rule.sign().equals("lt") ? value > worst.getAsDouble() : value < worst.getAsDouble());
            worst = worse ? OptionalDouble.of(value) : worst;
        }
        return worst;
    }

    private static double over(String metric, List<Window> stretch) {
        return switch (metric) {
            case "acked.rate" ->
                stretch.stream().mapToLong(Window::acked).average().orElse(0);
            case "response.max" ->
                stretch.stream().mapToDouble(Window::max).max().orElse(0);
            default -> heapSlope(stretch);
        };
    }

    private static OptionalDouble measured(String metric, RunResult run) {
        int dot = metric.indexOf('.');
        return switch (metric) {
            case "acked.rate" -> OptionalDouble.of(run.rate());
            case "lost" -> found(run, Finding.LOST);
            case "leaks" -> found(run, Finding.LEAKED);
            case "duplicated" -> found(run, Finding.DUPLICATED);
            case "changed" -> found(run, Finding.CHANGED);
            case "put.heap.slope" -> OptionalDouble.of(heapSlope(run.steady()));
            default -> {
                Stopwatch.Kind kind =
                        Stopwatch.Kind.valueOf(metric.substring(0, dot).toUpperCase(Locale.ROOT));
                String rest = metric.substring(dot + 1);
                yield OptionalDouble.of(
                        run.millis(kind, rest.equals("max") ? 100 : Double.parseDouble(rest.substring(1))));
            }
        };
    }

    private static OptionalDouble found(RunResult run, Finding finding) {
        return run.check().map(c -> OptionalDouble.of(c.count(finding))).orElse(OptionalDouble.empty());
    }

    /** Returns by how many megabytes an hour the proxy's live heap grows, by least squares. */
    static double heapSlope(List<Window> windows) {
        double n = windows.size();
        double x = windows.stream().mapToDouble(Window::second).average().orElse(0);
        double y = windows.stream()
                .mapToDouble(w -> w.proxy().liveBytes())
                .average()
                .orElse(0);
        double xx = 0;
        double xy = 0;
        for (Window window : windows) {
            xx += (window.second() - x) * (window.second() - x);
            xy += (window.second() - x) * (window.proxy().liveBytes() - y);
        }
        return n < 3 || xx == 0 ? 0 : xy / xx * 3600 / 1e6;
    }
}
