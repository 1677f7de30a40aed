package dev.weir.tmsis.wire;

/** Reads varints and tags from a byte range by the wire rule. Confined to one thread. */
public final class WireReader {
    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int wireType;

    /** Begins to read a range. */
    public WireReader start(byte[] source, int offset, int length) {
        bytes = source;
        at = offset;
        end = offset + length;
        return this;
    }

    /** Returns whether the range is read to its end. */
    public boolean atEnd() {
        return at == end;
    }

    /** Returns the position of the next byte. */
    public int position() {
        return at;
    }

    /** Returns the end of the range. */
    public int end() {
        return end;
    }

    /** Returns the wire type of the tag read last. */
    public int wireType() {
        return wireType;
    }

    /** Reads a tag and returns its field number; {@link #wireType()} then tells its wire type. */
    public int tag() throws WireFaultException {
        int start = at;
        long tag = varint();
        long field = tag >>> 3;
        if (field == 0 || field > (1 << 29) - 1) {
            throw new WireFaultException(WireRule.TAG, start);
        }
        wireType = (int) (tag & 7);
        switch (wireType) {
            case Varints.VARINT, Varints.FIXED64, Varints.LENGTH, Varints.FIXED32 -> {}
            case Varints.GROUP_START, Varints.GROUP_END -> throw new WireFaultException(WireRule.GROUP, start);
            default -> throw new WireFaultException(WireRule.WIRE_TYPE, start);
        }
        return (int) field;
    }

    /** Reads a varint of at most 64 bits without superfluous bytes. */
    public long varint() throws WireFaultException {
        int start = at;
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at == end) {
                throw new WireFaultException(WireRule.VARINT, start);
            }
            int next = bytes[at++];
            if (shift == 63 && (next & 0xFE) != 0) {
                throw new WireFaultException(WireRule.VARINT, start);
            }
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                if (next == 0 && shift > 0) {
                    throw new WireFaultException(WireRule.VARINT, start);
                }
                return value;
            }
        }
        throw new WireFaultException(WireRule.VARINT, start);
    }

    /** Reads a length that stays inside the range. */
    public int length() throws WireFaultException {
        int start = at;
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new WireFaultException(WireRule.LENGTH, start);
        }
        return (int) length;
    }

    /** Passes over bytes. */
    public void skip(int count) throws WireFaultException {
        if (count > end - at) {
            throw new WireFaultException(WireRule.LENGTH, at);
        }
        at += count;
    }

    /** Passes over the value of the tag read last. */
    public void skipValue() throws WireFaultException {
        switch (wireType) {
            case Varints.VARINT -> varint();
            case Varints.FIXED64 -> skip(8);
            case Varints.LENGTH -> skip(length());
            case Varints.FIXED32 -> skip(4);
            default -> throw new WireFaultException(WireRule.WIRE_TYPE, at);
        }
    }
}
