package dev.weir.conformance.wire;

import dev.weir.conformance.suite.Args;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** Builds bytes from what a case says about them: fields with any tag, any wire type and any length. */
public final class WireParts {
    private final UnaryOperator<String> texts;
    private final ToLongFunction<String> elements;

    /**
     * Creates a builder.
     *
     * @param texts fills in canaries where a text asks for one
     * @param elements field number of an element
     */
    public WireParts(UnaryOperator<String> texts, ToLongFunction<String> elements) {
        this.texts = texts;
        this.elements = elements;
    }

    /** Returns the bytes of some parts, one after the other. */
    public byte[] of(List<Args> parts) {
        WireBytes out = new WireBytes();
        for (Args part : parts) {
            byte[] bytes = part(part);
            for (long i = 0; i < part.number("times", 1); i++) {
                out.raw(bytes);
            }
        }
        return out.toByteArray();
    }

    private byte[] part(Args part) {
        if (part.has("hex")) {
            return HexFormat.of().parseHex(part.text("hex").replace(" ", ""));
        }
        if (part.has("nest")) {
            return nested((int) part.number("nest", 1), part.number("field", 1), part.flag("groups"));
        }
        WireBytes out = new WireBytes();
        int type = (int) part.number("wire", part.has("value") ? 0 : 2);
        long tag = tag(part, type);
        out.varint(tag, (int) part.number("tagBytes", 0));
        return out.raw(value(part, type, tag)).toByteArray();
    }

    private long tag(Args part, int type) {
        if (part.has("tag")) {
            return Long.parseUnsignedLong(part.text("tag"));
        }
        long field = part.has("element") ? elements.applyAsLong(part.text("element")) : part.number("field", 0);
        long tag = field << 3 | type;
        return part.has("tagPlus") ? tag + Long.parseUnsignedLong(part.text("tagPlus")) : tag;
    }

    private byte[] value(Args part, int type, long tag) {
        WireBytes out = new WireBytes();
        byte[] body = body(part);
        switch (type) {
            case 0 -> out.varint(Long.parseUnsignedLong(part.text("value", "0")), (int) part.number("valueBytes", 0));
            case 1 -> out.raw(fixed(body, 8));
            case 2 ->
                out.varint(part.number("length", body.length), (int) part.number("lengthBytes", 0))
                        .raw(body);
            case 3 -> {
                out.raw(body);
                if (!part.flag("open")) {
                    out.varint(tag | 4);
                }
            }
            case 5 -> out.raw(fixed(body, 4));
            default -> out.raw(body);
        }
        return out.toByteArray();
    }

    private byte[] body(Args part) {
        if (part.has("text")) {
            return texts.apply(part.text("text")).getBytes(StandardCharsets.UTF_8);
        }
        if (part.has("latin1")) {
            return texts.apply(part.text("latin1")).getBytes(StandardCharsets.ISO_8859_1);
        }
        if (part.has("bytes")) {
            return HexFormat.of().parseHex(part.text("bytes").replace(" ", ""));
        }
        return of(part.list("of"));
    }

    private static byte[] fixed(byte[] body, int size) {
        return java.util.Arrays.copyOf(body, size);
    }

    private static byte[] nested(int depth, long field, boolean groups) {
        if (groups) {
            WireBytes out = new WireBytes();
            for (int i = 0; i < depth; i++) {
                out.tag(field, 3);
            }
            for (int i = 0; i < depth; i++) {
                out.tag(field, 4);
            }
            return out.toByteArray();
        }
        byte[] inner = new byte[0];
        for (int i = 0; i < depth; i++) {
            inner = new WireBytes().bytes(field, inner).toByteArray();
        }
        return inner;
    }
}
