package dev.weir.endpoints.leak;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.ClassWhen;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A state month made of canaries: every protected field of every segment of all nine file types holds a value that occurs
 * nowhere else, derived from a secret of the run, in the shape the element needs. SSN-shaped values begin with 9, which
 * was never issued. Fields that pass unchanged hold words that are no canaries.
 */
public final class CanaryMonth {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LONGEST = 24;

    private final byte[] secret;
    private final String state;
    private final int rowsPerSegment;
    private final Canaries canaries = new Canaries();

    /**
     * Creates a month.
     *
     * @param secret secret of the run, from which all canaries follow
     * @param state ANSI code of the state
     * @param rowsPerSegment rows of every segment
     */
    public CanaryMonth(byte[] secret, String state, int rowsPerSegment) {
        this.secret = secret.clone();
        this.state = state;
        this.rowsPerSegment = rowsPerSegment;
    }

    /** Writes the nine files, pipe separated, and returns their paths. */
    public List<Path> write(Path dir) throws IOException {
        Files.createDirectories(dir);
        List<Path> files = new ArrayList<>();
        for (FileType type : FileType.values()) {
            Path file = dir.resolve(type + ".psv");
            Files.write(file, file(type).getBytes(StandardCharsets.US_ASCII));
            files.add(file);
        }
        return files;
    }

    /** Returns the values that must not get out, as far as files have been written. */
    public Canaries canaries() {
        return canaries;
    }

    private String file(FileType type) {
        StringBuilder rows = new StringBuilder();
        int count = 0;
        for (int round = 0; round < rowsPerSegment; round++) {
            for (Segment segment : Catalogue.v4().segments(type)) {
                if (!segment.header()) {
                    rows.append(String.join("|", row(segment, ++count, round))).append('\n');
                }
            }
        }
        return String.join("|", header(type, count)) + "\n" + rows;
    }

    private List<String> row(Segment segment, int number, int round) {
        List<String> columns = new ArrayList<>();
        for (Element element : segment.elements()) {
            columns.add(
                    switch (element.field()) {
                        case Segment.RECORD_ID_FIELD -> segment.id();
                        case Segment.STATE_FIELD -> state;
                        case Segment.RECORD_NUMBER_FIELD -> Integer.toString(number);
                        default -> element.canBeProtected() ? "" : ordinary(element);
                    });
        }
        for (Element element : segment.elements()) {
            element.classWhen().ifPresent(when -> columns.set(when.siblingField() - 1, siblingValue(when, round)));
        }
        segment.rowRule().ifPresent(rule -> columns.set(rule.siblingField() - 1, Integer.toString(1 + round % 3)));
        for (Element element : segment.elements()) {
            boolean open =
                    element.canBeProtected() && columns.get(element.field() - 1).isEmpty();
            if (open && isProtected(element, columns)) {
                String value = canary(element, element.path() + " row " + number);
                columns.set(element.field() - 1, value);
                canaries.add(element.path() + " row " + number, value);
            }
        }
        return columns;
    }

    /** Takes turns with the sibling's values, a blank and one that nobody knows. */
    private static String siblingValue(ClassWhen when, int round) {
        List<String> values = new ArrayList<>(when.classes().keySet());
        values.add("");
        values.add("Z");
        return values.get(round % values.size());
    }

    private static boolean isProtected(Element element, List<String> columns) {
        return element.classWhen()
                .map(when -> {
                    FieldClass told = when.classes().get(columns.get(when.siblingField() - 1));
                    return told == null || told.isProtected();
                })
                .orElse(true);
    }

    private static String ordinary(Element element) {
        int width = element.width() == 0 ? 4 : element.width();
        return switch (element.type()) {
            case TEXT -> "CORE".substring(0, Math.min(4, width));
            case DATE -> "20261015";
            case DIGITS -> "7".repeat(Math.min(2, width));
            case DECIMAL -> element.scale() == 0 ? "12" : "12." + "5".repeat(element.scale());
        };
    }

    private String canary(Element element, String place) {
        byte[] noise = noise(place);
        int width = Math.min(LONGEST, element.width() == 0 ? LONGEST : element.width());
        if (element.type() == ValueType.DATE) {
            // Nobody alive was born then, so no other date of the month looks like it.
            int days = (noise[0] & 0xFF) << 16 | (noise[1] & 0xFF) << 8 | noise[2] & 0xFF;
            return String.format(
                    Locale.ROOT, "%04d%02d%02d", 1801 + days % 99, 1 + days / 99 % 12, 2 + days / 1188 % 27);
        }
        StringBuilder value = new StringBuilder();
        boolean digits = element.type() != ValueType.TEXT || holdsDigits(element);
        for (int i = 0; i < width; i++) {
            int next = noise[i % noise.length] & 0xFF;
            value.append(digits ? (char) ('0' + next % 10) : BASE32.charAt(next & 31));
        }
        if (digits) {
            value.setCharAt(0, '9');
        }
        return value.toString();
    }

    private static boolean holdsDigits(Element element) {
        String name = element.name();
        return name.contains("SSN") || name.contains("ZIP") || name.contains("PHONE") || name.contains("TAX-ID");
    }

    private byte[] noise(String place) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java runtime", e);
        }
    }

    private List<String> header(FileType type, int rows) {
        List<String> columns = new ArrayList<>();
        for (Element element : Catalogue.v4().header(type).elements()) {
            columns.add(
                    switch (element.name()) {
                        case "RECORD-ID" -> element.segmentId();
                        case "DATA-DICTIONARY-VERSION" -> "V4.0.0";
                        case "SUBMISSION-TRANSACTION-TYPE" -> "C";
                        case "FILE-ENCODING-SPECIFICATION" -> "PSV";
                        case "DATA-MAPPING-DOCUMENT-VERSION" -> "CANARY";
                        case "FILE-NAME" ->
                            type.headerCodes().stream().findFirst().orElse(type.name());
                        case "SUBMITTING-STATE" -> state;
                        case "DATE-FILE-CREATED" -> "20261103";
                        case "START-OF-TIME-PERIOD" -> "20261001";
                        case "END-OF-TIME-PERIOD" -> "20261031";
                        case "FILE-STATUS-INDICATOR" -> "T";
                        case "SSN-INDICATOR" -> "0";
                        case "TOT-REC-CNT" -> Integer.toString(rows);
                        case "SEQUENCE-NUMBER" -> "1";
                        case "STATE-NOTATION" -> notation(element);
                        default -> "";
                    });
        }
        return columns;
    }

    private String notation(Element element) {
        String value = canary(element, element.path() + " header");
        canaries.add(element.path() + " header", value);
        return value;
    }
}
