package dev.weir.conformance.wire;

import dev.weir.conformance.wire.RecordParser.UnreadableException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Several parsers that look at the same bytes. Where they disagree, somebody sees what another one has checked away. */
public final class Judges {
    private final List<RecordParser> parsers;

    public Judges(List<RecordParser> parsers) {
        this.parsers = List.copyOf(parsers);
    }

    /** Returns the judges that need nothing but this library. */
    public static Judges builtIn() {
        return new Judges(List.of(
                new GeneratedParser(),
                new LooseParser(LooseParser.Mode.FIRST),
                new LooseParser(LooseParser.Mode.LAST),
                new LooseParser(LooseParser.Mode.MERGE)));
    }

    /** Returns the names of the parsers. */
    public List<String> names() {
        return parsers.stream().map(RecordParser::name).toList();
    }

    /** Returns what two parsers disagree about, and nothing where all of them see the same. */
    public Optional<String> disagreement(byte[] record) {
        SortedMap<String, String> first = null;
        for (RecordParser parser : parsers) {
            SortedMap<String, String> seen;
            try {
                seen = parser.read(record);
            } catch (UnreadableException e) {
                return Optional.of(parser.name() + " refuses it: " + e.getMessage());
            }
            Optional<String> unknown =
                    seen.keySet().stream().filter(k -> k.endsWith("?")).findFirst();
            if (unknown.isPresent()) {
                return Optional.of(parser.name() + " sees an unknown field at " + unknown.get());
            }
            if (first != null && !first.equals(seen)) {
                return Optional.of(parser.name() + " sees something else than "
                        + parsers.get(0).name());
            }
            first = first == null ? seen : first;
        }
        return Optional.empty();
    }
}
