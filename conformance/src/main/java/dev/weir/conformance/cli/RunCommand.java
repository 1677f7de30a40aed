package dev.weir.conformance.cli;

import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.adapter.Described;
import dev.weir.conformance.report.Results;
import dev.weir.conformance.run.CaseResult;
import dev.weir.conformance.run.RunSettings;
import dev.weir.conformance.run.Runner;
import dev.weir.conformance.run.Targets;
import dev.weir.conformance.run.Verdict;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.KnownFailing;
import dev.weir.conformance.suite.Level;
import dev.weir.conformance.suite.Suite;
import dev.weir.conformance.suite.TestCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs cases against a proxy. */
@Command(
        name = "run",
        description = "Runs cases against a proxy and writes results.json, junit.xml, report.html and a YAML report.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Option(
            names = "--put",
            paramLabel = "TARGET",
            required = true,
            description =
                    "The proxy under test: exec:COMMAND for an adapter program, remote:HOST:PORT for one that runs.")
    private String target;

    @Option(names = "--conf", paramLabel = "FILE", description = "Configuration of a remote target, YAML.")
    private Optional<Path> configuration = Optional.empty();

    @Option(
            names = "--level",
            defaultValue = "L3",
            description = "Highest level: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Level level;

    @Option(names = "--run", paramLabel = "PATTERN", description = "Only these cases: WIR-010, WIR/**, TOK-0*.")
    private List<String> patterns = new ArrayList<>();

    @Option(names = "--quick", description = "Only the subset that runs with every build.")
    private boolean quick;

    @Option(names = "--known-failing", paramLabel = "FILE", description = "Cases that are known to fail.")
    private Optional<Path> knownFailing = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "conformance-results",
            description = "Where results are written. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Mixin
    private RunOptions options;

    @SuppressWarnings("NullAway.Init")
    RunCommand() {}

    @Override
    public Integer call() throws Exception {
        if (!target.startsWith("exec:") && !target.startsWith("remote:")) {
            System.err.println("--put: is exec:COMMAND or remote:HOST:PORT");
            return Exit.USAGE;
        }
        Suite suite = Conform.suite();
        RunSettings settings = options.settings(suite, target, configuration);
        KnownFailing known =
                knownFailing.isPresent() ? KnownFailing.read(knownFailing.get(), suite) : KnownFailing.none();
        List<TestCase> cases = suite.select(level, patterns).stream()
                .filter(c -> !quick || c.quick())
                .toList();
        Instant begun = Clock.systemUTC().instant();
        long from = System.nanoTime();
        try (Runner runner = new Runner(settings, Targets.of(settings))) {
            Described described = runner.describe();
            System.err.println(described.name() + " " + described.version() + ", " + cases.size() + " cases");
            List<CaseResult> results =
                    runner.run(cases, known, LocalDate.now(java.time.ZoneOffset.UTC), RunCommand::told);
            Files.createDirectories(out);
            Path file = out.resolve("results.json");
            Files.writeString(
                    file,
                    Documents.pretty(Results.of(
                            settings, described, level, begun, (System.nanoTime() - from) / 1_000_000, results)));
            ReportCommand.write(out);
            return summary(results);
        } catch (AdapterException e) {
            System.err.println("conform: the proxy cannot be run: " + e.getMessage());
            return Exit.NOT_RUN;
        }
    }

    private static void told(CaseResult result) {
        if (result.verdict() != Verdict.PASS) {
            StringBuilder text = new StringBuilder(result.verdict().label() + "  "
                    + result.testCase().id() + "  " + result.testCase().title());
            result.failures().stream()
                    .limit(5)
                    .forEach(f -> text.append("\n        ").append(f));
            System.out.println(text);
        }
    }

    private Integer summary(List<CaseResult> results) {
        StringBuilder line = new StringBuilder();
        for (Verdict verdict : Verdict.values()) {
            long count = results.stream().filter(r -> r.verdict() == verdict).count();
            if (count > 0) {
                line.append(line.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(verdict.label());
            }
        }
        System.out.println(line + "; see " + out.resolve("report.html"));
        return exit(results);
    }

    static int exit(List<CaseResult> results) {
        if (has(results, Verdict.LEAK)) {
            return Exit.LEAK;
        }
        if (has(results, Verdict.NOT_RUN)) {
            return Exit.NOT_RUN;
        }
        if (has(results, Verdict.FAIL)) {
            return Exit.FAILED;
        }
        return has(results, Verdict.STALE) ? Exit.STALE : Exit.OK;
    }

    private static boolean has(List<CaseResult> results, Verdict verdict) {
        return results.stream().anyMatch(r -> r.verdict() == verdict);
    }
}
