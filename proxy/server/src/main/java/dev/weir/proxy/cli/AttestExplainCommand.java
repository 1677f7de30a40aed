package dev.weir.proxy.cli;

import dev.weir.core.attestation.Attestation;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.ReleaseRules;
import dev.weir.core.policy.RowScope;
import dev.weir.core.policy.Treatment;
import dev.weir.proxy.app.CmsRules;
import dev.weir.proxy.app.ShadowRun;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says in plain words what an attestation would release. */
@Command(
        name = "explain",
        description = "Says in plain words which fields of which files an attestation would release under a policy, to "
                + "whom, for how long, and which CMS rules will find fault with what stays blank; with counts where files "
                + "are given. Does not verify the attestation.",
        mixinStandardHelpOptions = true)
final class AttestExplainCommand implements Callable<Integer> {
    @Option(names = "--policy", paramLabel = "FOLDER", required = true, description = "Folder of the state's policy.")
    private Path folder;

    @Parameters(index = "0", paramLabel = "ATTESTATION", description = "The attestation.")
    private Path file;

    @Parameters(index = "1..*", paramLabel = "FILE", arity = "0..*", description = "T-MSIS files, for counts.")
    private List<Path> files = List.of();

    @Mixin
    private FileOptions fileOptions;

    @SuppressWarnings("NullAway.Init")
    AttestExplainCommand() {}

    @Override
    public Integer call() throws Exception {
        Attestation attestation = AttestCommand.attestation(file);
        Policy policy = PolicyReader.read(folder);
        ReleaseRow row = policy.opened(attestation.purpose(), attestation.classes());
        System.out.print(who(attestation));
        System.out.print(what(attestation, policy, row));
        CmsRules rules = CmsRules.builtIn();
        if (files.isEmpty()) {
            System.out.print(rules(attestation, policy, row, rules));
        } else {
            Map<String, Long> fired = new TreeMap<>();
            ShadowRun shadow = new ShadowRun(policy, row, rules, fileOptions.settings());
            for (Path input : files) {
                shadow.run(input).rules().forEach((rule, count) -> fired.merge(rule, count, Long::sum));
            }
            System.out.print(MinimizeCommand.fired(rules, fired));
        }
        return Exit.OK;
    }

    private static String who(Attestation a) {
        return a.official().name() + ", " + a.official().title() + ", of " + a.issuer() + ",\n"
                + "asks for the purpose " + a.purpose() + " (" + a.basis() + "; " + String.join("; ", a.authority())
                + "; " + a.agreement().type() + " " + a.agreement().id() + ")\n"
                + "  recipient   " + a.recipient() + "\n"
                + "  onward      " + (a.onward().isEmpty() ? "to nobody" : String.join(", ", a.onward())) + "\n"
                + "  files       " + new TreeSet<>(a.files()) + " of "
                + a.period().from() + " to "
                + a.period().to() + "\n"
                + "  valid       " + a.notBefore() + " to " + a.expires() + ", for " + a.maxUses()
                + (a.maxUses() == 1 ? " submission" : " submissions") + "\n"
                + "  kept        " + a.retainDays() + " days, then " + a.disposal() + "\n"
                + "  promises    " + new TreeSet<>(a.covenants()) + "\n"
                + a.subjects()
                        .map(s -> "  people      a list of " + s.count()
                                + (a.rows().filter(r -> r == RowScope.LISTED).isPresent()
                                        ? "; nobody else's rows are sent\n"
                                        : "; rows of all people are sent\n"))
                        .orElse("");
    }

    private static String what(Attestation attestation, Policy policy, ReleaseRow row) {
        StringBuilder out = new StringBuilder();
        for (Treatment treatment : List.of(Treatment.COPY, Treatment.LISTED, Treatment.GENERALIZE)) {
            List<String> lines = lines(attestation, policy, row, treatment);
            if (!lines.isEmpty()) {
                out.append(
                        switch (treatment) {
                            case COPY -> "Sent as they are, for all rows:\n";
                            case LISTED -> "Sent as they are, for the listed people only:\n";
                            case GENERALIZE -> "Sent coarser:\n";
                            case BLANK, TOKEN -> "";
                        });
                lines.forEach(l -> out.append("  ").append(l).append('\n'));
            }
        }
        if (out.length() == 0) {
            out.append("Nothing is released beyond what every submission sends.\n");
        }
        return out.append("Two approvals: ")
                .append(ReleaseRules.needsApproval(row) ? "required\n" : "not required\n")
                .toString();
    }

    private static List<String> lines(Attestation attestation, Policy policy, ReleaseRow row, Treatment treatment) {
        List<String> lines = new ArrayList<>();
        for (FieldClass fieldClass : FieldClass.values()) {
            if (!fieldClass.isProtected() || row.rule(fieldClass).treatment() != treatment) {
                continue;
            }
            for (Segment segment : segments(attestation)) {
                List<String> names = segment.elements().stream()
                        .filter(e -> e.fieldClass() == fieldClass
                                && !policy.blankElements().contains(e.name()))
                        .map(Element::name)
                        .toList();
                if (!names.isEmpty()) {
                    lines.add(String.format("%-18s %s %s", fieldClass, segment.id(), String.join(", ", names)));
                }
            }
        }
        return lines;
    }

    private static List<Segment> segments(Attestation attestation) {
        List<Segment> segments = new ArrayList<>();
        for (FileType type : new TreeSet<>(attestation.files())) {
            Catalogue.v4().segments(type).stream().filter(s -> !s.header()).forEach(segments::add);
        }
        return segments;
    }

    private static String rules(Attestation attestation, Policy policy, ReleaseRow row, CmsRules rules) {
        TreeSet<String> lines = new TreeSet<>();
        for (Segment segment : segments(attestation)) {
            for (Element element : segment.elements()) {
                if (CmsRules.isBlank(policy, row, element)) {
                    rules.of(segment, element)
                            .forEach(r -> lines.add(
                                    String.format("  %-14s %s.%s %s", r.id(), segment.id(), element.name(), r.text())));
                }
            }
        }
        return "CMS rules that will find fault with blank elements, as far as they are known: " + lines.size() + "\n"
                + (lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }
}
