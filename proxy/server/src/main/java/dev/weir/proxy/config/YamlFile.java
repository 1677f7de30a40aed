package dev.weir.proxy.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a YAML file to its root mapping. One document, no aliases, no tags, at most 20 deep and 1 MiB. The library's own
 * messages quote the line they complain about and are never shown.
 */
final class YamlFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 20;

    private final String name;
    private final List<ConfigProblem> problems;

    YamlFile(String name, List<ConfigProblem> problems) {
        this.name = name;
        this.problems = problems;
    }

    /** Returns the root mapping; empty where there is none, with the reason among the problems. */
    Optional<YamlMap> read(Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                return problem(0, "has at most " + MAX_BYTES + " bytes");
            }
            text = Files.readString(file);
        } catch (MalformedInputException e) {
            return problem(0, "is UTF-8");
        } catch (IOException e) {
            return problem(0, "can be read");
        }
        return parse(text);
    }

    /** Returns the root mapping of a text. */
    Optional<YamlMap> parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            if (!isSafe(settings, text)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty() || !(root.get() instanceof MappingNode mapping)) {
                return problem(1, "is a mapping of keys to values");
            }
            return Optional.of(new YamlMap(name, "", mapping, problems));
        } catch (MarkedYamlEngineException e) {
            return problem(e.getProblemMark().map(m -> m.getLine() + 1).orElse(0), "is well-formed YAML");
        } catch (YamlEngineException e) {
            return problem(0, "is well-formed YAML");
        }
    }

    /** Looks for what may not be there, before anything is built from it. */
    private boolean isSafe(LoadSettings settings, String text) {
        int before = problems.size();
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            int line = event.getStartMark().map(m -> m.getLine() + 1).orElse(0);
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                problem(line, "has no anchors and aliases");
            } else if (isTagged(event)) {
                problem(line, "has no tags");
            }
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                problem(line, "is one document");
            }
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                problem(line, "is at most " + MAX_DEPTH + " deep");
                return false;
            }
            if (event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd) {
                depth--;
            }
        }
        return problems.size() == before;
    }

    private static boolean isTagged(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag().isPresent();
        }
        return event instanceof CollectionStartEvent collection
                && collection.getTag().isPresent();
    }

    private Optional<YamlMap> problem(int line, String rule) {
        problems.add(new ConfigProblem(name, line, "", rule));
        return Optional.empty();
    }
}
