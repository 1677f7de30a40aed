package dev.weir.conformance.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Owns ids and counts: gives a new case its id, never one that was used before, and keeps the index. */
public final class Generator {
    private static final Pattern NEW = Pattern.compile("(\"?id\"?: *\"?)([A-Z]{3})-new\\b");
    private static final Pattern ID = Pattern.compile("\"?\\bid\"?: *\"?([A-Z]{3})-([0-9]{3})\\b");

    private final Path suites;

    public Generator(Path home) {
        this.suites = home.resolve("suites");
    }

    /** Gives every case with an id such as {@code WIR-new} the next one of its category; returns how many there were. */
    public int append() throws IOException, SuiteException {
        Map<String, Integer> highest = highest();
        int given = 0;
        for (Path file : files()) {
            String text = Files.readString(file);
            Matcher matcher = NEW.matcher(text);
            StringBuilder changed = new StringBuilder();
            while (matcher.find()) {
                int next = highest.merge(matcher.group(2), 1, Integer::sum);
                matcher.appendReplacement(
                        changed,
                        Matcher.quoteReplacement(matcher.group(1) + matcher.group(2) + String.format("-%03d", next)));
                given++;
            }
            matcher.appendTail(changed);
            if (!changed.toString().equals(text)) {
                Files.writeString(file, changed.toString());
            }
        }
        index(highest);
        return given;
    }

    private Map<String, Integer> highest() throws IOException, SuiteException {
        Map<String, Integer> highest = new TreeMap<>();
        new Args(Documents.read(suites.resolve("index.json")))
                .at("highest")
                .members()
                .forEach((category, number) ->
                        highest.put(category, number.node().asInt()));
        for (String id : ids()) {
            highest.merge(id.substring(0, 3), Integer.parseInt(id.substring(4)), Math::max);
        }
        return highest;
    }

    private void index(Map<String, Integer> highest) throws IOException, SuiteException {
        Path file = suites.resolve("index.json");
        JsonNode before = Documents.read(file);
        TreeSet<String> retired = new TreeSet<>(new Args(before).texts("retired"));
        retired.addAll(gone(before));
        Map<String, Integer> counts = new TreeMap<>();
        ids().forEach(id -> counts.merge(id.substring(0, 3), 1, Integer::sum));
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("suite", before.path("suite").asString());
        index.put("specification", before.path("specification").asString());
        index.put("counts", counts);
        index.put("highest", highest);
        index.put("retired", retired);
        Files.writeString(file, Documents.pretty(index));
    }

    /** Returns the ids below the highest that no case has any more: they are used up. */
    private List<String> gone(JsonNode before) throws IOException {
        List<String> now = ids();
        List<String> gone = new ArrayList<>();
        new Args(before).at("highest").members().forEach((category, highest) -> {
            for (int i = 1; i <= highest.node().asInt(); i++) {
                String id = String.format("%s-%03d", category, i);
                if (!now.contains(id)) {
                    gone.add(id);
                }
            }
        });
        return gone;
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : files()) {
            Matcher matcher = ID.matcher(Files.readString(file));
            while (matcher.find()) {
                ids.add(matcher.group(1) + "-" + matcher.group(2));
            }
        }
        return ids;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("scenarios", "vectors")) {
            try (Stream<Path> walk = Files.walk(suites.resolve(folder))) {
                walk.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
