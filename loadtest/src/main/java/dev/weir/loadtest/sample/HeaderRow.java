package dev.weir.loadtest.sample;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.file.Encoding;

/** Header rows, which say that the file is synthetic. */
final class HeaderRow {
    /** What STATE-NOTATION says. */
    static final String NOTATION = "SYNTHETIC SAMPLE - NO REAL PERSON";

    private HeaderRow() {}

    static Row of(FileType type, Encoding encoding, long rows) {
        return Row.of(Catalogue.v4().header(type).id())
                .put("DATA-DICTIONARY-VERSION", "V4.0.0")
                .put("SUBMISSION-TRANSACTION-TYPE", "C")
                .put("FILE-ENCODING-SPECIFICATION", encoding.name())
                .put("DATA-MAPPING-DOCUMENT-VERSION", "SYNTHETIC")
                // The code of financial transactions was never published.
                .put("FILE-NAME", type.headerCodes().stream().findFirst().orElse("FTX"))
                .put("DATE-FILE-CREATED", ReportingMonth.FILES_CREATED)
                .put("START-OF-TIME-PERIOD", ReportingMonth.FIRST)
                .put("END-OF-TIME-PERIOD", ReportingMonth.LAST)
                .put("FILE-STATUS-INDICATOR", "T")
                .offer("SSN-INDICATOR", "0")
                .put("TOT-REC-CNT", Numbers.padded(rows, 11))
                .put("SEQUENCE-NUMBER", "0001")
                .put("STATE-NOTATION", NOTATION);
    }
}
