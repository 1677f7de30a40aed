package dev.weir.core.attestation;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.hold.Hold;
import dev.weir.core.hold.HoldSet;
import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.PurposePolicy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.testing.TestBundles;
import dev.weir.core.testing.TestPolicies;
import dev.weir.tmsis.FieldClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Narrower never releases more, over random policies, attestations, approvals and holds. */
class NarrowerGrantTest {
    private static final List<FieldClass> ALL = List.of(FieldClass.values());

    /** What a bundle releases: its row where it is granted, and otherwise nothing of what is protected. */
    private static ReleaseRow released(TestBundles bundles) {
        return bundles.verdict() instanceof Grant grant ? grant.row() : bundles.policy.none();
    }

    private static List<String> someClasses(Random random, int percent) {
        List<String> classes = new ArrayList<>();
        ALL.stream().filter(c -> random.nextInt(100) < percent).forEach(c -> classes.add(c.name()));
        return classes.isEmpty() ? List.of("NAME") : classes;
    }

    private static List<String> subset(Random random, List<String> of) {
        List<String> some = new ArrayList<>(of);
        some.removeIf(c -> some.size() > 1 && random.nextInt(3) == 0);
        return some.size() > 16 ? some.subList(0, 16) : some;
    }

    private static Policy policy(Random random, Policy base) {
        ReleaseRow release = base.purpose(Purpose.AUDIT).release();
        Map<FieldClass, ClassRule> narrower = new EnumMap<>(FieldClass.class);
        for (FieldClass fieldClass : ALL) {
            if (fieldClass.isProtected() && random.nextInt(6) == 0) {
                narrower.put(
                        fieldClass,
                        random.nextBoolean()
                                ? ClassRule.BLANK
                                : TestPolicies.none().rule(fieldClass));
            }
        }
        Map<Purpose, PurposePolicy> purposes = new EnumMap<>(base.purposes());
        purposes.put(
                Purpose.AUDIT,
                new PurposePolicy(Purpose.AUDIT, true, List.of(), "", true, release.narrowedBy(narrower)));
        return new Policy(
                base.jurisdiction(),
                base.scope(),
                base.none(),
                purposes,
                base.blankElements(),
                base.statute(),
                base.notice(),
                base.terms());
    }

    private static HoldSet holds(Random random) {
        List<Hold> holds = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            holds.add(new Hold(
                    "h" + i,
                    Optional.of(random.nextInt(3) == 0 ? "CA" : "WA"),
                    Optional.empty(),
                    Optional.empty(),
                    random.nextBoolean()
                            ? Optional.of(ALL.get(random.nextInt(ALL.size())))
                            : Optional.of(FieldClass.FREE_TEXT),
                    Optional.empty(),
                    "test"));
        }
        return TestBundles.holds(holds);
    }

    @Test
    void narrowerPolicyAttestationApprovalOrMoreHolds_neverReleaseMore() {
        Random random = new Random(4711);
        int granted = 0;
        int narrowed = 0;
        for (int round = 0; round < 400; round++) {
            List<String> classes = subset(random, someClasses(random, 30));
            TestBundles wide = new TestBundles();
            wide.attestation.put("classes", classes);
            wide.approvals.forEach(a -> a.put("classes", classes));
            wide.policy = policy(random, TestBundles.policy());
            TestBundles narrow = new TestBundles();
            narrow.policy = random.nextBoolean() ? policy(random, wide.policy) : wide.policy;
            narrow.attestation.put("classes", random.nextBoolean() ? subset(random, classes) : classes);
            narrow.approvals.forEach(a -> a.put("classes", subset(random, classes)));
            narrow.holds = Optional.of(holds(random));
            boolean wideGranted = wide.verdict() instanceof Grant;
            ReleaseRow most = released(wide);
            ReleaseRow less = released(narrow);
            // An attestation that asks for too much is refused as a whole; one that asks for less may be granted.
            if (wideGranted) {
                granted++;
                narrowed += less.equals(most) ? 0 : 1;
                for (FieldClass fieldClass : ALL) {
                    assertTrue(
                            less.rule(fieldClass).isNoWiderThan(most.rule(fieldClass))
                                    || less.rule(fieldClass)
                                            .isNoWiderThan(narrow.policy.none().rule(fieldClass)),
                            "round " + round + " " + fieldClass);
                }
            }
            for (FieldClass fieldClass : ALL) {
                ClassRule listed =
                        narrow.policy.purpose(Purpose.AUDIT).release().rule(fieldClass);
                ClassRule none = narrow.policy.none().rule(fieldClass);
                assertTrue(
                        less.rule(fieldClass).isNoWiderThan(listed)
                                || less.rule(fieldClass).equals(none),
                        "never more than the policy lists: " + fieldClass);
            }
        }
        assertTrue(granted > 30, "granted: " + granted);
        assertTrue(narrowed > 20, "narrowed: " + narrowed);
        assertInstanceOf(Grant.class, new TestBundles().verdict());
    }
}
