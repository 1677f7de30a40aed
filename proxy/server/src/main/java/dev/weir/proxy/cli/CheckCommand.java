package dev.weir.proxy.cli;

import dev.weir.core.plan.Plan;
import dev.weir.proxy.app.FileCheck;
import dev.weir.proxy.config.ConfigException;
import dev.weir.proxy.config.ConfigProblem;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.config.ServeConfigReader;
import dev.weir.tmsis.file.FileRefusedException;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.LayoutRefusedException;
import dev.weir.tmsis.file.ReadSettings;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks policies, configurations, layouts and T-MSIS files. */
@Command(
        name = "check",
        header = "Checks policies, settings and files.",
        description = "Checks what it is given and reports all problems at once, with file, place and rule: a folder "
                + "of a policy (state-configs/ca) or of many, a weir.yaml, a layout (.csv), T-MSIS files.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private static final String GOLDEN = "explain.txt";

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "What to check.")
    private List<Path> paths;

    @Mixin
    private FileOptions fileOptions;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    private final List<String> problems = new ArrayList<>();
    private final List<Map<String, Object>> results = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    CheckCommand() {}

    @Override
    public Integer call() throws Exception {
        ReadSettings settings = fileOptions.settings();
        for (Path path : paths) {
            check(path, settings);
        }
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("problems", problems);
            all.put("checked", results);
            System.out.println(Json.of(all));
        } else {
            problems.forEach(System.err::println);
        }
        return problems.isEmpty() ? Exit.OK : Exit.REFUSED;
    }

    private void check(Path path, ReadSettings settings) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (Files.isDirectory(path)) {
            directory(path);
        } else if (!Files.exists(path)) {
            problems.add(path + ": exists");
        } else if (name.equals(PolicyReader.FILE)) {
            Path folder = path.toAbsolutePath().getParent();
            policy(folder == null ? path : folder);
        } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            configuration(path);
        } else if (name.endsWith(".csv")) {
            layout(path);
        } else {
            file(path, settings);
        }
    }

    private void directory(Path path) throws IOException {
        if (Files.exists(path.resolve(PolicyReader.FILE))) {
            policy(path);
            return;
        }
        List<Path> folders;
        try (Stream<Path> found = Files.list(path)) {
            folders = found.filter(f -> Files.exists(f.resolve(PolicyReader.FILE)))
                    .filter(f -> !f.getFileName().toString().startsWith("_"))
                    .sorted()
                    .toList();
        }
        if (folders.isEmpty()) {
            problems.add(path + ": holds a " + PolicyReader.FILE + ", or folders with one each");
        }
        for (Path folder : folders) {
            policy(folder);
        }
    }

    private void policy(Path folder) throws IOException {
        try {
            String explained =
                    Plan.withoutAttestation(PolicyReader.read(folder)).explain();
            Path golden = folder.resolve(GOLDEN);
            if (Files.exists(golden) && !Files.readString(golden).equals(explained)) {
                problems.add(golden + ": is what weir explain prints for the policy");
                return;
            }
            fine(folder, "policy", Map.of());
        } catch (ConfigException e) {
            e.problems().stream().map(ConfigProblem::text).forEach(problems::add);
        }
    }

    private void configuration(Path path) {
        try {
            ServeConfigReader.read(path);
            fine(path, "configuration", Map.of());
        } catch (ConfigException e) {
            e.problems().stream().map(ConfigProblem::text).forEach(problems::add);
        }
    }

    private void layout(Path path) throws IOException {
        try {
            FixedLayout.builtIn().with(path.toString(), Files.readAllLines(path));
            fine(path, "layout", Map.of());
        } catch (LayoutRefusedException e) {
            problems.addAll(e.problems());
        } catch (MalformedInputException e) {
            problems.add(path + ": is UTF-8");
        }
    }

    private void file(Path path, ReadSettings settings) throws IOException {
        try {
            FileCheck.Result result = FileCheck.run(path, settings);
            problems.addAll(result.problems());
            if (result.problemCount() > result.problems().size()) {
                problems.add(
                        path + ": " + (result.problemCount() - result.problems().size()) + " more problems");
            }
            if (result.problemCount() == 0) {
                fine(
                        path,
                        "file",
                        Map.of(
                                "type", result.header().fileType().name(),
                                "encoding", result.header().encoding().name(),
                                "period", result.header().period(),
                                "rows", result.rows()));
            }
        } catch (FileRefusedException e) {
            problems.add(path + ": " + e.getMessage() + " (" + e.problem() + ")");
        }
    }

    private void fine(Path path, String kind, Map<String, Object> facts) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("path", path.toString());
        result.put("kind", kind);
        result.putAll(facts);
        results.add(result);
        if (!json) {
            Object rows = facts.get("rows");
            System.out.println(path + ": " + kind + " in order" + (rows == null ? "" : ", " + rows + " rows"));
        }
    }
}
