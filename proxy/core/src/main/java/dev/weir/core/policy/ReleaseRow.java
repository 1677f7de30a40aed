package dev.weir.core.policy;

import dev.weir.tmsis.FieldClass;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** One rule for every class, none missing. Immutable. */
public final class ReleaseRow {
    private final Map<FieldClass, ClassRule> rules;

    private ReleaseRow(EnumMap<FieldClass, ClassRule> rules) {
        this.rules = Collections.unmodifiableMap(rules);
    }

    /** Returns a row; every class must have a rule. */
    public static ReleaseRow of(Map<FieldClass, ClassRule> rules) {
        EnumMap<FieldClass, ClassRule> copy = new EnumMap<>(rules);
        for (FieldClass fieldClass : FieldClass.values()) {
            if (!copy.containsKey(fieldClass)) {
                throw new IllegalArgumentException("release row: " + fieldClass + ": every class has a rule");
            }
        }
        return new ReleaseRow(copy);
    }

    /** Returns the rule of a class. */
    public ClassRule rule(FieldClass fieldClass) {
        ClassRule rule = rules.get(fieldClass);
        if (rule == null) {
            throw new IllegalStateException("release row: every class has a rule");
        }
        return rule;
    }

    /** Returns all rules, in the order of the contract. */
    public Map<FieldClass, ClassRule> rules() {
        return rules;
    }

    /** Returns the row that is, class by class, the stricter of two. */
    public ReleaseRow stricter(ReleaseRow other) {
        EnumMap<FieldClass, ClassRule> result = new EnumMap<>(FieldClass.class);
        rules.forEach((fieldClass, rule) -> result.put(fieldClass, rule.stricter(other.rule(fieldClass))));
        return new ReleaseRow(result);
    }

    /** Returns this row with some rules replaced by stricter ones; a wider replacement changes nothing. */
    public ReleaseRow narrowedBy(Map<FieldClass, ClassRule> narrower) {
        EnumMap<FieldClass, ClassRule> result = new EnumMap<>(rules);
        narrower.forEach((fieldClass, rule) -> result.merge(fieldClass, rule, ClassRule::stricter));
        return new ReleaseRow(result);
    }

    /** Returns this row as it is for the people of a list: LISTED is COPY. */
    public ReleaseRow forListed() {
        return replaceListed(fieldClass -> ClassRule.COPY);
    }

    /** Returns this row as it is for everybody else: LISTED is what another row says. */
    public ReleaseRow forUnlisted(ReleaseRow none) {
        return replaceListed(none::rule);
    }

    private ReleaseRow replaceListed(Function<FieldClass, ClassRule> replacement) {
        EnumMap<FieldClass, ClassRule> result = new EnumMap<>(rules);
        result.replaceAll(
                (fieldClass, rule) -> rule.treatment() == Treatment.LISTED ? replacement.apply(fieldClass) : rule);
        return new ReleaseRow(result);
    }

    /** Returns whether values of any protected class leave as they are. */
    public boolean releases() {
        return rules.entrySet().stream()
                .anyMatch(e ->
                        e.getKey().isProtected() && e.getValue().treatment().releases());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReleaseRow that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
