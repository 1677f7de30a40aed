package dev.weir.tmsis;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.List;
import java.util.Optional;

/**
 * One kind of row.
 *
 * @param id segment id such as ELG00002, which every row carries as RECORD-ID
 * @param name segment name of the dictionary
 * @param fileType the one file type in which it occurs
 * @param header whether it is the header row of its file type
 * @param recordField field number of the segment in {@code tmsis.v4.Record}
 * @param elements elements in row order; the element at index i has field number i + 1
 * @param rowRule rule that withholds rows as a whole
 * @param descriptor message of the segment
 */
public record Segment(
        String id,
        String name,
        FileType fileType,
        boolean header,
        int recordField,
        List<Element> elements,
        Optional<RowRule> rowRule,
        Descriptor descriptor) {

    /** Field number of RECORD-ID in every segment. */
    public static final int RECORD_ID_FIELD = 1;

    /** Field number of SUBMITTING-STATE in every segment but the headers. */
    public static final int STATE_FIELD = 2;

    /** Field number of RECORD-NUMBER in every segment but the headers. */
    public static final int RECORD_NUMBER_FIELD = 3;

    private static final String PERSON = "MSIS-IDENTIFICATION-NUM";

    public Segment {
        elements = List.copyOf(elements);
    }

    /** Returns the element with a field number. */
    public Element element(int field) {
        return elements.get(field - 1);
    }

    /** Returns the element that names the person whom a row is about; empty where rows are about nobody in particular. */
    public Optional<Element> person() {
        return element(PERSON);
    }

    /** Returns the element with a name. */
    public Optional<Element> element(String elementName) {
        return elements.stream().filter(e -> e.name().equals(elementName)).findFirst();
    }
}
