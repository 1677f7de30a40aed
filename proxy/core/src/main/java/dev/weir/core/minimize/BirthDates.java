package dev.weir.core.minimize;

/** Birth dates, CCYYMMDD. */
final class BirthDates {
    /** Characters of a date. */
    static final int LENGTH = 8;

    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private BirthDates() {}

    /** Returns whether a range of bytes is a date of the calendar. */
    static boolean isDate(byte[] bytes, int offset, int length) {
        if (length != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (bytes[offset + i] < '0' || bytes[offset + i] > '9') {
                return false;
            }
        }
        int year = number(bytes, offset) * 100 + number(bytes, offset + 2);
        int month = number(bytes, offset + 4);
        int day = number(bytes, offset + 6);
        if (year == 0 || month < 1 || month > 12 || day < 1) {
            return false;
        }
        boolean leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return day <= DAYS[month - 1] + (leap ? 1 : 0);
    }

    private static int number(byte[] bytes, int offset) {
        return (bytes[offset] - '0') * 10 + bytes[offset + 1] - '0';
    }
}
