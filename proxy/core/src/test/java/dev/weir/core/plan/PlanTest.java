package dev.weir.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.GeneralizeRule;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.testing.TestPolicies;
import dev.weir.core.token.TokenClass;
import dev.weir.smp.PlanText;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.Segment;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static Plan plan(FieldClass fieldClass, ClassRule rule, String... blank) {
        Map<FieldClass, ClassRule> rules =
                new java.util.EnumMap<>(TestPolicies.none().rules());
        rules.put(fieldClass, rule);
        return Plan.withoutAttestation(TestPolicies.california(ReleaseRow.of(rules), Set.of(blank)));
    }

    private static Step step(Plan plan, String segmentId, String name) {
        Segment segment = Catalogue.v4().segment(segmentId).orElseThrow();
        return plan.segment(segment).step(segment.element(name).orElseThrow().field());
    }

    @Test
    void standardRow_givesTheStepsOfTheStandard() {
        Plan plan = Plan.withoutAttestation(TestPolicies.california());
        assertEquals(
                new Step.Token(FieldClass.MSIS_ID, TokenClass.MSIS_ID),
                step(plan, "FTX00002", "MSIS-IDENTIFICATION-NUM"));
        assertEquals(new Step.Token(FieldClass.SSN, TokenClass.SSN), step(plan, "ELG00003", "SSN"));
        assertEquals(new Step.Blank(FieldClass.THIRD_PARTY), step(plan, "FTX00004", "SSN"));
        assertEquals(new Step.Blank(FieldClass.IMMIGRATION), step(plan, "ELG00003", "CITIZENSHIP-IND"));
        assertEquals(new Step.BirthMonth(FieldClass.BIRTH), step(plan, "COT00002", "DATE-OF-BIRTH"));
        assertEquals(new Step.Copy(FieldClass.CORE), step(plan, "COT00002", "TOT-BILLED-AMT"));
        assertEquals(new Step.Renumber(FieldClass.CORE), step(plan, "COT00002", "RECORD-NUMBER"));
    }

    @Test
    void everyProtectedElement_isNeverCopiedWithoutAnAttestation() {
        Plan plan = Plan.withoutAttestation(TestPolicies.california());
        for (SegmentPlan segment : plan.segments()) {
            for (Element element : segment.segment().elements()) {
                Step step = segment.step(element.field());
                if (element.classWhen().isEmpty() && element.fieldClass().isProtected()) {
                    assertFalse(step instanceof Step.Copy, element.path());
                }
                if (step instanceof Step.BySibling by) {
                    assertFalse(by.otherwise() instanceof Step.Copy, element.path());
                }
            }
        }
    }

    @Test
    void unknownSibling_getsTheStrictestOfAllCandidates() {
        Plan plan = Plan.withoutAttestation(TestPolicies.california());
        Step.BySibling identifier = (Step.BySibling) step(plan, "ELG00022", "ELG-IDENTIFIER");
        assertEquals(new Step.Blank(FieldClass.IMMIGRATION), identifier.otherwise());
        Step.BySibling payee = (Step.BySibling) step(plan, "FTX00005", "PAYEE-ID");
        assertEquals(new Step.Token(FieldClass.OTHER_ID, TokenClass.OTHER_ID), payee.otherwise());
        assertEquals(
                new Step.Token(FieldClass.MSIS_ID, TokenClass.MSIS_ID),
                payee.steps().get("08"));
        assertEquals(new Step.Copy(FieldClass.CORE), payee.steps().get("06"));
        Plan open = plan(FieldClass.IMMIGRATION, ClassRule.COPY);
        assertEquals(
                new Step.Token(FieldClass.OTHER_ID, TokenClass.OTHER_ID),
                ((Step.BySibling) step(open, "ELG00022", "ELG-IDENTIFIER")).otherwise());
    }

    @Test
    void identifierRows_areWithheldUnlessImmigrationIsReleased() {
        Segment identifiers = Catalogue.v4().segment("ELG00022").orElseThrow();
        assertTrue(Plan.withoutAttestation(TestPolicies.california())
                .segment(identifiers)
                .withheld()
                .isPresent());
        assertTrue(plan(FieldClass.IMMIGRATION_PROXY, ClassRule.COPY)
                .segment(identifiers)
                .withheld()
                .isPresent());
        assertTrue(plan(FieldClass.IMMIGRATION, ClassRule.COPY)
                .segment(identifiers)
                .withheld()
                .isEmpty());
    }

    @Test
    void coarserValueThatNoElementHolds_isBlank() {
        assertEquals(
                new Step.Blank(FieldClass.BIRTH),
                step(plan(FieldClass.BIRTH, ClassRule.generalize(GeneralizeRule.YEAR)), "ELG00002", "DATE-OF-BIRTH"));
    }

    @Test
    void listedWithoutAnAttestation_doesNotCompile() {
        assertThrows(IllegalArgumentException.class, () -> plan(FieldClass.NAME, ClassRule.LISTED));
    }

    @Test
    void blankElement_isBlankWhateverItsClass() {
        Plan plan = plan(FieldClass.IMMIGRATION_HINT, ClassRule.COPY, "WAIVER-ID", "PAYEE-ID");
        assertEquals(new Step.Blank(FieldClass.IMMIGRATION_HINT), step(plan, "ELG00012", "WAIVER-ID"));
        assertEquals(new Step.Blank(FieldClass.OTHER_ID), step(plan, "FTX00005", "PAYEE-ID"));
        assertEquals(new Step.Copy(FieldClass.IMMIGRATION_HINT), step(plan, "ELG00012", "WAIVER-TYPE"));
    }

    @Test
    void digest_changesWithEverythingThatDecidesTheOutput() {
        Plan plan = Plan.withoutAttestation(TestPolicies.california());
        assertEquals(
                plan.sha256(),
                Plan.withoutAttestation(TestPolicies.california()).sha256());
        assertNotEquals(plan.sha256(), plan(FieldClass.NAME, ClassRule.COPY).sha256());
        assertNotEquals(
                plan.sha256(), plan(FieldClass.NAME, ClassRule.BLANK, "RACE").sha256());
        assertEquals(plan.sha256(), PlanText.sha256("CA", plan.toProto()));
        assertNotEquals(plan.sha256(), PlanText.sha256("WA", plan.toProto()));
    }

    @Test
    void canonicalText_isALineForEverything() {
        String text =
                PlanText.of("CA", plan(FieldClass.NAME, ClassRule.BLANK, "RACE").toProto());
        assertEquals(
                """
                smp1 plan
                policy %s
                state CA
                domain cms.tmsis
                epoch A
                dictionary 4
                class CORE COPY
                class IMMIGRATION_HINT COPY
                class MSIS_ID TOKEN
                class CASE_ID TOKEN
                class CLAIM_ID TOKEN
                class OTHER_ID TOKEN
                class SSN TOKEN
                class MEDICARE_ID TOKEN
                class NAME BLANK
                class CONTACT BLANK
                class BIRTH GENERALIZE(month)
                class ADDRESS BLANK
                class GEOGRAPHY BLANK
                class IMMIGRATION BLANK
                class IMMIGRATION_PROXY BLANK
                class THIRD_PARTY BLANK
                class FREE_TEXT BLANK
                blank RACE
                """.formatted(plan(FieldClass.NAME, ClassRule.BLANK, "RACE")
                        .policySha256()
                        .hex()),
                text);
    }
}
