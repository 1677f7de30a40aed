package dev.weir.tmsis.testing;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.LayoutRefusedException;
import dev.weir.tmsis.wire.RowEncoder;
import dev.weir.tmsis.wire.WireBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random rows whose values are well formed in both encodings. */
public final class RandomRows {
    /** Width that the test layout assumes where none was published. */
    public static final int ASSUMED_WIDTH = 24;

    private static final String TEXT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,'&-/";

    private final Random random;
    private final String state;

    public RandomRows(long seed, String state) {
        this.random = new Random(seed);
        this.state = state;
    }

    /** Returns the columns of a row of a segment that is not a header. */
    public List<String> row(Segment segment, long number) {
        List<String> columns = new ArrayList<>();
        for (Element element : segment.elements()) {
            columns.add(
                    switch (element.field()) {
                        case Segment.RECORD_ID_FIELD -> segment.id();
                        case Segment.STATE_FIELD -> state;
                        case Segment.RECORD_NUMBER_FIELD -> String.format("%011d", number);
                        default -> random.nextInt(3) == 0 ? "" : value(element);
                    });
        }
        segment.rowRule().ifPresent(rule -> columns.set(rule.siblingField() - 1, random.nextBoolean() ? "2" : "3"));
        for (Element element : segment.elements()) {
            element.classWhen().ifPresent(when -> {
                List<String> values = new ArrayList<>(when.classes().keySet());
                values.add("");
                values.add("9");
                columns.set(when.siblingField() - 1, values.get(random.nextInt(values.size())));
            });
        }
        return columns;
    }

    /** Returns a value that fits the element. */
    public String value(Element element) {
        int width = element.width() == 0 ? ASSUMED_WIDTH : element.width();
        return switch (element.type()) {
            case TEXT -> text(1 + random.nextInt(Math.min(width, 60)));
            case DATE ->
                String.format(
                        "%04d%02d%02d", 1920 + random.nextInt(106), 1 + random.nextInt(12), 1 + random.nextInt(28));
            case DIGITS -> digits(width);
            case DECIMAL -> decimal(width, element.scale());
        };
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(TEXT.charAt(random.nextInt(TEXT.length())));
        }
        // Padding cannot be told from trailing spaces, so a well-formed value has none.
        text.setCharAt(length - 1, (char) ('A' + random.nextInt(26)));
        if (random.nextInt(40) == 0) {
            text.setCharAt(0, '\u00C9');
        }
        return text.toString();
    }

    private String digits(int count) {
        return random.ints(count, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    private String decimal(int width, int scale) {
        String whole = Long.toString(Math.abs(random.nextLong()) % 1_000_000 % (long) Math.pow(10, width - scale - 1));
        return (random.nextInt(5) == 0 ? "-" : "") + whole + (scale == 0 ? "" : "." + digits(scale));
    }

    /** Returns the columns of a header row. */
    public List<String> header(FileType type, String encoding, long rows) {
        List<String> columns = new ArrayList<>();
        for (Element element : Catalogue.v4().header(type).elements()) {
            columns.add(
                    switch (element.name()) {
                        case "RECORD-ID" -> element.segmentId();
                        case "DATA-DICTIONARY-VERSION" -> "V4.0.0";
                        case "SUBMISSION-TRANSACTION-TYPE" -> "C";
                        case "FILE-ENCODING-SPECIFICATION" -> encoding;
                        case "DATA-MAPPING-DOCUMENT-VERSION" -> "1";
                        case "FILE-NAME" ->
                            type.headerCodes().stream().findFirst().orElse("FTX");
                        case "SUBMITTING-STATE" -> state;
                        case "DATE-FILE-CREATED" -> "20261103";
                        case "START-OF-TIME-PERIOD" -> "20261001";
                        case "END-OF-TIME-PERIOD" -> "20261031";
                        case "FILE-STATUS-INDICATOR" -> "T";
                        case "SSN-INDICATOR" -> "0";
                        case "TOT-REC-CNT" -> String.format("%011d", rows);
                        case "SEQUENCE-NUMBER" -> "0001";
                        default -> "";
                    });
        }
        return columns;
    }

    /** Returns columns as a record in canonical wire form. */
    public static byte[] record(Segment segment, List<String> columns) {
        WireBuffer values = new WireBuffer(1024);
        int[] ends = new int[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            byte[] value = columns.get(i).getBytes(StandardCharsets.UTF_8);
            values.put(value, 0, value.length);
            ends[i] = values.size();
        }
        RowEncoder encoder = new RowEncoder();
        encoder.start(values.array());
        for (int i = 0; i < ends.length; i++) {
            int from = i == 0 ? 0 : ends[i - 1];
            encoder.value(i + 1, from, ends[i] - from);
        }
        WireBuffer record = new WireBuffer(1024);
        encoder.record(segment, record);
        return record.toByteArray();
    }

    /** Returns a layout for every segment; positions that were never published follow from assumed widths. */
    public static FixedLayout assumedLayout() {
        try {
            return FixedLayout.builtIn().with("assumed.csv", assumedLayoutLines());
        } catch (LayoutRefusedException e) {
            throw new IllegalStateException(String.join("; ", e.problems()), e);
        }
    }

    private static List<String> assumedLayoutLines() {
        List<String> lines = new ArrayList<>(List.of("segment,element,name,start,stop,basis"));
        for (Segment segment : Catalogue.v4().segments()) {
            if (!FixedLayout.builtIn().knows(segment)) {
                int start = 1;
                for (Element element : segment.elements()) {
                    int width = element.width() == 0 ? ASSUMED_WIDTH : element.width();
                    int stop = start + width - 1;
                    lines.add(String.join(
                            ",", segment.id(), element.number(), element.name(), "" + start, "" + stop, "assumed"));
                    start = stop + 1;
                }
            }
        }
        return lines;
    }
}
