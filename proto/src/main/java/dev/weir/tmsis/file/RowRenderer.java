package dev.weir.tmsis.file;

import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.wire.Utf8;
import dev.weir.tmsis.wire.WireBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Renders the columns of a row. One column at a time, in ascending order; columns left out are blank. */
abstract class RowRenderer {
    private final WriteSettings settings;
    private final Map<String, Long> blanked = new TreeMap<>();

    RowRenderer(WriteSettings settings) {
        this.settings = settings;
    }

    static RowRenderer of(WriteSettings settings) {
        return settings.encoding() == Encoding.PSV ? new PsvRowRenderer(settings) : new FlfRowRenderer(settings);
    }

    /** Begins a row. */
    abstract void begin(Segment segment, WireBuffer out) throws FileRefusedException;

    /** Puts a value into its column. */
    abstract void column(Element element, byte[] bytes, int offset, int length, WireBuffer out)
            throws UnrenderableException;

    /** Ends a row, without its line end. */
    abstract void end(WireBuffer out);

    /** Returns how often a value was left blank because it is wider than its element, by element. */
    Map<String, Long> blanked() {
        return blanked;
    }

    WriteSettings settings() {
        return settings;
    }

    /** Decides about a value that is wider than its column: true where it is to be left blank. */
    boolean leavesBlank(Element element, int characters, int width) throws UnrenderableException {
        if (characters <= width) {
            return false;
        }
        if (settings.rows() == WriteSettings.RowMode.AS_READ) {
            throw new UnrenderableException(element, "a value has at most " + width + " characters");
        }
        blanked.merge(element.path(), 1L, Long::sum);
        return true;
    }

    /** Appends text in the character set of the file and returns its characters. */
    int text(Element element, byte[] bytes, int offset, int length, WireBuffer out) throws UnrenderableException {
        requirePrintable(element, bytes, offset, length);
        if (Utf8.isAscii(bytes, offset, length)) {
            out.put(bytes, offset, length);
            return length;
        }
        if (settings.charset() == FileCharset.UTF_8) {
            out.put(bytes, offset, length);
            return Utf8.characters(bytes, offset, length);
        }
        int characters = 0;
        for (int at = offset; at < offset + length; at++) {
            int value = bytes[at] & 0xFF;
            if (value >= 0x80) {
                if (value > 0xC3) {
                    throw new UnrenderableException(element, "the file's character set has all characters of a value");
                }
                value = (value & 0x03) << 6 | bytes[++at] & 0x3F;
            }
            out.put(value);
            characters++;
        }
        return characters;
    }

    private static void requirePrintable(Element element, byte[] bytes, int offset, int length)
            throws UnrenderableException {
        for (int at = offset; at < offset + length; at++) {
            byte value = bytes[at];
            if (value == '|' || value == 0x7F || (value >= 0 && value < 0x20)) {
                throw new UnrenderableException(element, "a value holds no control character and no pipe");
            }
        }
    }
}
