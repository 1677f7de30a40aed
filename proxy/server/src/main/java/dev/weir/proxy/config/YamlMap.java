package dev.weir.proxy.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a YAML file. Each key is asked for by name and type; what is missing or of another type becomes a problem,
 * and so does every key that nobody asked for when {@link #finish} is called.
 */
final class YamlMap {
    private final String file;
    private final String path;
    private final int line;
    private final List<ConfigProblem> problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    YamlMap(String file, String path, MappingNode node, List<ConfigProblem> problems) {
        this.file = file;
        this.path = path;
        this.line = line(node);
        this.problems = problems;
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(line(tuple.getKeyNode()), "", "a key is a word");
                continue;
            }
            if (values.put(key.getValue(), tuple.getValueNode()) != null) {
                problem(line(key), "", "no key is there twice");
            }
            lines.put(key.getValue(), line(key));
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    }

    /** Returns the keys that are there, in file order. */
    Set<String> keys() {
        return values.keySet();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Records a problem of a key. */
    void problem(String key, String rule) {
        problem(lines.getOrDefault(key, line), key, rule);
    }

    private void problem(int at, String key, String rule) {
        String where = path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
        problems.add(new ConfigProblem(file, at, where, rule));
    }

    private Optional<Node> node(String key, boolean required) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null && required) {
            problem(line, key, "is required");
        }
        return Optional.ofNullable(node);
    }

    /** Returns a text; a code made of digits must be quoted. */
    Optional<String> text(String key) {
        return node(key, true).flatMap(n -> text(key, n));
    }

    /** Returns a text that may be left out. */
    Optional<String> optionalText(String key) {
        return node(key, false).flatMap(n -> text(key, n));
    }

    private Optional<String> text(String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            boolean digits = scalar.getScalarStyle() == ScalarStyle.PLAIN
                    && scalar.getValue().chars().allMatch(Character::isDigit);
            if (scalar.getTag().equals(Tag.STR) && !digits) {
                return Optional.of(scalar.getValue());
            }
            if (digits) {
                problem(key, "is a text; digits are quoted");
                return Optional.empty();
            }
        }
        problem(key, "is a text");
        return Optional.empty();
    }

    /** Returns true or false. */
    Optional<Boolean> flag(String key, boolean required) {
        Optional<Node> node = node(key, required);
        if (node.isPresent()) {
            if (node.get() instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
                return Optional.of(scalar.getValue().equalsIgnoreCase("true"));
            }
            problem(key, "is true or false");
        }
        return Optional.empty();
    }

    /** Returns a whole number that lies in a range; the default where it is left out. */
    int number(String key, int least, int most, int otherwise) {
        Optional<Node> node = node(key, false);
        if (node.isEmpty()) {
            return otherwise;
        }
        if (node.get() instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && scalar.getValue().matches("-?[0-9]{1,9}")) {
            int value = Integer.parseInt(scalar.getValue());
            if (value >= least && value <= most) {
                return value;
            }
        }
        problem(key, "is a whole number from " + least + " to " + most);
        return otherwise;
    }

    /** Returns a decimal between 0 and 1; the default where it is left out. */
    double share(String key, double otherwise) {
        Optional<Node> node = node(key, false);
        if (node.isEmpty()) {
            return otherwise;
        }
        if (node.get() instanceof ScalarNode scalar && scalar.getValue().matches("(0(\\.[0-9]{1,9})?|1(\\.0)?)")) {
            return Double.parseDouble(scalar.getValue());
        }
        problem(key, "is a number from 0 to 1");
        return otherwise;
    }

    /** Returns a list of texts; empty where it is left out. */
    List<String> texts(String key, boolean required) {
        Optional<Node> node = node(key, required);
        List<String> texts = new ArrayList<>();
        if (node.isEmpty()) {
            return texts;
        }
        if (!(node.get() instanceof SequenceNode sequence)) {
            problem(key, "is a list of texts");
            return texts;
        }
        for (Node item : sequence.getValue()) {
            text(key, item).ifPresent(texts::add);
        }
        return texts;
    }

    /** Returns a mapping. */
    Optional<YamlMap> map(String key, boolean required) {
        Optional<Node> node = node(key, required);
        if (node.isPresent()) {
            if (node.get() instanceof MappingNode mapping) {
                return Optional.of(new YamlMap(file, path.isEmpty() ? key : path + "." + key, mapping, problems));
            }
            problem(key, "is a mapping of keys to values");
        }
        return Optional.empty();
    }

    /** Records a problem for every key that nobody asked for. */
    void finish() {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                problem(lines.getOrDefault(key, line), "", "a key here is one of " + String.join(", ", sorted(asked)));
            }
        }
    }

    private static List<String> sorted(Set<String> keys) {
        return keys.stream().sorted().toList();
    }
}
