package dev.weir.loadtest.month;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The place of an identifier in a template. Every copy of the sample has another one there, of the same shape, and no two
 * things of a kind share one as long as the shape has room.
 */
final class Identifier {
    /** Digits that identifiers of the sample are made of; see its package. */
    private static final String DIGITS = "01345678";

    /** Letters that no Medicare number has. */
    private static final String LETTERS = "SLOB";

    private static final byte[] DIGIT = DIGITS.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LETTER = LETTERS.getBytes(StandardCharsets.US_ASCII);

    // Odd, and prime to the number of SSNs, so that multiplying by it is a bijection.
    private static final long STEP = 7_654_321;
    private static final int SSN_LENGTH = 9;
    private static final int GROUPS = 49;
    private static final int SERIALS = 9999;
    private static final long SSNS = 100L * GROUPS * SERIALS;
    private static final int MOST_BITS = 48;

    private final boolean personal;
    private final boolean ssn;
    private final int at;
    private final int bits;

    /** Where a digit or letter differs from copy to copy, from the last on, and how many bits it takes. */
    private final int[] places;

    private final int[] widths;
    private final long key;
    private final long local;
    private final long perCopy;

    /**
     * Creates the place of an identifier.
     *
     * @param personal whether it is a person's, the same in all files, and not a claim's
     * @param at where it begins in the record
     * @param local which of the sample's identifiers of this kind it is
     * @param perCopy how many of this kind the sample has
     */
    Identifier(boolean personal, int at, byte[] original, long key, long local, long perCopy) {
        this.personal = personal;
        this.at = at;
        this.ssn = isSsn(original);
        this.key = key;
        this.local = local;
        this.perCopy = perCopy;
        int[] found = new int[original.length];
        int[] width = new int[original.length];
        int count = 0;
        int room = 0;
        for (int i = original.length - 1; i >= 0; i--) {
            int more = width(original[i]);
            if (more > 0 && room + more <= MOST_BITS) {
                found[count] = i;
                width[count++] = more;
                room += more;
            }
        }
        this.places = Arrays.copyOf(found, count);
        this.widths = Arrays.copyOf(width, count);
        this.bits = room;
    }

    boolean personal() {
        return personal;
    }

    /** Returns what identifiers of one kind have in common: everything but their digits and such letters. */
    static String shape(byte[] value) {
        StringBuilder shape = new StringBuilder(isSsn(value) ? "ssn" : "");
        for (byte b : value) {
            int width = width(b);
            shape.append(width == 0 ? (char) b : (char) ('0' + width));
        }
        return isSsn(value) ? shape.substring(0, 3) + (value.length - SSN_LENGTH) : shape.toString();
    }

    /** Returns whether the identifier begins with an SSN, which in the sample all begin with 9 and so were never issued. */
    private static boolean isSsn(byte[] value) {
        if (value.length < SSN_LENGTH || value[0] != '9') {
            return false;
        }
        for (int i = 0; i < SSN_LENGTH; i++) {
            if (value[i] < '0' || value[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static int width(byte b) {
        return DIGITS.indexOf(b) >= 0 ? 3 : LETTERS.indexOf(b) >= 0 ? 2 : 0;
    }

    /** Overwrites the identifier of the template with the one of a copy. */
    void write(byte[] target, int recordAt, long copy) {
        long index = copy * perCopy + local;
        if (ssn) {
            writeSsn(target, recordAt + at, Math.floorMod(index * STEP + (key >>> 8), SSNS));
            return;
        }
        long number = index * STEP + key & (1L << bits) - 1;
        int from = recordAt + at;
        for (int i = 0; i < places.length; i++) {
            int width = widths[i];
            target[from + places[i]] = width == 3 ? DIGIT[(int) number & 7] : LETTER[(int) number & 3];
            number >>>= width;
        }
    }

    /** Writes an SSN of the areas 900 to 999 and groups 01 to 49; no SSN and no taxpayer number was ever issued there. */
    private static void writeSsn(byte[] target, int from, long number) {
        int area = (int) (number % 100);
        int group = 1 + (int) (number / 100 % GROUPS);
        int serial = 1 + (int) (number / (100L * GROUPS));
        target[from] = '9';
        target[from + 1] = (byte) ('0' + area / 10);
        target[from + 2] = (byte) ('0' + area % 10);
        target[from + 3] = (byte) ('0' + group / 10);
        target[from + 4] = (byte) ('0' + group % 10);
        target[from + 5] = (byte) ('0' + serial / 1000);
        target[from + 6] = (byte) ('0' + serial / 100 % 10);
        target[from + 7] = (byte) ('0' + serial / 10 % 10);
        target[from + 8] = (byte) ('0' + serial % 10);
    }
}
