package dev.weir.core.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.testing.TestPolicies;
import dev.weir.tmsis.FieldClass;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleaseRowTest {
    private static final List<ClassRule> RULES = List.of(
            ClassRule.BLANK,
            ClassRule.TOKEN,
            ClassRule.generalize(GeneralizeRule.MONTH),
            ClassRule.generalize(GeneralizeRule.YEAR),
            ClassRule.LISTED,
            ClassRule.COPY);

    private static ReleaseRow random(Random random) {
        Map<FieldClass, ClassRule> rules = new EnumMap<>(FieldClass.class);
        for (FieldClass fieldClass : FieldClass.values()) {
            rules.put(fieldClass, RULES.get(random.nextInt(RULES.size())));
        }
        return ReleaseRow.of(rules);
    }

    @Test
    void stricter_isNoWiderThanEither_andKeepsWhatIsEqual() {
        Random random = new Random(5);
        for (int i = 0; i < 1000; i++) {
            ReleaseRow a = random(random);
            ReleaseRow b = random(random);
            ReleaseRow both = a.stricter(b);
            for (FieldClass fieldClass : FieldClass.values()) {
                assertTrue(both.rule(fieldClass).isNoWiderThan(a.rule(fieldClass)));
                assertTrue(both.rule(fieldClass).isNoWiderThan(b.rule(fieldClass)));
            }
            assertEquals(both, b.stricter(a));
            assertEquals(a, a.stricter(a));
        }
    }

    @Test
    void narrowing_neverWidens() {
        Random random = new Random(6);
        for (int i = 0; i < 1000; i++) {
            ReleaseRow base = random(random);
            ReleaseRow narrowed = base.narrowedBy(random(random).rules());
            for (FieldClass fieldClass : FieldClass.values()) {
                assertTrue(narrowed.rule(fieldClass).isNoWiderThan(base.rule(fieldClass)));
            }
        }
    }

    @Test
    void rules_areWrittenAsTheyAreRead() {
        for (ClassRule rule : RULES) {
            assertEquals(rule, ClassRule.parse(rule.text()).orElseThrow());
        }
        assertTrue(ClassRule.parse("RAW").isEmpty());
        assertTrue(ClassRule.parse("copy").isEmpty());
    }

    @Test
    void rowWithoutAClass_isNotMade() {
        Map<FieldClass, ClassRule> rules = new EnumMap<>(TestPolicies.none().rules());
        rules.remove(FieldClass.SSN);
        assertThrows(IllegalArgumentException.class, () -> ReleaseRow.of(rules));
    }

    @Test
    void releases_asSoonAsOneProtectedClassLeaves() {
        assertFalse(TestPolicies.none().releases());
        Map<FieldClass, ClassRule> rules = new EnumMap<>(TestPolicies.none().rules());
        rules.put(FieldClass.NAME, ClassRule.LISTED);
        assertTrue(ReleaseRow.of(rules).releases());
    }

    @Test
    void purposes_areAClosedListWithoutTheForbiddenOnes() {
        assertEquals(15, Purpose.values().length);
        for (String word : List.of(
                "IMMIGRATION_ENFORCEMENT",
                "GENERAL_LAW_ENFORCEMENT",
                "INTELLIGENCE",
                "POPULATION_REGISTRY",
                "ELECTORAL",
                "COMMERCIAL",
                "MARKETING")) {
            assertTrue(Purpose.isForbidden(word));
            assertTrue(Purpose.ofCode(word).isEmpty());
        }
        assertEquals("urn:smp:purpose:1:AUDIT", Purpose.AUDIT.uri());
    }

    @Test
    void canonicalJson_isOneLineWithSortedMembersAndEscapes() {
        Policy policy = TestPolicies.california(TestPolicies.none(), Set.of("RACE", "CHIP-CODE"));
        String json = new String(policy.canonicalJson(), StandardCharsets.UTF_8);
        assertTrue(
                json.startsWith("{\"ansi\":[\"06\"],\"attestations\":{\"approvals\":2,\"audience\":\"\","
                        + "\"cooling_off_hours\":24,\"environment\":\"PRODUCTION\","),
                json);
        assertTrue(json.contains("\"blank_elements\":[\"CHIP-CODE\",\"RACE\"],\"epoch\":\"A\","), json);
        assertEquals(policy, PolicyJson.read(policy.canonicalJson()).orElseThrow());
        assertTrue(
                PolicyJson.read((json + " ").getBytes(StandardCharsets.UTF_8)).isEmpty());
        assertTrue(json.endsWith("\"state\":\"CA\",\"statute\":\"\"}"), json);
        assertFalse(json.contains("\n"));
        assertEquals(
                "{\"a\":\"\\\"\\\\\\n\\u0001\u00e9\",\"b\":[1,true]}",
                new String(
                        CanonicalJson.write(Map.of("b", List.of(1, true), "a", "\"\\\n\u0001\u00e9")),
                        StandardCharsets.UTF_8));
    }
}
