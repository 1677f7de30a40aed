package dev.weir.core.plan;

import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.PurposePolicy;
import dev.weir.tmsis.FieldClass;
import java.util.Locale;

/** The most that an attestation can open, as a table of purposes and classes. */
final class PurposeTable {
    private static final String LEGEND =
            "  T token, - blank, G coarser, L raw for listed people, R raw for all rows; off: not accepted\n";
    private static final String NAMES =
            "  HINT hints, MSIS msis id, CASE case id, CLM claim id, OTH other ids, MCR Medicare id, CONT contact, BRTH birth,\n"
                    + "  ADDR address, GEO geography, IMM immigration, IMMP what gives it away, THRD third party, TEXT free text\n";

    private PurposeTable() {}

    /** Returns the table of a policy, lines ending in line feeds. */
    static String of(Policy policy) {
        StringBuilder out = new StringBuilder(LEGEND);
        StringBuilder names = new StringBuilder(String.format(Locale.ROOT, "  %-26s", ""));
        for (FieldClass fieldClass : FieldClass.values()) {
            if (fieldClass != FieldClass.CORE) {
                names.append(' ').append(abbreviation(fieldClass));
            }
        }
        out.append(names.toString().stripTrailing()).append('\n');
        for (PurposePolicy purpose : policy.purposes().values()) {
            out.append(row(purpose).stripTrailing()).append('\n');
        }
        return out.append(NAMES).toString();
    }

    private static String row(PurposePolicy purpose) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-26s", purpose.purpose()));
        for (FieldClass fieldClass : FieldClass.values()) {
            if (fieldClass != FieldClass.CORE) {
                row.append(' ')
                        .append(String.format(
                                Locale.ROOT, "%-4s", letter(purpose.release().rule(fieldClass))));
            }
        }
        if (purpose.exclusive()) {
            row.append(" immigration or address, not both");
        }
        return row + (purpose.enabled() ? "" : " off");
    }

    private static String abbreviation(FieldClass fieldClass) {
        return switch (fieldClass) {
            case CORE -> "CORE";
            case IMMIGRATION_HINT -> "HINT";
            case MSIS_ID -> "MSIS";
            case CASE_ID -> "CASE";
            case CLAIM_ID -> "CLM ";
            case OTHER_ID -> "OTH ";
            case SSN -> "SSN ";
            case MEDICARE_ID -> "MCR ";
            case NAME -> "NAME";
            case CONTACT -> "CONT";
            case BIRTH -> "BRTH";
            case ADDRESS -> "ADDR";
            case GEOGRAPHY -> "GEO ";
            case IMMIGRATION -> "IMM ";
            case IMMIGRATION_PROXY -> "IMMP";
            case THIRD_PARTY -> "THRD";
            case FREE_TEXT -> "TEXT";
        };
    }

    private static String letter(ClassRule rule) {
        return switch (rule.treatment()) {
            case BLANK -> "-";
            case TOKEN -> "T";
            case GENERALIZE -> "G";
            case LISTED -> "L";
            case COPY -> "R";
        };
    }
}
