package dev.weir.proxy.cli;

import dev.weir.proxy.app.Quickstart;
import dev.weir.proxy.app.QuickstartResult;
import dev.weir.tmsis.file.ReadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job on the sample, on one machine. */
@Command(
        name = "quickstart",
        header = "Shows the main job on a synthetic state month.",
        description = "Sends a synthetic state month through a real proxy to a real receiver on this machine and shows "
                + "what became of it: rows, classes, one person before and after, tokens across files, and a "
                + "search for leaks.",
        mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
    @Option(
            names = "--sample",
            paramLabel = "DIR",
            description = "Folder of the sample's files. Default: loadtest/sample/psv.")
    private Optional<Path> sample = Optional.empty();

    @Option(names = "--policy", paramLabel = "FOLDER", description = "Folder of the policy. Default: state-configs/ca.")
    private Optional<Path> policy = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "An empty or new folder for everything that is made. Default: a temporary one.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private FileOptions fileOptions;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @SuppressWarnings("NullAway.Init")
    QuickstartCommand() {}

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("weir.home", ""));
        Path dir = directory();
        ReadSettings read = fileOptions.settings();
        Consumer<String> step = json ? text -> {} : System.out::println;
        QuickstartResult result = new Quickstart(
                        dir,
                        policy.orElse(home.resolve("state-configs/ca")),
                        files(sample.orElse(home.resolve("loadtest/sample/psv"))),
                        read,
                        step)
                .run();
        if (json) {
            System.out.println(Json.of(asJson(result)));
        } else {
            print(result);
        }
        boolean complete = result.recordsSent() == result.recordsReceived() + result.refused() + result.withheld();
        if (result.leaks() > 0 || result.tokenConflicts() > 0) {
            return Exit.LEAK;
        }
        return complete && result.scenesAsTheyMust() ? Exit.OK : Exit.FAILED;
    }

    private Path directory() throws IOException, CommandFailure {
        if (out.isEmpty()) {
            return Files.createTempDirectory("weir-quickstart-");
        }
        Files.createDirectories(out.get());
        try (Stream<Path> found = Files.list(out.get())) {
            if (found.findAny().isPresent()) {
                throw new CommandFailure(Exit.USAGE, List.of("--out: is an empty or a new folder"));
            }
        }
        return out.get();
    }

    private static List<Path> files(Path folder) throws IOException, CommandFailure {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(Exit.REFUSED, List.of(folder + ": is the folder of the sample's files"));
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(Files::isRegularFile)
                    .filter(f -> f.toString().matches(".*\\.(psv|flf|gz)"))
                    .sorted()
                    .toList();
        }
    }

    private static void print(QuickstartResult r) {
        System.out.println();
        System.out.println("rows received by file type");
        r.rowsByFile().forEach((type, rows) -> System.out.printf("  %-4s %,8d%n", type, rows));
        System.out.println();
        System.out.println("what became of each class               rows with a value   changed or blanked");
        r.rowsByClass()
                .forEach((name, rows) -> System.out.printf("  %-30s %,18d %,20d%n", name, rows.rows(), rows.changed()));
        System.out.println();
        System.out.println("one person (ELG00002)                   in the file                     in the feed");
        r.beforeAndAfter()
                .forEach(c -> System.out.println(String.format(
                                Locale.ROOT, "  %-37s %-31s %s", c.element(), cut(c.before(), 30), cut(c.after(), 30))
                        .stripTrailing()));
        System.out.println();
        System.out.printf(
                "tokens      %d people, %d conflicts; %s stands in %s%n",
                r.people(), r.tokenConflicts(), r.token(), spelled(r.tokenRows()));
        System.out.printf(
                "records     %,d sent = %,d received + %,d refused + %,d withheld%n",
                r.recordsSent(), r.recordsReceived(), r.refused(), r.withheld());
        System.out.printf(
                "leak scan   %,d values in 13 disguises in %,d bytes, %,d columns audited: %d leaks%n",
                r.canaries(), r.bytesSearched(), r.columnsAudited(), r.leaks());
        r.leakTexts().forEach(text -> System.out.println("  " + text));
        System.out.println();
        System.out.println("with an attestation");
        r.scenes().forEach((name, outcome) -> System.out.printf("  %-37s %s%n", name, outcome));
        System.out.println();
        System.out.println("feed        " + r.feed());
        System.out.printf(Locale.ROOT, "took        %.1f s%n", r.seconds());
    }

    private static String spelled(Map<String, Integer> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach((type, count) -> text.append(text.length() == 0 ? "" : ", ")
                .append(type)
                .append(" (")
                .append(count)
                .append(')'));
        return text.toString();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "...";
    }

    private static Map<String, Object> asJson(QuickstartResult r) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("leaks", r.leaks());
        json.put("records_sent", r.recordsSent());
        json.put("records_received", r.recordsReceived());
        json.put("refused", r.refused());
        json.put("withheld", r.withheld());
        json.put("malformed", r.malformed());
        json.put("submission_id", r.submissionId());
        json.put("rows_by_file", r.rowsByFile());
        json.put("rows_by_class", r.rowsByClass());
        json.put("before_and_after", r.beforeAndAfter());
        json.put("people", r.people());
        json.put("token_conflicts", r.tokenConflicts());
        json.put("token", r.token());
        json.put("token_rows", r.tokenRows());
        json.put("canaries", r.canaries());
        json.put("bytes_searched", r.bytesSearched());
        json.put("columns_audited", r.columnsAudited());
        json.put("leak_texts", r.leakTexts());
        json.put("scenes", r.scenes());
        json.put("scenes_as_they_must", r.scenesAsTheyMust());
        json.put("directory", r.directory());
        json.put("feed", r.feed());
        json.put("seconds", r.seconds());
        return json;
    }
}
