package dev.weir.tmsis.file;

import dev.weir.tmsis.wire.Utf8;

/**
 * One row as UTF-8, with the place of each character. A row of plain ASCII, the usual case, stays where it is; any other
 * is transcoded. Confined to one thread.
 */
final class RowText {
    private final FileCharset charset;
    private final byte[] transcoded = new byte[2 * LineReader.LONGEST];
    private final int[] characterAt = new int[LineReader.LONGEST + 1];
    private byte[] bytes = transcoded;
    private int start;
    private int length;
    private int characters;
    private boolean ascii;

    RowText(FileCharset charset) {
        this.charset = charset;
    }

    /** Takes a row; returns false where its bytes are not text in the character set. */
    boolean take(byte[] source, int offset, int count) {
        bytes = source;
        start = offset;
        length = count;
        characters = count;
        ascii = Utf8.isAscii(source, offset, count);
        if (ascii) {
            return true;
        }
        if (charset == FileCharset.ISO_8859_1) {
            widen(source, offset, count);
            return true;
        }
        if (!Utf8.isValid(source, offset, count)) {
            return false;
        }
        index();
        return true;
    }

    private void widen(byte[] source, int offset, int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            characterAt[i] = at;
            int value = source[offset + i] & 0xFF;
            if (value < 0x80) {
                transcoded[at++] = (byte) value;
            } else {
                transcoded[at++] = (byte) (0xC0 | value >> 6);
                transcoded[at++] = (byte) (0x80 | value & 0x3F);
            }
        }
        characterAt[count] = at;
        bytes = transcoded;
        start = 0;
        length = at;
    }

    private void index() {
        int count = 0;
        for (int at = 0; at < length; at++) {
            if ((bytes[start + at] & 0xC0) != 0x80) {
                characterAt[count++] = at;
            }
        }
        characterAt[count] = length;
        characters = count;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    int characters() {
        return characters;
    }

    /** Returns where a character begins in {@link #bytes()}. */
    int offsetOf(int character) {
        return start + (ascii ? character : characterAt[character]);
    }
}
