package dev.weir.conformance.oracle;

import com.google.protobuf.ByteString;
import dev.weir.conformance.suite.Args;
import dev.weir.smp.v1.ClassTreatment;
import dev.weir.smp.v1.GeneralizeRule;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.Treatment;
import dev.weir.tmsis.FieldClass;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The policy of a case, as every adapter is given it.
 *
 * @param state USPS code
 * @param ansi ANSI codes of the state, the usual one first
 * @param domain linkage domain
 * @param epoch token epoch
 * @param treatments treatment of every class: BLANK, TOKEN, GENERALIZE(month) or COPY
 * @param blankElements elements that are blank whatever their class
 * @param opened what an attestation has opened; empty without one
 */
public record Rules(
        String state,
        List<String> ansi,
        String domain,
        char epoch,
        Map<FieldClass, String> treatments,
        List<String> blankElements,
        Optional<Opened> opened) {
    /**
     * What an attestation has opened.
     *
     * @param attestationSha256 digest of the attestation
     * @param subjectsSha256 digest of the list of people, where there is one
     * @param listedRowsOnly whether rows of others are withheld
     * @param listed tokens of the people
     * @param none treatments of rows without an attestation
     */
    public record Opened(
            byte[] attestationSha256,
            Optional<byte[]> subjectsSha256,
            boolean listedRowsOnly,
            Set<String> listed,
            Map<FieldClass, String> none) {
        public Opened {
            listed = Set.copyOf(listed);
            none = Map.copyOf(none);
        }
    }

    private static final List<String> STRICTNESS = List.of("BLANK", "TOKEN", "GENERALIZE", "LISTED", "COPY");

    public Rules {
        ansi = List.copyOf(ansi);
        treatments = Map.copyOf(treatments);
        blankElements = List.copyOf(blankElements);
    }

    /** Reads the policy of a document. */
    public static Rules of(Args policy) {
        Map<FieldClass, String> treatments = new EnumMap<>(FieldClass.class);
        policy.map("treatments").forEach((name, rule) -> treatments.put(FieldClass.valueOf(name), rule));
        return new Rules(
                policy.text("state"),
                policy.texts("ansi"),
                policy.text("domain"),
                policy.text("epoch").charAt(0),
                treatments,
                policy.texts("blank_elements"),
                Optional.empty());
    }

    /**
     * Returns the rules under an attestation: the purpose's treatment for the classes that were asked for and approved,
     * for the others the stricter of that and the one without an attestation.
     */
    public Rules under(Opened opening, Map<String, String> purpose, Set<String> classes, String recipientDomain) {
        Map<FieldClass, String> row = new EnumMap<>(FieldClass.class);
        for (FieldClass fieldClass : FieldClass.values()) {
            String most = purpose.getOrDefault(fieldClass.name(), "BLANK");
            row.put(fieldClass, classes.contains(fieldClass.name()) ? most : stricter(most, treatment(fieldClass)));
        }
        return new Rules(state, ansi, recipientDomain, epoch, row, blankElements, Optional.of(opening));
    }

    private static String stricter(String one, String other) {
        if (one.equals(other)) {
            return one;
        }
        int order = rank(one) - rank(other);
        return order == 0 ? "BLANK" : order < 0 ? one : other;
    }

    private static int rank(String rule) {
        return STRICTNESS.indexOf(rule.replaceAll("\\(.*", ""));
    }

    /** Returns the rules as they are for the rows of listed people, or of others. */
    Rules forPerson(boolean isListed) {
        if (opened.isEmpty()) {
            return this;
        }
        Map<FieldClass, String> row = new EnumMap<>(treatments);
        row.replaceAll((fieldClass, rule) -> !rule.equals("LISTED")
                ? rule
                : isListed ? "COPY" : opened.get().none().getOrDefault(fieldClass, "BLANK"));
        return new Rules(state, ansi, domain, epoch, row, blankElements, Optional.empty());
    }

    /** Returns the treatment of a class. */
    public String treatment(FieldClass fieldClass) {
        return treatments.getOrDefault(fieldClass, "BLANK");
    }

    /** Returns how strict the treatment of a class is; the strictest is 0. */
    int strictness(FieldClass fieldClass) {
        return rank(treatment(fieldClass));
    }

    /** Returns the plan that a proxy must declare, but for its digests. */
    public Plan plan() {
        Plan.Builder plan = Plan.newBuilder()
                .setPolicySha256(ByteString.EMPTY)
                .setDomain(domain)
                .setEpoch(String.valueOf(epoch));
        for (FieldClass fieldClass : FieldClass.values()) {
            String rule = treatment(fieldClass);
            boolean coarser = rule.startsWith("GENERALIZE");
            ClassTreatment.Builder treatment = ClassTreatment.newBuilder()
                    .setFieldClassValue(fieldClass.wireNumber())
                    .setTreatment(Treatment.valueOf("TREATMENT_" + (coarser ? "GENERALIZE" : rule)));
            if (coarser) {
                String how = rule.substring(rule.indexOf('(') + 1, rule.length() - 1);
                treatment.setRule(GeneralizeRule.valueOf("GENERALIZE_RULE_" + how.toUpperCase(Locale.ROOT)));
            }
            plan.addTreatments(treatment);
        }
        opened.ifPresent(o -> {
            plan.setAttestationSha256(ByteString.copyFrom(o.attestationSha256()));
            plan.setListedRowsOnly(o.listedRowsOnly());
            o.subjectsSha256().ifPresent(s -> plan.setSubjectsSha256(ByteString.copyFrom(s)));
        });
        blankElements.stream().sorted().forEach(plan::addBlankElements);
        return plan.build();
    }
}
