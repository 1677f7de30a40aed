package dev.weir.conformance.run;

import dev.weir.conformance.wire.GeneratedParser;
import dev.weir.conformance.wire.RecordParser.UnreadableException;
import dev.weir.tmsis.Catalogue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names the elements in which two rows differ. Says whether a value is missing, too much or another one, and never what. */
final class RowDiff {
    private RowDiff() {}

    static String of(byte[] expected, byte[] arrived) {
        try {
            SortedMap<String, String> wanted = new GeneratedParser().read(expected);
            SortedMap<String, String> found = new GeneratedParser().read(arrived);
            SortedSet<String> paths = new TreeSet<>(wanted.keySet());
            paths.addAll(found.keySet());
            StringBuilder text = new StringBuilder();
            for (String path : paths) {
                String want = wanted.getOrDefault(path, "");
                String got = found.getOrDefault(path, "");
                if (!want.equals(got)) {
                    text.append(text.isEmpty() ? "" : ", ").append(name(path)).append(' ');
                    text.append(got.isEmpty() ? "is missing" : want.isEmpty() ? "should be blank" : "is another value");
                }
            }
            return text.isEmpty() ? "same fields, other encoding" : text.toString();
        } catch (UnreadableException e) {
            return "it cannot be parsed";
        }
    }

    private static String name(String path) {
        String[] parts = path.replace("?", "").split("\\.");
        if (parts.length != 2) {
            return path;
        }
        return Catalogue.v4()
                .segment(Integer.parseInt(parts[0]))
                .filter(s -> Integer.parseInt(parts[1]) <= s.elements().size())
                .map(s -> s.element(Integer.parseInt(parts[1])).path())
                .orElse(path);
    }
}
