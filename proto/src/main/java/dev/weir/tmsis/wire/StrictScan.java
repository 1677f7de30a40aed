package dev.weir.tmsis.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.HashSet;
import java.util.Set;

/**
 * Holds the bytes of any message against the wire rule, by its descriptor. Slow and plain: it is the rule written down,
 * and the measure for every faster reader.
 */
public final class StrictScan {
    /** Deepest nesting of messages; the contract needs five. */
    public static final int MAX_DEPTH = 16;

    private final byte[] bytes;
    private long unknownFields;

    private StrictScan(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Checks a whole message and returns how many unknown fields it holds, at any depth. They are legal and must never be
     * sent on.
     */
    public static long check(Descriptor message, byte[] bytes, int offset, int length) throws WireFaultException {
        StrictScan scan = new StrictScan(bytes);
        scan.message(message, offset, length, 0);
        return scan.unknownFields;
    }

    private void message(Descriptor message, int offset, int length, int depth) throws WireFaultException {
        if (depth == MAX_DEPTH) {
            throw new WireFaultException(WireRule.DEPTH, offset);
        }
        WireReader reader = new WireReader().start(bytes, offset, length);
        Set<Object> seen = new HashSet<>();
        while (!reader.atEnd()) {
            int start = reader.position();
            FieldDescriptor field = message.findFieldByNumber(reader.tag());
            if (field == null) {
                unknownFields++;
                reader.skipValue();
                continue;
            }
            if (!field.isRepeated() && !seen.add(onlyOnce(field))) {
                throw new WireFaultException(WireRule.DUPLICATE, start);
            }
            value(field, reader, start, depth);
        }
    }

    private static Object onlyOnce(FieldDescriptor field) {
        OneofDescriptor oneof = field.getRealContainingOneof();
        return oneof == null ? field : oneof;
    }

    private void value(FieldDescriptor field, WireReader reader, int start, int depth) throws WireFaultException {
        switch (field.getType()) {
            case MESSAGE -> {
                requireWireType(reader, Varints.LENGTH, start);
                int length = reader.length();
                message(field.getMessageType(), reader.position(), length, depth + 1);
                reader.skip(length);
            }
            case STRING -> {
                requireWireType(reader, Varints.LENGTH, start);
                int length = reader.length();
                if (!Utf8.isValid(bytes, reader.position(), length)) {
                    throw new WireFaultException(WireRule.UTF8, start);
                }
                reader.skip(length);
            }
            case BYTES -> {
                requireWireType(reader, Varints.LENGTH, start);
                reader.skip(reader.length());
            }
            case UINT32, UINT64, INT64, BOOL, ENUM -> varints(field, reader, start);
            default -> throw new IllegalStateException(field.getFullName() + ": type is not used by the contract");
        }
    }

    private void varints(FieldDescriptor field, WireReader reader, int start) throws WireFaultException {
        if (field.isRepeated() && reader.wireType() == Varints.LENGTH) {
            int length = reader.length();
            WireReader packed = new WireReader().start(bytes, reader.position(), length);
            while (!packed.atEnd()) {
                requireRange(field, packed.varint(), start);
            }
            reader.skip(length);
            return;
        }
        requireWireType(reader, Varints.VARINT, start);
        requireRange(field, reader.varint(), start);
    }

    private static void requireWireType(WireReader reader, int wireType, int start) throws WireFaultException {
        if (reader.wireType() != wireType) {
            throw new WireFaultException(WireRule.WIRE_TYPE, start);
        }
    }

    private static void requireRange(FieldDescriptor field, long value, int start) throws WireFaultException {
        long most = switch (field.getType()) {
            case BOOL -> 1;
            case UINT32 -> 0xFFFFFFFFL;
            case ENUM -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
        if (value < 0 || value > most) {
            throw new WireFaultException(WireRule.RANGE, start);
        }
    }
}
