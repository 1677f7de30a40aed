package dev.weir.proxy.app;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.wire.RowCursor;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Holds files and their minimized feed against each other, row by row: one person must have one token everywhere, and no
 * two people the same. Keeps raw identifiers in memory, so it is for synthetic data.
 */
final class TokenAudit {
    private final ReadSettings settings;
    private final RowCursor cursor = new RowCursor(Catalogue.v4());
    private final Map<String, String> tokenOf = new HashMap<>();
    private final Map<String, String> personOf = new HashMap<>();
    private final Map<String, Map<FileType, Integer>> seen = new LinkedHashMap<>();
    private long pairs;
    private long conflicts;

    TokenAudit(ReadSettings settings) {
        this.settings = settings;
    }

    /**
     * Takes a file and its feed.
     *
     * @param left rows of the input that are not in the feed, by number
     */
    void files(Path input, Set<Long> left, Path feed) throws IOException {
        try (TmsisReader before = TmsisReader.open(input, settings);
                TmsisReader after = TmsisReader.open(feed, settings)) {
            FileType type = before.header().fileType();
            while (before.next() != TmsisReader.Next.END) {
                if (left.contains(before.row())) {
                    continue;
                }
                if (after.next() != TmsisReader.Next.ROW) {
                    throw new IOException(
                            feed.getFileName() + ": has a row for every row that was sent and not left out");
                }
                compare(type, values(before), values(after));
            }
        } catch (WireFaultException e) {
            throw new IllegalStateException("a reader makes records in canonical form", e);
        }
    }

    private Map<Element, String> values(TmsisReader reader) throws WireFaultException {
        WireBuffer record = new WireBuffer(2048);
        reader.writeRecord(record);
        Map<Element, String> values = new LinkedHashMap<>();
        Segment segment = cursor.start(record.array(), 0, record.size());
        while (cursor.next()) {
            values.put(
                    segment.element(cursor.field()),
                    new String(record.array(), cursor.valueOffset(), cursor.valueLength(), StandardCharsets.UTF_8));
        }
        return values;
    }

    private void compare(FileType type, Map<Element, String> before, Map<Element, String> after) {
        before.forEach((element, value) -> {
            String token = after.get(element);
            if (element.fieldClass() == FieldClass.MSIS_ID && token != null) {
                String person = value.strip();
                pairs++;
                boolean same = tokenOf.computeIfAbsent(person, p -> token).equals(token)
                        && personOf.computeIfAbsent(token, t -> person).equals(person);
                conflicts += same ? 0 : 1;
                seen.computeIfAbsent(token, t -> new EnumMap<>(FileType.class)).merge(type, 1, Integer::sum);
            }
        });
    }

    /** Returns the people found. */
    int people() {
        return tokenOf.size();
    }

    /** Returns the identifiers compared with their tokens. */
    long pairs() {
        return pairs;
    }

    /** Returns how often a person had another token than before, or a token another person. */
    long conflicts() {
        return conflicts;
    }

    /** Returns the token that stands in most file types. */
    String widestToken() {
        String widest = "";
        for (String token : seen.keySet()) {
            if (widest.isEmpty() || rank(token) > rank(widest)) {
                widest = token;
            }
        }
        return widest;
    }

    private long rank(String token) {
        Map<FileType, Integer> files = seen(token);
        return files.size() * 1_000_000L
                + files.values().stream().mapToInt(i -> i).sum();
    }

    /** Returns in how many rows of each file type a token stands. */
    Map<FileType, Integer> seen(String token) {
        return seen.getOrDefault(token, Map.of());
    }
}
