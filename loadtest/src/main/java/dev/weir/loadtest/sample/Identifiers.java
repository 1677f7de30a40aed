package dev.weir.loadtest.sample;

/**
 * Identifiers by index. Within a kind no two indexes share one. Kinds differ in their letters or in their leading digits,
 * so that an identifier of one kind is never part of one of another.
 */
final class Identifiers {
    /** Who an SSN is made up for. Areas 900 to 999 were never issued. */
    enum SsnHolder {
        PERSON(0, 60),
        RELATIVE(60, 10),
        /** The account on which an old Medicare number was built. */
        MEDICARE_ACCOUNT(70, 10),
        PROVIDER(80, 10);

        private final int firstArea;
        private final int areas;

        SsnHolder(int firstArea, int areas) {
            this.firstArea = firstArea;
            this.areas = areas;
        }
    }

    // Groups 01 to 49: taxpayer numbers (ITIN) of the same areas begin with group 50.
    private static final int GROUPS = 45;
    private static final int SERIALS = 9 * 9 * 9 * 9;
    // Odd, and no multiple of 3, 5 or 29, so that multiplying by it is a bijection for every holder.
    private static final int STEP = 7_654_321;
    private static final String CHECK_LETTERS = "ABCDEFGHKMNPRTUVWXY";
    // Letters that no Medicare number has: these were never issued.
    private static final String NO_MEDICARE_LETTERS = "SLOB";

    private final Draw seed;

    Identifiers(Draw seed) {
        this.seed = seed;
    }

    /** Returns a prefix and as many digits, none of them 2 or 9. */
    String numbered(String prefix, int digits, long index) {
        return prefix + Numbers.open(scattered(prefix, 3 * digits, index), digits);
    }

    /** Returns a number of some bits that no other index of the kind has, as long as there are enough numbers. */
    private long scattered(String kind, int bits, long index) {
        return (index * STEP + seed.about(kind).key()) & ((1L << bits) - 1);
    }

    String msisId(int person) {
        String id = numbered("CIN", 9, person);
        return id + CHECK_LETTERS.charAt(person % CHECK_LETTERS.length());
    }

    /** Returns an SSN that was never issued to anybody. */
    String ssn(SsnHolder holder, int index) {
        // Areas 919 and 920 are left out: 19 and 20 are how birth dates begin.
        int areas = holder == SsnHolder.PERSON ? holder.areas - 2 : holder.areas;
        long capacity = (long) areas * GROUPS * SERIALS;
        long number =
                Math.floorMod(index * (long) STEP + (seed.about(holder.name()).key() >>> 16), capacity);
        int area = holder.firstArea + (int) (number / ((long) GROUPS * SERIALS));
        area += area >= 19 && holder == SsnHolder.PERSON ? 2 : 0;
        int group = (int) (number / SERIALS % GROUPS);
        StringBuilder ssn = new StringBuilder("9").append(Numbers.padded(area, 2));
        ssn.append(group / 9).append(1 + group % 9);
        for (int divisor = SERIALS / 9; divisor > 0; divisor /= 9) {
            ssn.append(1 + number % SERIALS / divisor % 9);
        }
        return ssn.toString();
    }

    /** Returns a Medicare beneficiary identifier of the usual shape, with letters that none has. */
    String medicareId(int person) {
        long number = scattered("medicare", 26, person);
        String digits = Numbers.open(number, 6);
        StringBuilder letters = new StringBuilder();
        for (int shift = 18; shift < 26; shift += 2) {
            letters.append(NO_MEDICARE_LETTERS.charAt((int) (number >>> shift) & 3));
        }
        return "1" + letters.charAt(0) + digits.substring(0, 2) + letters.charAt(1) + digits.substring(2, 4)
                + letters.substring(2) + digits.substring(4);
    }

    /** Returns an old Medicare number, built on an account of its own. */
    String medicareClaimNumber(int person) {
        return ssn(SsnHolder.MEDICARE_ACCOUNT, person) + "A";
    }

    /**
     * Returns a telephone number in an area whose second digit is 9, which no area code has. Its third and fifth digits
     * keep it apart from ZIP codes and SSNs.
     */
    String phone(int household) {
        long number = scattered("phone", 22, household);
        String digits = Numbers.open(number, 6);
        char third = "0134".charAt((int) (number >>> 18) & 3);
        char fifth = "5678".charAt((int) (number >>> 20) & 3);
        return "29" + third + digits.charAt(0) + fifth + digits.substring(1);
    }

    /** Returns a unique device identifier. */
    String device(long item) {
        return numbered("(01)", 14, item / 16) + numbered("(21)DEV", 6, item);
    }

    /** Returns a ten-digit provider number that fails the check of a real one, so that it is nobody's. */
    String npi(int provider) {
        String digits = numbered("1", 8, provider);
        int sum = 24;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            int doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        int check = (10 - sum % 10) % 10;
        return digits + (check == 3 ? 4 : 3);
    }
}
