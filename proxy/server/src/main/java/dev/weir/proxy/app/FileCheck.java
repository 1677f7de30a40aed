package dev.weir.proxy.app;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.file.FileHeader;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.RowProblem;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.wire.RowCursor;
import dev.weir.tmsis.wire.Utf8;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a T-MSIS file from end to end and says what is wrong with it: row, segment, element and rule, never a value. */
public final class FileCheck {
    private static final int MOST_SHOWN = 100;

    private final List<String> problems = new ArrayList<>();
    private final RowCursor cursor = new RowCursor(Catalogue.v4());
    private long problemCount;

    private FileCheck() {}

    /**
     * What a check found.
     *
     * @param header what the header row says
     * @param rows rows behind it
     * @param problemCount problems found
     * @param problems the first hundred of them, a line each
     */
    public record Result(FileHeader header, long rows, long problemCount, List<String> problems) {}

    /** Checks a file. */
    public static Result run(Path file, ReadSettings settings) throws IOException {
        FileCheck check = new FileCheck();
        WireBuffer record = new WireBuffer(4096);
        try (TmsisReader reader = TmsisReader.open(file, settings)) {
            for (TmsisReader.Next next = reader.next(); next != TmsisReader.Next.END; next = reader.next()) {
                if (next == TmsisReader.Next.MALFORMED) {
                    RowProblem problem = reader.problem().orElseThrow();
                    String segment = reader.segment().map(s -> " " + s.id()).orElse("");
                    check.problem(file, reader.row(), segment, problem.rule() + " (" + problem + ")");
                } else {
                    record.clear();
                    reader.writeRecord(record);
                    check.row(file, reader.row(), record);
                }
            }
            return new Result(reader.header(), reader.row(), check.problemCount, List.copyOf(check.problems));
        } catch (WireFaultException e) {
            throw new IllegalStateException("a reader makes records in canonical form", e);
        }
    }

    private void row(Path file, long row, WireBuffer record) throws WireFaultException {
        Segment segment = cursor.start(record.array(), 0, record.size());
        while (cursor.next()) {
            Element element = segment.element(cursor.field());
            int length = cursor.valueLength();
            if (length > element.maxCharacters()
                    && Utf8.characters(record.array(), cursor.valueOffset(), length) > element.maxCharacters()) {
                problem(
                        file,
                        row,
                        " " + element.path(),
                        "a value has at most " + element.maxCharacters() + " characters (WIDTH)");
            }
            if (hasControls(record.array(), cursor.valueOffset(), length)) {
                problem(file, row, " " + element.path(), "a value holds no control character (CHARACTER)");
            }
        }
    }

    private static boolean hasControls(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if ((bytes[i] >= 0 && bytes[i] < 0x20) || bytes[i] == 0x7F || bytes[i] == '|') {
                return true;
            }
        }
        return false;
    }

    private void problem(Path file, long row, String place, String rule) {
        problemCount++;
        if (problems.size() < MOST_SHOWN) {
            problems.add(file + ": row " + row + place + ": " + rule);
        }
    }
}
