package dev.weir.tmsis;

import java.util.Optional;

/**
 * One data element of a segment.
 *
 * @param segmentId id of the segment, such as ELG00002
 * @param field field number in the segment's message, which is the position in the row, from 1
 * @param number data element number such as ELG019; empty where none was published
 * @param name data element name such as MSIS-IDENTIFICATION-NUM
 * @param type value type
 * @param width characters in a fixed-length file; 0 where none was published
 * @param scale digits behind the implied decimal point of a fixed-length file
 * @param fieldClass privacy class, unless {@code classWhen} says otherwise
 * @param classWhen rule by which a sibling decides the class
 */
public record Element(
        String segmentId,
        int field,
        String number,
        String name,
        ValueType type,
        int width,
        int scale,
        FieldClass fieldClass,
        Optional<ClassWhen> classWhen) {

    /** Longest value, in characters, of an element whose width was never published: the dictionary's widest text. */
    public static final int WIDEST = 500;

    /** Name of the element that numbers the rows of a file. */
    public static final String RECORD_NUMBER = "RECORD-NUMBER";

    /** Returns the most characters a value may have on the wire and in a pipe-separated file. */
    public int maxCharacters() {
        if (width == 0) {
            return WIDEST;
        }
        return type == ValueType.DECIMAL ? width + 1 + (scale > 0 ? 1 : 0) : width;
    }

    /** Returns whether this is RECORD-NUMBER, which is blank behind a proxy and numbered when a file is rendered. */
    public boolean isRecordNumber() {
        return name.equals(RECORD_NUMBER);
    }

    /** Returns whether any class the element can have is protected. */
    public boolean canBeProtected() {
        return fieldClass.isProtected()
                || classWhen
                        .map(w -> w.classes().values().stream().anyMatch(FieldClass::isProtected))
                        .orElse(false);
    }

    /** Returns segment and name, to name a place in a refusal. */
    public String path() {
        return segmentId + "." + name;
    }
}
