package dev.weir.loadtest.bench;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and prints one table with the ratios of this run. */
public final class BenchRun {
    private static final Map<String, String> BASELINES = baselines();

    private BenchRun() {}

    private static Map<String, String> baselines() {
        Map<String, String> baselines = new LinkedHashMap<>();
        baselines.put("EngineBench", "usual");
        baselines.put("ScanBench", "parse");
        baselines.put("TokenBench", "hmac");
        baselines.put("FileBench", "script");
        baselines.put("GeneratorBench", "engine");
        return baselines;
    }

    /**
     * Runs all benchmarks whose name matches.
     *
     * @param pattern a regular expression
     * @param quick whether to find out only that they run; the figures then mean nothing
     */
    public static void run(String pattern, boolean quick, PrintWriter out) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("dev\\.weir\\.loadtest\\.bench\\..*" + pattern + ".*")
                .shouldFailOnError(true)
                .warmupIterations(quick ? 0 : 6)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(quick ? TimeValue.milliseconds(50) : TimeValue.milliseconds(500))
                .forks(quick ? 0 : 1)
                .verbosity(org.openjdk.jmh.runner.options.VerboseMode.SILENT);
        if (!quick) {
            options.addProfiler("gc");
        }
        try {
            print(new Runner(options.build()).run(), out);
        } catch (RunnerException e) {
            throw new IllegalStateException("a benchmark failed", e);
        }
    }

    private static void print(Collection<RunResult> results, PrintWriter out) {
        Map<String, Map<String, RunResult>> groups = new TreeMap<>();
        for (RunResult result : results) {
            groups.computeIfAbsent(group(result), g -> new TreeMap<>()).put(method(result), result);
        }
        out.printf("%-34s %-16s %14s %10s %8s %14s%n", "benchmark", "way", "score", "+-", "ratio", "bytes/op");
        groups.forEach((name, ways) -> {
            RunResult base = ways.get(BASELINES.getOrDefault(name.substring(0, name.indexOf(' ')), ""));
            ways.forEach((way, result) -> out.println(line(name, way, result, base)));
        });
        out.flush();
    }

    private static String line(
            String name, String way, RunResult result, @org.jspecify.annotations.Nullable RunResult base) {
        Result<?> score = score(result);
        boolean lessIsBetter = !score.getScoreUnit().startsWith("ops");
        String ratio = "";
        if (base != null) {
            double share = score.getScore() / score(base).getScore();
            ratio = String.format(Locale.ROOT, "%.2fx", lessIsBetter ? 1 / share : share);
        }
        Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return String.format(
                Locale.ROOT,
                "%-34s %-16s %14s %10.1f %8s %14s",
                name,
                way,
                String.format(Locale.ROOT, "%.1f %s", score.getScore(), unit(score)),
                Double.isNaN(score.getScoreError()) ? 0.0 : score.getScoreError(),
                ratio,
                bytes == null ? "" : String.format(Locale.ROOT, "%.1f", bytes.getScore()));
    }

    /** Returns the megabytes a second of a benchmark that counts them, its time a record otherwise. */
    private static Result<?> score(RunResult result) {
        Result<?> megabytes = result.getSecondaryResults().get("megabytes");
        return megabytes == null ? result.getPrimaryResult() : megabytes;
    }

    private static String unit(Result<?> score) {
        return score.getScoreUnit().startsWith("ops") ? "MB/s" : "ns";
    }

    private static String group(RunResult result) {
        String[] parts = result.getParams().getBenchmark().split("\\.", -1);
        StringBuilder name = new StringBuilder(parts[parts.length - 2]).append(' ');
        for (String key : result.getParams().getParamsKeys()) {
            name.append(result.getParams().getParam(key)).append(' ');
        }
        return name.toString();
    }

    private static String method(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
