package dev.weir.endpoints.receiver;

import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.RowCursor;
import dev.weir.tmsis.wire.Utf8;
import dev.weir.tmsis.wire.WireFaultException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks the rows of one stream as far as a receiver can: canonical form, segment and state of the file, and the shape of
 * every value against the declared plan. Confined to one thread.
 */
final class RowCheck {
    private static final int TOKEN_LENGTH = 20;

    private final RowCursor cursor = new RowCursor(Catalogue.v4());
    private final Optional<ShapeTable> shapes;
    private final FileType fileType;
    private final String state;
    private final Set<Integer> withSiblings;

    /**
     * Creates a check.
     *
     * @param shapes table of the declared plan; empty for a stream that is not minimized
     */
    RowCheck(Optional<ShapeTable> shapes, FileType fileType, String state) {
        this.shapes = shapes;
        this.fileType = fileType;
        this.state = state;
        this.withSiblings = shapes.isEmpty() ? Set.of() : recordFieldsWithSiblings();
    }

    private static Set<Integer> recordFieldsWithSiblings() {
        return Catalogue.v4().segments().stream()
                .filter(s -> s.elements().stream().anyMatch(e -> e.classWhen().isPresent()))
                .map(Segment::recordField)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Checks one record of a chunk. */
    void row(byte[] bytes, int offset, int length, String place) throws RefusedException, WireFaultException {
        Segment segment = cursor.start(bytes, offset, length);
        if (segment.fileType() != fileType || segment.header()) {
            throw refused(place, "a row is of a segment of its file, and not a header row");
        }
        boolean id = false;
        boolean ofState = false;
        while (cursor.next()) {
            int field = cursor.field();
            id |= field == Segment.RECORD_ID_FIELD && cursor.valueIs(segment.id());
            ofState |= field == Segment.STATE_FIELD && cursor.valueIs(state);
            value(segment, field, bytes, place);
        }
        if (!id || !ofState) {
            throw refused(place, "a row names its segment and the state of its file");
        }
        if (withSiblings.contains(segment.recordField())) {
            siblings(bytes, offset, length, place);
        }
    }

    /** Looks a second time at the elements whose class a sibling decides, which may stand in front of the sibling. */
    private void siblings(byte[] bytes, int offset, int length, String place)
            throws RefusedException, WireFaultException {
        ShapeTable table = shapes.orElseThrow();
        Map<Integer, String> byField = new HashMap<>();
        Segment segment = cursor.start(bytes, offset, length);
        while (cursor.next()) {
            byField.put(
                    cursor.field(),
                    new String(bytes, cursor.valueOffset(), cursor.valueLength(), StandardCharsets.UTF_8));
        }
        cursor.start(bytes, offset, length);
        while (cursor.next()) {
            Element element = segment.element(cursor.field());
            Optional<ShapeTable.SiblingShapes> rule = table.bySibling(element);
            if (rule.isPresent()) {
                String sibling = byField.getOrDefault(rule.get().siblingField(), "");
                byte allowed =
                        rule.get().shapes().getOrDefault(sibling, rule.get().otherwise());
                requireShape(segment, cursor.field(), allowed, bytes, place);
            }
        }
    }

    /** Checks the header row of a file. */
    void header(byte[] bytes) throws RefusedException, WireFaultException {
        Segment segment = cursor.start(bytes, 0, bytes.length);
        while (cursor.next()) {
            value(segment, cursor.field(), bytes, "header");
        }
    }

    private void value(Segment segment, int field, byte[] bytes, String place)
            throws RefusedException, WireFaultException {
        int at = cursor.valueOffset();
        int length = cursor.valueLength();
        if (!Utf8.isValid(bytes, at, length)) {
            throw refused(place + " field " + field, "a value is valid UTF-8");
        }
        if (shapes.isPresent()) {
            requireShape(segment, field, shapes.get().allowed(segment, field), bytes, place);
        }
    }

    private void requireShape(Segment segment, int field, byte allowed, byte[] bytes, String place)
            throws RefusedException {
        int at = cursor.valueOffset();
        int length = cursor.valueLength();
        boolean fits = (allowed & ShapeTable.VALUE) != 0 && isPrintable(segment.element(field), bytes, at, length)
                || (allowed & ShapeTable.TOKEN) != 0 && isToken(bytes, at, length)
                || (allowed & ShapeTable.MONTH) != 0 && isFirstOfMonth(bytes, at, length);
        if (!fits) {
            throw refused(place + " field " + field, "a value has the shape that the declared plan gives it");
        }
    }

    private static boolean isPrintable(Element element, byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            byte value = bytes[i];
            if (value == '|' || value == 0x7F || (value >= 0 && value < 0x20)) {
                return false;
            }
        }
        return length <= element.maxCharacters() || Utf8.characters(bytes, offset, length) <= element.maxCharacters();
    }

    private boolean isToken(byte[] bytes, int offset, int length) {
        if (length != TOKEN_LENGTH) {
            return false;
        }
        int at = bytes[offset] == '&' ? offset + 1 : offset;
        if (bytes[at] != 'T' || bytes[at + 1] != shapes.orElseThrow().epoch()) {
            return false;
        }
        for (int i = at + 2; i < offset + length; i++) {
            boolean base32 = (bytes[i] >= 'A' && bytes[i] <= 'Z') || (bytes[i] >= '2' && bytes[i] <= '7');
            if (!base32) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFirstOfMonth(byte[] bytes, int offset, int length) {
        boolean digits = length == 8;
        for (int i = offset; digits && i < offset + length; i++) {
            digits = bytes[i] >= '0' && bytes[i] <= '9';
        }
        return digits && bytes[offset + 6] == '0' && bytes[offset + 7] == '1';
    }

    private static RefusedException refused(String place, String rule) {
        return new RefusedException(ReasonCode.REASON_CODE_SHAPE, place, rule);
    }
}
