package dev.weir.proxy.cli;

import dev.weir.core.plan.Plan;
import dev.weir.core.token.TokenKeys;
import dev.weir.proxy.app.CmsRules;
import dev.weir.proxy.app.FileMinimizer;
import dev.weir.proxy.app.ShadowRun;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FeedFile;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.file.WriteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Minimizes files to files. */
@Command(
        name = "minimize",
        header = "Minimizes files to files.",
        description = "Minimizes T-MSIS files to T-MSIS files, with the engine of the proxy, for a federal endpoint "
                + "that is still a file drop. An output file appears when it is complete; beside it lies the list "
                + "of rows that are not in it.",
        mixinStandardHelpOptions = true)
final class MinimizeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "T-MSIS files, PSV or FLF, also gzip.")
    private List<Path> files;

    @Option(
            names = "--policy",
            paramLabel = "FOLDER",
            required = true,
            description = "Folder of the policy, such as state-configs/ca.")
    private Path policy;

    @Option(names = "--keys", paramLabel = "DIR", description = "Folder of the state's keys. Not for a dry run.")
    private Optional<Path> keys = Optional.empty();

    @Option(
            names = "--key-encryption-key",
            paramLabel = "FILE",
            description = "Key that encrypts them. Default: kek.json in the folder.")
    private Optional<Path> keyEncryptionKey = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Where the files are written. Not for a dry run.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--dry-run",
            description = "Write nothing: print what would be blank, and which CMS rules would find fault with it.")
    private boolean dryRun;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}. Default: that of each input file.")
    private Optional<Encoding> encoding = Optional.empty();

    @Mixin
    private FileOptions fileOptions;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @SuppressWarnings("NullAway.Init")
    MinimizeCommand() {}

    @Override
    public Integer call() throws Exception {
        if (!dryRun && (keys.isEmpty() || out.isEmpty())) {
            throw new CommandFailure(Exit.USAGE, List.of("--keys and --out are required, or --dry-run"));
        }
        ReadSettings read = fileOptions.settings();
        FileOptions.requireFiles(files);
        Plan plan = Plan.withoutAttestation(PolicyReader.read(policy));
        if (dryRun) {
            return dryRun(plan, read);
        }
        TokenKeys tokenKeys = tokenKeys(plan, keys.orElseThrow());
        List<String> names =
                files.stream().map(f -> String.valueOf(f.getFileName())).toList();
        Files.createDirectories(out.orElseThrow());
        List<Map<String, Object>> results = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            FileMinimizer.Result result = minimize(files.get(i), names, read, plan, tokenKeys);
            results.add(asJson(files.get(i), result));
            if (!json) {
                print(files.get(i), result);
            }
        }
        if (json) {
            System.out.println(Json.of(results));
        }
        return Exit.OK;
    }

    private int dryRun(Plan plan, ReadSettings read) throws IOException {
        CmsRules rules = CmsRules.builtIn();
        ShadowRun shadow = new ShadowRun(plan.policy(), plan.row(), rules, read);
        List<Map<String, Object>> results = new ArrayList<>();
        for (Path file : files) {
            ShadowRun.Result result = shadow.run(file);
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("input", file.toString());
            shown.put("rows", result.rows());
            shown.put("blanked", result.blanked());
            shown.put("cms_rules", result.rules());
            results.add(shown);
            if (!json) {
                System.out.println(file + ": " + result.rows() + " rows");
                result.blanked().forEach((name, count) -> System.out.printf("  blank %10d  %s%n", count, name));
                System.out.print(fired(rules, result.rules()));
            }
        }
        if (json) {
            System.out.println(Json.of(results));
        }
        return Exit.OK;
    }

    /** Returns the rules that would find fault, with how many rows. */
    static String fired(CmsRules rules, Map<String, Long> counts) {
        StringBuilder out = new StringBuilder("CMS rules that will find fault, as far as they are known: ")
                .append(counts.size())
                .append('\n');
        for (CmsRules.Rule rule : rules.rules()) {
            Long count = counts.get(rule.id());
            if (count != null) {
                out.append(String.format("  %-14s %10d rows  %s", rule.id(), count, rule.text()))
                        .append(rule.tolerance().isEmpty() ? "\n" : " (" + rule.tolerance() + ")\n");
            }
        }
        return out.toString();
    }

    private TokenKeys tokenKeys(Plan plan, Path folder) throws CommandFailure {
        Path kek = keyEncryptionKey.orElse(folder.resolve(KeyFolder.KEY_ENCRYPTION_KEY));
        try {
            return KeyFolder.open(folder, new FileKeyEncryption(kek)).tokenKeys(plan.scope());
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    List.of(folder
                            + ": holds the keys of the policy's state and token epoch, with their encryption key"));
        }
    }

    private FileMinimizer.Result minimize(
            Path file, List<String> names, ReadSettings read, Plan plan, TokenKeys tokenKeys) throws Exception {
        LineEnd lineEnd;
        Encoding found;
        long rows;
        try (TmsisReader reader = TmsisReader.open(file, read)) {
            lineEnd = reader.lineEnd();
            found = reader.header().encoding();
            rows = reader.header().rows();
        }
        WriteSettings write = new WriteSettings(
                encoding.orElse(found), read.charset(), lineEnd, read.layout(), WriteSettings.RowMode.FEED);
        int position = names.indexOf(String.valueOf(file.getFileName()));
        Path target = out.orElseThrow()
                .resolve(FeedFile.names(names, write.encoding()).get(position));
        if (Files.exists(target) && Files.isSameFile(target, file)) {
            throw new CommandFailure(Exit.USAGE, List.of("--out: is another directory than that of the input"));
        }
        try (ProgressLine line = new ProgressLine(System.err, "rows of " + file.getFileName(), rows)) {
            long[] shown = new long[1];
            return new FileMinimizer(plan, tokenKeys, read, write).run(file, target, (done, all) -> {
                line.add(done - shown[0]);
                shown[0] = done;
            });
        }
    }

    private static void print(Path file, FileMinimizer.Result result) {
        System.out.println(file + " -> " + result.output());
        System.out.println("  rows      " + result.tally().getRows());
        System.out.println("  written   " + result.rows());
        System.out.println("  refused   " + result.tally().getRefused());
        System.out.println("  withheld  " + result.tally().getWithheld());
        System.out.println("  malformed " + result.malformed());
        result.blanked()
                .forEach((element, times) ->
                        System.out.println("  " + element + ": " + times + " tokens are wider and left blank"));
        System.out.println("  list      " + result.rejects());
    }

    private static Map<String, Object> asJson(Path file, FileMinimizer.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("input", file.toString());
        json.put("output", result.output().toString());
        json.put("rows", result.tally().getRows());
        json.put("written", result.rows());
        json.put("refused", result.tally().getRefused());
        json.put("withheld", result.tally().getWithheld());
        json.put("malformed", result.malformed());
        json.put("tokens_left_blank", result.blanked());
        json.put("rejects", result.rejects().toString());
        return json;
    }
}
