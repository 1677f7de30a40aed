package dev.weir.conformance.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the suite and finds everything that is wrong with it. */
public final class SuiteReader {
    private final Path suites;
    private final List<String> problems = new ArrayList<>();
    private final List<TestCase> cases = new ArrayList<>();
    private final List<Vector> vectors = new ArrayList<>();

    private SuiteReader(Path suites) {
        this.suites = suites;
    }

    /**
     * Reads the suite below a folder.
     *
     * @throws SuiteException with all its problems
     */
    public static Suite read(Path home) throws SuiteException {
        SuiteReader reader = new SuiteReader(home.resolve("suites"));
        Suite suite = reader.suite(home);
        if (!reader.problems.isEmpty()) {
            throw new SuiteException(reader.problems);
        }
        return suite;
    }

    private Suite suite(Path home) throws SuiteException {
        JsonNode index = checked(suites.resolve("index.json"), "index");
        List<Requirement> requirements = new ArrayList<>();
        for (JsonNode r :
                checked(suites.resolve("requirements.yaml"), "requirements").path("requirements")) {
            requirements.add(new Requirement(
                    r.path("id").asString(),
                    r.path("shall").asBoolean(true),
                    r.path("section").asString(),
                    r.path("text").asString(),
                    r.path("untested").asString("")));
        }
        Map<String, Note> notes = new HashMap<>();
        new Args(checked(suites.resolve("notes.yaml"), "notes"))
                .at("notes")
                .members()
                .forEach((name, n) -> notes.put(name, new Note(name, n.text("kind"), n.text("effect"))));
        Map<String, Args> policies = new LinkedHashMap<>();
        new Args(checked(suites.resolve("policies.yaml"), "policies"))
                .at("policies")
                .members()
                .forEach(policies::put);
        for (Path file : files("vectors", ".json")) {
            vectors(checked(file, "vectors"));
        }
        for (Path file : files("scenarios", ".yaml")) {
            scenarios(file, checked(file, "scenarios"));
        }
        cases.sort(Comparator.comparing(TestCase::id));
        Set<String> retired = new HashSet<>(new Args(index).texts("retired"));
        Suite suite = new Suite(
                home,
                index.path("suite").asString(),
                index.path("specification").asString(),
                requirements,
                notes,
                policies,
                purposes(checked(suites.resolve("purposes.yaml"), "purposes")),
                cases,
                vectors,
                retired);
        check(suite, index);
        return suite;
    }

    /** Returns the purposes with every class filled in. */
    private static Args purposes(JsonNode document) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        new Args(document).at("purposes").members().forEach((name, purpose) -> {
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.setAll((ObjectNode) document.path("defaults"));
            row.setAll((ObjectNode) purpose.node().path("release"));
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.setAll((ObjectNode) purpose.node());
            whole.set("release", row);
            all.set(name, whole);
        });
        return new Args(all);
    }

    private JsonNode checked(Path file, String schema) throws SuiteException {
        JsonNode document = Documents.read(file);
        problems.addAll(Documents.problems(
                suites.resolve("schemas").resolve(schema + ".schema.json"),
                document,
                suites.relativize(file).toString()));
        return document;
    }

    private List<Path> files(String folder, String ending) throws SuiteException {
        try (Stream<Path> walk = Files.walk(suites.resolve(folder))) {
            return walk.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new SuiteException(List.of(folder + ": can be read"));
        }
    }

    private void scenarios(Path file, JsonNode document) {
        String subject = String.valueOf(file.getFileName()).replace(".yaml", "");
        Args defaults = new Args(document.path("defaults"));
        for (JsonNode node : document.path("cases")) {
            Args one = new Args(node);
            List<Step> steps = new ArrayList<>();
            for (Args step : one.list("steps")) {
                step.members().forEach((verb, args) -> steps.add(new Step(verb, args)));
            }
            cases.add(new TestCase(
                    one.text("id", ""),
                    one.text("title", ""),
                    Level.valueOf(one.text("level", defaults.text("level", "L1"))),
                    subject,
                    one.has("requirements") ? one.texts("requirements") : defaults.texts("requirements"),
                    one.has("features") ? one.texts("features") : defaults.texts("features"),
                    one.text("note", defaults.text("note", "")),
                    one.texts("catches"),
                    one.text("policy", defaults.text("policy", "default")),
                    one.flag("alone") || defaults.flag("alone"),
                    one.flag("quick"),
                    steps));
        }
    }

    private void vectors(JsonNode document) {
        for (JsonNode group : document.path("testGroups")) {
            Args key = new Args(group.path("key"));
            for (JsonNode test : group.path("tests")) {
                Args one = new Args(test);
                Vector vector = new Vector(
                        one.text("id", ""),
                        one.text("comment", ""),
                        group.path("policy").asString(),
                        one.text("element", ""),
                        one.text("class", ""),
                        one.text("input", ""),
                        one.text("result", ""),
                        one.text("answer", ""),
                        key.text("root", ""),
                        key.text("state", "") + "/" + key.text("domain", "") + "/" + key.text("epoch", ""));
                vectors.add(vector);
                ObjectNode args = JsonNodeFactory.instance.objectNode().put("id", vector.id());
                cases.add(new TestCase(
                        vector.id(),
                        vector.comment(),
                        Level.L1,
                        "vectors",
                        one.texts("req"),
                        List.of(),
                        one.texts("flags").stream().findFirst().orElse(""),
                        one.texts("catches"),
                        vector.policy(),
                        false,
                        one.flag("quick"),
                        List.of(new Step("vector", new Args(args)))));
            }
        }
    }

    private void check(Suite suite, JsonNode index) {
        Set<String> ids = new HashSet<>();
        Set<String> known = new HashSet<>();
        suite.requirements().forEach(r -> known.add(r.id()));
        for (TestCase one : suite.cases()) {
            require(ids.add(one.id()), one.id(), "is used once");
            require(!suite.retired().contains(one.id()), one.id(), "is not a retired id");
            require(suite.notes().containsKey(one.note()), one.id(), "has a note of notes.yaml: " + one.note());
            require(suite.policies().containsKey(one.policy()), one.id(), "has a policy of policies.yaml");
            require(!one.requirements().isEmpty(), one.id(), "tests a requirement");
            one.requirements().forEach(r -> require(known.contains(r), one.id(), "tests known requirements: " + r));
            require(!one.steps().isEmpty(), one.id(), "has steps");
        }
        Map<String, Integer> counts = new HashMap<>();
        suite.cases().forEach(c -> counts.merge(c.category(), 1, Integer::sum));
        new Args(index)
                .at("counts")
                .members()
                .forEach((category, count) -> require(
                        counts.getOrDefault(category, 0) == count.node().asInt(),
                        category,
                        "has as many cases as index.json says; run conform vectorgen append"));
        require(
                counts.keySet().equals(new Args(index).at("counts").members().keySet()),
                "index.json",
                "counts every category");
    }

    private void require(boolean holds, String place, String rule) {
        if (!holds) {
            problems.add(place + ": " + rule);
        }
    }
}
