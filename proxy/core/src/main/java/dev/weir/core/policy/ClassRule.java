package dev.weir.core.policy;

import java.util.Locale;
import java.util.Optional;

/**
 * Treatment of one class.
 *
 * @param treatment what is done
 * @param generalize with GENERALIZE, and only with it, how
 */
public record ClassRule(Treatment treatment, Optional<GeneralizeRule> generalize) {
    public static final ClassRule BLANK = new ClassRule(Treatment.BLANK, Optional.empty());
    public static final ClassRule TOKEN = new ClassRule(Treatment.TOKEN, Optional.empty());
    public static final ClassRule LISTED = new ClassRule(Treatment.LISTED, Optional.empty());
    public static final ClassRule COPY = new ClassRule(Treatment.COPY, Optional.empty());

    public ClassRule {
        if ((treatment == Treatment.GENERALIZE) != generalize.isPresent()) {
            throw new IllegalArgumentException("class rule: GENERALIZE, and only GENERALIZE, says how");
        }
    }

    /** Returns the rule that makes values coarser. */
    public static ClassRule generalize(GeneralizeRule rule) {
        return new ClassRule(Treatment.GENERALIZE, Optional.of(rule));
    }

    /** Returns the stricter of two rules for one class; of two ways to make a value coarser, blanking it. */
    public ClassRule stricter(ClassRule other) {
        if (equals(other)) {
            return this;
        }
        if (treatment == other.treatment) {
            return BLANK;
        }
        return treatment.compareTo(other.treatment) < 0 ? this : other;
    }

    /** Returns whether this rule lets nothing out that another rule for the same class holds back. */
    public boolean isNoWiderThan(ClassRule other) {
        return stricter(other).equals(this);
    }

    /** Returns the rule as policies write it, such as {@code TOKEN} or {@code GENERALIZE(month)}. */
    public String text() {
        return treatment
                + generalize
                        .map(r -> "(" + r.name().toLowerCase(Locale.ROOT) + ")")
                        .orElse("");
    }

    /** Reads a rule as policies write it; empty where there is no such rule. */
    public static Optional<ClassRule> parse(String text) {
        return switch (text) {
            case "BLANK" -> Optional.of(BLANK);
            case "TOKEN" -> Optional.of(TOKEN);
            case "LISTED" -> Optional.of(LISTED);
            case "COPY" -> Optional.of(COPY);
            case "GENERALIZE(month)" -> Optional.of(generalize(GeneralizeRule.MONTH));
            case "GENERALIZE(year)" -> Optional.of(generalize(GeneralizeRule.YEAR));
            case "GENERALIZE(zip5)" -> Optional.of(generalize(GeneralizeRule.ZIP5));
            case "GENERALIZE(zip3)" -> Optional.of(generalize(GeneralizeRule.ZIP3));
            default -> Optional.empty();
        };
    }
}
