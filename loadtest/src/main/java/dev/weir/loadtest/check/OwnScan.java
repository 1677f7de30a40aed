package dev.weir.loadtest.check;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.weir.endpoints.leak.Canaries;
import dev.weir.endpoints.leak.Leak;
import dev.weir.endpoints.leak.LeakReport;
import dev.weir.endpoints.leak.LeakScanner;
import dev.weir.loadtest.month.StateRows;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.RowCursor;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Searches what a run hands out, its page, its results and the proxy's log, for protected values of the month that was
 * sent: of all people, claims and texts that the month is made of, and of some of their copies. Values that are digits
 * alone and shorter than an SSN are not searched for; they turn up in figures by chance.
 */
public final class OwnScan {
    /** Word that marks the month as what it is, and so stands in it and on the page. */
    private static final String MARK = "SYNTHETIC";

    private static final int COPIES = 200;
    private static final int DIGITS_THAT_TELL = 9;

    private final LeakScanner scanner;

    /** Prepares a search for values of a month. */
    public OwnScan(StateRows rows) {
        Canaries canaries = new Canaries();
        StateRows.sampleRows().forEach((type, once) -> {
            long all = rows.plan().rows(type);
            for (long row = 0; row < Math.min(once, all); row++) {
                take(rows, type, row, canaries);
            }
            for (int i = 0; i < COPIES && all > once; i++) {
                take(rows, type, once + (all - once - 1) * i / COPIES, canaries);
            }
        });
        scanner = new LeakScanner(canaries);
    }

    private static void take(StateRows rows, FileType type, long row, Canaries canaries) {
        WireBuffer record = new WireBuffer(4096);
        rows.record(type, row, record);
        RowCursor cursor = new RowCursor(Catalogue.v4());
        try {
            Segment segment = cursor.start(record.array(), 0, record.size());
            while (cursor.next()) {
                Element element = segment.element(cursor.field());
                String value =
                        new String(record.array(), cursor.valueOffset(), cursor.valueLength(), StandardCharsets.UTF_8);
                if (element.canBeProtected() && tells(value)) {
                    canaries.add(type + " row " + row + " " + element.path(), value);
                }
            }
        } catch (WireFaultException e) {
            throw new IllegalStateException(type + ": generated rows are in canonical form", e);
        }
    }

    private static boolean tells(String value) {
        boolean digits = value.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean fill = value.chars().distinct().count() < 2;
        return !fill && !value.equals(MARK) && (!digits || value.length() >= DIGITS_THAT_TELL);
    }

    /** Searches a text and returns the places at which something got out, never what. */
    public List<String> text(String name, String text) {
        return places(scanner.scanText(name, text));
    }

    /** Searches the names and texts of JSON; its figures are made of counts and times. */
    public List<String> json(String name, JsonObject json) {
        StringBuilder texts = new StringBuilder();
        collect(json, texts);
        return text(name, texts.toString());
    }

    private static void collect(JsonElement element, StringBuilder texts) {
        if (element.isJsonObject()) {
            for (Map.Entry<String, JsonElement> member :
                    element.getAsJsonObject().entrySet()) {
                texts.append(member.getKey()).append('\n');
                collect(member.getValue(), texts);
            }
        } else if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(inner -> collect(inner, texts));
        } else if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()) {
            texts.append(element.getAsString()).append('\n');
        }
    }

    /** Searches a file, if it is there. */
    public List<String> file(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return places(scanner.scan(String.valueOf(file.getFileName()), in));
        }
    }

    private static List<String> places(LeakReport report) {
        return new ArrayList<>(report.leaks().stream().map(Leak::text).toList());
    }
}
