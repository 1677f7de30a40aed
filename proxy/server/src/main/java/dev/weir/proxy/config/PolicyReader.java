package dev.weir.proxy.config;

import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Jurisdiction;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.PurposePolicy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.ReleaseRules;
import dev.weir.core.policy.ReleaseTerms;
import dev.weir.core.policy.WitnessRule;
import dev.weir.core.token.TokenScope;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a state's policy: {@code _base/policy.yaml} beside the state's folder, and {@code policy.yaml} in it, which may
 * narrow the base and never widen it.
 */
public final class PolicyReader {
    /** Name of the policy file in a folder. */
    public static final String FILE = "policy.yaml";

    private static final String BASE = "_base";

    private final List<ConfigProblem> problems = new ArrayList<>();

    private PolicyReader() {}

    /** What a state's file says beyond the base. */
    private record Narrowing(
            Map<FieldClass, ClassRule> none,
            Map<Purpose, Map<FieldClass, ClassRule>> purposes,
            Set<Purpose> disabled,
            Set<String> elements) {}

    /**
     * Reads the policy of a state.
     *
     * @param folder the state's folder, such as {@code state-configs/ca}
     * @throws ConfigException with all problems of both files
     */
    public static Policy read(Path folder) throws ConfigException {
        PolicyReader reader = new PolicyReader();
        Optional<Policy> policy = reader.policy(folder.toAbsolutePath().normalize(), folder);
        if (policy.isEmpty() || !reader.problems.isEmpty()) {
            throw new ConfigException(reader.problems);
        }
        return policy.get();
    }

    private Optional<Policy> policy(Path folder, Path shown) {
        Path parent = folder.getParent();
        Path baseFile = (parent == null ? folder : parent).resolve(BASE).resolve(FILE);
        Path shownParent = shown.getParent();
        Path shownBase = shownParent == null
                ? Path.of(BASE, FILE)
                : shownParent.resolve(BASE).resolve(FILE);
        Optional<YamlMap> baseYaml = new YamlFile(shownBase.toString(), problems).read(baseFile);
        Optional<YamlMap> stateYaml = new YamlFile(shown.resolve(FILE).toString(), problems).read(folder.resolve(FILE));
        Optional<Base> base = baseYaml.flatMap(this::base);
        if (base.isEmpty() || stateYaml.isEmpty()) {
            return Optional.empty();
        }
        return state(stateYaml.get(), base.get(), String.valueOf(folder.getFileName()));
    }

    /** What the base says. */
    private record Base(ReleaseRow none, Map<Purpose, PurposePolicy> purposes, String notice, ReleaseTerms terms) {
        ReleaseRow release(Purpose purpose) {
            PurposePolicy listed = purposes.get(purpose);
            if (listed == null) {
                throw new IllegalStateException("base policy: every purpose is listed");
            }
            return listed.release();
        }
    }

    private Optional<Base> base(YamlMap yaml) {
        int version = yaml.number("smp", 1, 1, 0);
        if (version != 1) {
            yaml.problem("smp", "is 1, the version of the protocol");
        }
        Optional<String> notice = yaml.text("notice");
        Optional<ReleaseRow> none = yaml.map("none", true).flatMap(this::row);
        none.ifPresent(row -> ReleaseRules.ofNone(row).forEach(p -> yaml.problem("none." + p.fieldClass(), p.rule())));
        Map<Purpose, PurposePolicy> purposes = new EnumMap<>(Purpose.class);
        yaml.map("purposes", true).ifPresent(listed -> {
            purposes(listed, purposes);
            for (Purpose purpose : Purpose.values()) {
                if (!listed.has(purpose.name())) {
                    listed.problem(purpose.name(), "is required");
                }
            }
        });
        Optional<ReleaseTerms> terms = TermsReader.base(yaml);
        yaml.finish();
        return none.isPresent() && notice.isPresent() && terms.isPresent() && purposes.size() == Purpose.values().length
                ? Optional.of(new Base(none.get(), purposes, notice.get(), terms.get()))
                : Optional.empty();
    }

    private void purposes(YamlMap listed, Map<Purpose, PurposePolicy> purposes) {
        for (String code : listed.keys()) {
            Optional<YamlMap> yaml = listed.map(code, true);
            Optional<Purpose> purpose = purpose(listed, code);
            if (purpose.isEmpty() || yaml.isEmpty()) {
                continue;
            }
            Optional<Boolean> enabled = yaml.get().flag("enabled", true);
            List<String> authority = yaml.get().texts("authority", true);
            Optional<String> hl7 = yaml.get().text("hl7");
            boolean exclusive = yaml.get().flag("exclusive", false).orElse(false);
            Optional<ReleaseRow> release = yaml.get().map("release", true).flatMap(this::row);
            yaml.get().finish();
            if (release.isPresent()) {
                ReleaseRules.ofPurpose(purpose.get(), exclusive, release.get())
                        .forEach(p -> yaml.get().problem("release." + p.fieldClass(), p.rule()));
                purposes.put(
                        purpose.get(),
                        new PurposePolicy(
                                purpose.get(),
                                enabled.orElse(false),
                                authority,
                                hl7.orElse(""),
                                exclusive,
                                release.get()));
            }
        }
    }

    private static Optional<Purpose> purpose(YamlMap yaml, String code) {
        Optional<Purpose> purpose = Purpose.ofCode(code);
        if (purpose.isEmpty()) {
            yaml.problem(
                    Purpose.isForbidden(code) ? code : "",
                    Purpose.isForbidden(code)
                            ? "Medicaid data is never released for this purpose"
                            : "a purpose is one of the closed list of the protocol");
        }
        return purpose;
    }

    /** Reads a row in which every class must be. */
    private Optional<ReleaseRow> row(YamlMap yaml) {
        Map<FieldClass, ClassRule> rules = rules(yaml);
        for (FieldClass fieldClass : FieldClass.values()) {
            if (!yaml.has(fieldClass.name())) {
                yaml.problem(fieldClass.name(), "is required");
            }
        }
        return rules.size() == FieldClass.values().length ? Optional.of(ReleaseRow.of(rules)) : Optional.empty();
    }

    private Map<FieldClass, ClassRule> rules(YamlMap yaml) {
        Map<FieldClass, ClassRule> rules = new EnumMap<>(FieldClass.class);
        for (FieldClass fieldClass : FieldClass.values()) {
            if (yaml.has(fieldClass.name())) {
                Optional<String> text = yaml.text(fieldClass.name());
                Optional<ClassRule> rule = text.flatMap(ClassRule::parse);
                if (text.isPresent() && rule.isEmpty()) {
                    yaml.problem(
                            fieldClass.name(),
                            "is BLANK, TOKEN, GENERALIZE(month), GENERALIZE(year), GENERALIZE(zip5), GENERALIZE(zip3),"
                                    + " LISTED or COPY");
                }
                rule.ifPresent(r -> rules.put(fieldClass, r));
            } else {
                yaml.optionalText(fieldClass.name());
            }
        }
        yaml.finish();
        ReleaseRules.ofClasses(rules).forEach(p -> yaml.problem(p.fieldClass().name(), p.rule()));
        return rules;
    }

    private Optional<Policy> state(YamlMap yaml, Base base, String folder) {
        Optional<String> usps = yaml.text("state");
        if (usps.isPresent() && !usps.get().toLowerCase(Locale.ROOT).equals(folder)) {
            yaml.problem("state", "is the USPS code that the folder is named by");
        }
        List<String> ansi = yaml.texts("ansi", true);
        if (ansi.isEmpty() || !ansi.stream().allMatch(c -> c.matches("[0-9]{2}"))) {
            yaml.problem("ansi", "is a list of two-digit codes");
        }
        Optional<String> name = yaml.text("name");
        Optional<String> ownName = yaml.text("own_name");
        Optional<Boolean> plaintiff = yaml.flag("plaintiff_2025", true);
        Optional<TokenScope> scope = scope(yaml, usps);
        Optional<String> statute = yaml.optionalText("statute");
        Narrowing narrowing = narrowing(yaml, base);
        Optional<ReleaseTerms> terms = TermsReader.state(yaml, base.terms());
        WitnessRule witnesses = TermsReader.witnesses(yaml);
        yaml.finish();
        if (usps.isEmpty()
                || name.isEmpty()
                || ownName.isEmpty()
                || plaintiff.isEmpty()
                || scope.isEmpty()
                || terms.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Policy(
                new Jurisdiction(usps.get(), ansi, name.get(), ownName.get(), plaintiff.get()),
                scope.get(),
                base.none().narrowedBy(narrowing.none()),
                narrowed(base.purposes(), narrowing),
                narrowing.elements(),
                statute.orElse(""),
                base.notice(),
                terms.get(),
                witnesses));
    }

    private static Optional<TokenScope> scope(YamlMap yaml, Optional<String> usps) {
        Optional<String> domain = yaml.text("linkage_domain");
        Optional<String> epoch = yaml.text("epoch");
        boolean goodState = usps.filter(s -> s.matches("[A-Z]{2}")).isPresent();
        boolean goodDomain = domain.filter(d -> d.matches("[a-z0-9.-]{1,64}")).isPresent();
        boolean goodEpoch = epoch.filter(e -> e.matches("[A-Z]")).isPresent();
        if (usps.isPresent() && !goodState) {
            yaml.problem("state", "is a USPS code of two capital letters");
        }
        if (domain.isPresent() && !goodDomain) {
            yaml.problem("linkage_domain", "has 1 to 64 characters of a-z 0-9 . -");
        }
        if (epoch.isPresent() && !goodEpoch) {
            yaml.problem("epoch", "is a letter from A to Z");
        }
        return goodState && goodDomain && goodEpoch
                ? Optional.of(new TokenScope(
                        usps.orElseThrow(),
                        domain.orElseThrow(),
                        epoch.orElseThrow().charAt(0)))
                : Optional.empty();
    }

    private Narrowing narrowing(YamlMap yaml, Base base) {
        Map<FieldClass, ClassRule> none = new EnumMap<>(FieldClass.class);
        Map<Purpose, Map<FieldClass, ClassRule>> purposes = new EnumMap<>(Purpose.class);
        Set<String> elements = new HashSet<>();
        yaml.map("narrow", false).ifPresent(narrow -> {
            narrow.map("none", false).ifPresent(row -> {
                none.putAll(rules(row));
                requireNarrower(row, none, base.none());
            });
            narrow.map("purposes", false).ifPresent(listed -> {
                for (String code : listed.keys()) {
                    Optional<Purpose> purpose = purpose(listed, code);
                    Optional<YamlMap> row = listed.map(code, true);
                    if (purpose.isPresent() && row.isPresent()) {
                        Map<FieldClass, ClassRule> rules = rules(row.get());
                        requireNarrower(row.get(), rules, base.release(purpose.get()));
                        purposes.put(purpose.get(), rules);
                    }
                }
            });
            elements.addAll(elements(narrow));
            narrow.finish();
        });
        Set<Purpose> disabled = EnumSet.noneOf(Purpose.class);
        for (String code : yaml.texts("disable", false)) {
            Purpose.ofCode(code)
                    .ifPresentOrElse(
                            disabled::add,
                            () -> yaml.problem("disable", "a purpose is one of the closed list of the protocol"));
        }
        return new Narrowing(none, purposes, disabled, elements);
    }

    private static void requireNarrower(YamlMap yaml, Map<FieldClass, ClassRule> rules, ReleaseRow base) {
        rules.forEach((fieldClass, rule) -> {
            if (!rule.isNoWiderThan(base.rule(fieldClass))) {
                yaml.problem(fieldClass.name(), "a state policy narrows the base and never widens it");
            }
        });
    }

    /** Reads names of elements to be blanked: elements of the dictionary that rows and files can do without. */
    private static List<String> elements(YamlMap narrow) {
        List<String> names = narrow.texts("elements", false);
        for (String name : names) {
            boolean known = Catalogue.v4().segments().stream()
                    .anyMatch(s -> !s.header()
                            && s.element(name)
                                    .filter(e -> e.field() > Segment.RECORD_NUMBER_FIELD)
                                    .isPresent());
            boolean inHeader = Catalogue.v4().segments().stream()
                    .anyMatch(s -> s.header() && s.element(name).isPresent() && !name.equals("STATE-NOTATION"));
            if (!known || inHeader) {
                narrow.problem(
                        "elements", "an element is one of the dictionary, and none that every row or header needs");
            }
        }
        return names;
    }

    private static Map<Purpose, PurposePolicy> narrowed(Map<Purpose, PurposePolicy> base, Narrowing narrowing) {
        Map<Purpose, PurposePolicy> result = new EnumMap<>(Purpose.class);
        base.forEach((purpose, policy) -> result.put(
                purpose,
                new PurposePolicy(
                        purpose,
                        policy.enabled() && !narrowing.disabled().contains(purpose),
                        policy.authority(),
                        policy.hl7(),
                        policy.exclusive(),
                        policy.release().narrowedBy(narrowing.purposes().getOrDefault(purpose, Map.of())))));
        return result;
    }
}
