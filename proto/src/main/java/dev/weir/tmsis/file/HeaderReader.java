package dev.weir.tmsis.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.v4.Record;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads header rows and refuses those that contradict their file. */
public final class HeaderReader {
    private static final Pattern V4 = Pattern.compile("[Vv]?4(\\..*)?");

    private final Catalogue catalogue;
    private final String place;
    private final String dictionary;

    /**
     * Creates a reader.
     *
     * @param place name of the file, for refusals
     * @param dictionary how DATA-DICTIONARY-VERSION must begin; empty for version 4
     */
    public HeaderReader(Catalogue catalogue, String place, String dictionary) {
        this.catalogue = catalogue;
        this.place = place;
        this.dictionary = dictionary;
    }

    /**
     * Reads a header row.
     *
     * @param bytes the row as a record in wire form
     * @param expected encoding in which the row was found; empty where it arrived by itself
     */
    public FileHeader read(ByteString bytes, Optional<Encoding> expected) throws FileRefusedException {
        Record record;
        try {
            record = Record.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new FileRefusedException(FileProblem.NO_HEADER, place, "the first row is a header row");
        }
        Segment segment = catalogue
                .segment(record.getSegmentCase().getNumber())
                .filter(Segment::header)
                .orElseThrow(() -> new FileRefusedException(
                        FileProblem.NO_HEADER, place, "the first row is a header row of a known file type"));
        Values values = new Values(segment, record);
        String version = values.of("DATA-DICTIONARY-VERSION");
        boolean known = dictionary.isEmpty() ? V4.matcher(version).matches() : version.startsWith(dictionary);
        values.require(known, "DATA-DICTIONARY-VERSION", "names the dictionary version of the layout, else version 4");
        values.require(values.of("RECORD-ID").equals(segment.id()), "RECORD-ID", "is the id of the header segment");
        requireFileName(values, segment.fileType());
        values.require(
                values.of("SUBMITTING-STATE").length() == 2 && Digits.are(values.of("SUBMITTING-STATE"), 2),
                "SUBMITTING-STATE",
                "is two digits");
        String status = values.of("FILE-STATUS-INDICATOR");
        values.require(status.equals("T") || status.equals("P"), "FILE-STATUS-INDICATOR", "is T or P");
        String count = values.of("TOT-REC-CNT");
        values.require(Digits.are(count, 11), "TOT-REC-CNT", "is a number of at most 11 digits");
        return new FileHeader(
                segment.fileType(),
                version,
                encoding(values, expected),
                values.of("SUBMITTING-STATE"),
                period(values),
                status.equals("T"),
                Digits.number(count),
                bytes);
    }

    private static void requireFileName(Values values, FileType type) throws FileRefusedException {
        String code = values.of("FILE-NAME");
        boolean foreign = false;
        for (FileType other : FileType.values()) {
            foreign |= other != type && other.headerCodes().contains(code);
        }
        values.require(!code.isBlank() && !foreign, "FILE-NAME", "is the code of the file's own type");
    }

    private static Encoding encoding(Values values, Optional<Encoding> expected) throws FileRefusedException {
        String name = "FILE-ENCODING-SPECIFICATION";
        String code = values.of(name);
        values.require(code.equals("PSV") || code.equals("FLF"), name, "is PSV or FLF");
        Encoding encoding = code.equals("PSV") ? Encoding.PSV : Encoding.FLF;
        values.require(expected.isEmpty() || expected.get() == encoding, name, "is the encoding of the file");
        return encoding;
    }

    private static String period(Values values) throws FileRefusedException {
        LocalDate first = date(values, "START-OF-TIME-PERIOD");
        LocalDate last = date(values, "END-OF-TIME-PERIOD");
        YearMonth month = YearMonth.from(first);
        values.require(first.getDayOfMonth() == 1, "START-OF-TIME-PERIOD", "is the first day of the reporting month");
        values.require(last.equals(month.atEndOfMonth()), "END-OF-TIME-PERIOD", "is the last day of the same month");
        return month.toString();
    }

    private static LocalDate date(Values values, String name) throws FileRefusedException {
        String text = values.of(name);
        boolean digits = text.length() == 8 && Digits.are(text, 8);
        values.require(digits, name, "is a date, CCYYMMDD");
        int year = (int) Digits.number(text.substring(0, 4));
        int month = (int) Digits.number(text.substring(4, 6));
        int day = (int) Digits.number(text.substring(6));
        boolean valid = year >= 1900
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
        values.require(valid, name, "is a date, CCYYMMDD");
        return LocalDate.of(year, month, day);
    }

    /** The values of a header row by element name. */
    private final class Values {
        private final Segment segment;
        private final Map<String, String> byName = new HashMap<>();

        Values(Segment segment, Record record) {
            this.segment = segment;
            FieldDescriptor field = Record.getDescriptor().findFieldByNumber(segment.recordField());
            Message row = (Message) record.getField(field);
            for (Element element : segment.elements()) {
                Object value = row.getField(segment.descriptor().findFieldByNumber(element.field()));
                byName.put(element.name(), (String) value);
            }
        }

        String of(String name) {
            return byName.getOrDefault(name, "");
        }

        void require(boolean holds, String name, String rule) throws FileRefusedException {
            if (!holds) {
                throw new FileRefusedException(FileProblem.HEADER, place + ": " + segment.id() + "." + name, rule);
            }
        }
    }
}
