package dev.weir.conformance.run;

import dev.weir.conformance.suite.Args;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import java.util.Map;
import java.util.TreeMap;

/** Header rows of files. */
final class Headers {
    private Headers() {}

    /** Returns the values of a header row, a canary in its free text, changed as a case says. */
    static Map<Integer, String> of(FileType type, String ansi, Args changes, Rows rows) throws CaseFailure {
        Segment segment = Catalogue.v4().header(type);
        Map<Integer, String> values = new TreeMap<>();
        for (Element element : segment.elements()) {
            String value = ordinary(element, type, ansi);
            String given = changes.text(element.name(), value.isEmpty() && isFreeText(element) ? "${c}" : value);
            if (!given.isEmpty()) {
                values.put(element.field(), rows.text(given, element));
            }
        }
        return values;
    }

    private static boolean isFreeText(Element element) {
        return element.name().equals("STATE-NOTATION");
    }

    private static String ordinary(Element element, FileType type, String ansi) {
        return switch (element.name()) {
            case "RECORD-ID" -> element.segmentId();
            case "DATA-DICTIONARY-VERSION" -> "V4.0.0";
            case "SUBMISSION-TRANSACTION-TYPE" -> "C";
            case "FILE-ENCODING-SPECIFICATION" -> "PSV";
            case "DATA-MAPPING-DOCUMENT-VERSION" -> "CONFORM";
            case "FILE-NAME" -> type.headerCodes().stream().findFirst().orElse(type.name());
            case "SUBMITTING-STATE" -> ansi;
            case "DATE-FILE-CREATED" -> "20261103";
            case "START-OF-TIME-PERIOD" -> "20261001";
            case "END-OF-TIME-PERIOD" -> "20261031";
            case "FILE-STATUS-INDICATOR" -> "T";
            case "SSN-INDICATOR" -> "0";
            case "TOT-REC-CNT" -> "1";
            case "SEQUENCE-NUMBER" -> "1";
            default -> "";
        };
    }
}
