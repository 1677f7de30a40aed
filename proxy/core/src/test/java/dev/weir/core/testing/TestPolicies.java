package dev.weir.core.testing;

import dev.weir.core.plan.Opening;
import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.GeneralizeRule;
import dev.weir.core.policy.Jurisdiction;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.PurposePolicy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.RowScope;
import dev.weir.core.token.TokenClass;
import dev.weir.core.token.TokenScope;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Policies for tests: the one of the standard, and random ones. */
public final class TestPolicies {
    private TestPolicies() {}

    /** Returns the row of the standard that runs without an attestation. */
    public static ReleaseRow none() {
        Map<FieldClass, ClassRule> rules = new EnumMap<>(FieldClass.class);
        for (FieldClass fieldClass : FieldClass.values()) {
            if (!fieldClass.isProtected()) {
                rules.put(fieldClass, ClassRule.COPY);
            } else if (TokenClass.of(fieldClass).isPresent()) {
                rules.put(fieldClass, ClassRule.TOKEN);
            } else if (fieldClass == FieldClass.BIRTH) {
                rules.put(fieldClass, ClassRule.generalize(GeneralizeRule.MONTH));
            } else {
                rules.put(fieldClass, ClassRule.BLANK);
            }
        }
        return ReleaseRow.of(rules);
    }

    /** Returns California's policy with a row in place of the standard's. */
    public static Policy california(ReleaseRow none, Set<String> blankElements) {
        Map<Purpose, PurposePolicy> purposes = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            purposes.put(purpose, new PurposePolicy(purpose, false, List.of(), "", false, none()));
        }
        return new Policy(
                new Jurisdiction("CA", List.of("06"), "California", "State of California", true),
                new TokenScope("CA", "cms.tmsis", 'A'),
                none,
                purposes,
                blankElements,
                "",
                "test");
    }

    /** Returns California's policy with the row of the standard. */
    public static Policy california() {
        return california(none(), Set.of());
    }

    /** Returns anything that an attestation could open, and more, with LISTED for some classes where there is a list. */
    public static Opening randomOpening(Random random, Optional<Sha256> subjects) {
        Map<FieldClass, ClassRule> rules = new EnumMap<>(random(random).none().rules());
        for (FieldClass fieldClass : FieldClass.values()) {
            if (fieldClass.isProtected() && subjects.isPresent() && random.nextInt(3) == 0) {
                rules.put(fieldClass, ClassRule.LISTED);
            }
        }
        RowScope rows = subjects.isPresent() && random.nextInt(4) == 0 ? RowScope.LISTED : RowScope.ALL;
        return new Opening(
                ReleaseRow.of(rules),
                new TokenScope("CA", "cms.tmsis", 'A'),
                Sha256.of(new byte[] {(byte) random.nextInt()}),
                rows,
                subjects);
    }

    /** Returns a policy with any treatment that the engine can run for every class, and some blank elements. */
    public static Policy random(Random random) {
        Map<FieldClass, ClassRule> rules = new EnumMap<>(FieldClass.class);
        for (FieldClass fieldClass : FieldClass.values()) {
            List<ClassRule> possible = new ArrayList<>(List.of(ClassRule.BLANK, ClassRule.COPY));
            TokenClass.of(fieldClass).ifPresent(c -> possible.add(ClassRule.TOKEN));
            if (fieldClass == FieldClass.BIRTH) {
                possible.add(ClassRule.generalize(GeneralizeRule.MONTH));
                possible.add(ClassRule.generalize(GeneralizeRule.YEAR));
            }
            rules.put(fieldClass, possible.get(random.nextInt(possible.size())));
        }
        rules.put(FieldClass.CORE, ClassRule.COPY);
        Set<String> blank = new HashSet<>();
        List<Segment> segments = Catalogue.v4().segments();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<Element> elements =
                    segments.get(random.nextInt(segments.size())).elements();
            Element element = elements.get(random.nextInt(elements.size()));
            if (element.field() > Segment.RECORD_NUMBER_FIELD) {
                blank.add(element.name());
            }
        }
        return california(ReleaseRow.of(rules), blank);
    }
}
