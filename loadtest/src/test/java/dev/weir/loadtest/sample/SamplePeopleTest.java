package dev.weir.loadtest.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.tmsis.FileType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The same people in every file, in households, with a status that is consistent. */
class SamplePeopleTest {
    private static final String MSIS_ID = "MSIS-IDENTIFICATION-NUM";

    private static final Map<String, Row> PRIMARY = byPerson("ELG00002");
    private static final Map<String, Row> VARIABLE = byPerson("ELG00003");
    private static final Map<String, Row> DETERMINANTS = byPerson("ELG00005");

    private static Map<String, Row> byPerson(String segment) {
        return TestSample.rows(segment).collect(Collectors.toMap(r -> r.value(MSIS_ID), Function.identity()));
    }

    @Test
    void people_areAHundredAndSome_inHouseholdsOfOneToFive() {
        assertTrue(PRIMARY.size() >= 120 && PRIMARY.size() <= 150, PRIMARY.size() + " people");
        Map<String, Long> households = DETERMINANTS.values().stream()
                .collect(Collectors.groupingBy(r -> r.value("MSIS-CASE-NUM"), Collectors.counting()));
        assertEquals(Set.of(1L, 2L, 3L, 4L, 5L), new HashSet<>(households.values()));
    }

    @Test
    void person_isTheSameInEveryFile() {
        Set<FileType> seen = EnumSet.noneOf(FileType.class);
        for (Row row : TestSample.rows()) {
            if (row.has(MSIS_ID) && row.value(MSIS_ID).startsWith("CIN")) {
                Row person = TestSample.known(
                        PRIMARY, row.value(MSIS_ID), row.segment().id());
                seen.add(row.segment().fileType());
                for (String element :
                        List.of("ELIGIBLE-FIRST-NAME", "ELIGIBLE-MIDDLE-INIT", "ELIGIBLE-LAST-NAME", "DATE-OF-BIRTH")) {
                    if (row.has(element)) {
                        assertEquals(
                                person.value(element),
                                row.value(element),
                                row.segment().id());
                    }
                }
            }
        }
        assertEquals(EnumSet.complementOf(EnumSet.of(FileType.PRV, FileType.MCR)), seen);
    }

    @Test
    void somebody_occursInEveryFileThatNamesPeople() {
        Map<String, Set<FileType>> files = new HashMap<>();
        TestSample.rowsWith(MSIS_ID)
                .forEach(r -> files.computeIfAbsent(r.value(MSIS_ID), p -> EnumSet.noneOf(FileType.class))
                        .add(r.segment().fileType()));
        assertTrue(files.values().stream().anyMatch(f -> f.size() == 7));
    }

    @Test
    void medicareNumbers_areTheSameOnClaims() {
        for (String element : List.of("MEDICARE-HIC-NUM", "MEDICARE-BENEFICIARY-IDENTIFIER")) {
            List<Row> claims = TestSample.rowsWith(element)
                    .filter(r -> !r.segment().id().startsWith("ELG"))
                    .toList();
            assertFalse(claims.isEmpty());
            claims.forEach(r -> assertEquals(
                    TestSample.known(VARIABLE, r.value(MSIS_ID), "a claim").value(element), r.value(element)));
        }
    }

    @Test
    void identifiers_areNobodyElses() {
        for (String element : List.of("SSN", "MEDICARE-HIC-NUM", "MEDICARE-BENEFICIARY-IDENTIFIER")) {
            List<String> values = VARIABLE.values().stream()
                    .map(r -> r.value(element))
                    .filter(v -> !v.isEmpty() && !v.equals(Person.NO_SSN))
                    .toList();
            assertEquals(values.size(), new HashSet<>(values).size(), element);
        }
    }

    @Test
    void everySsn_isOfAnAreaAndGroupThatWereNeverGivenOut() {
        List<String> elements = List.of("SSN", "POLICY-OWNER-SSN", "PAYEE-TAX-ID", "PROV-IDENTIFIER");
        for (String element : elements) {
            List<String> ssns = TestSample.rowsWith(element)
                    .map(r -> r.value(element))
                    .filter(v -> v.matches("9[0-9]{7,8}") && !v.equals(Person.NO_SSN))
                    .toList();
            assertFalse(ssns.isEmpty(), element);
            ssns.forEach(v -> assertTrue(v.charAt(3) <= '4', element));
        }
        TestSample.rowsWith("SSN").forEach(r -> assertTrue(r.value("SSN").startsWith("9")));
    }

    @Test
    void status_isConsistent() {
        Set<String> statuses = new HashSet<>();
        VARIABLE.forEach((id, row) -> {
            String immigration = row.value("IMMIGRATION-STATUS");
            statuses.add(immigration);
            boolean citizen = row.value("CITIZENSHIP-IND").matches("[12]");
            assertEquals(citizen, immigration.equals("8"));
            assertEquals(citizen, row.value("IMMIGRATION-VERIFICATION-FLAG").isEmpty());
            assertEquals(!citizen, row.value("CITIZENSHIP-VERIFICATION-FLAG").isEmpty());
            String restricted = TestSample.known(DETERMINANTS, id, "ELG00003").value("RESTRICTED-BENEFITS-CODE");
            boolean barred =
                    !row.value("IMMIGRATION-STATUS-FIVE-YEAR-BAR-END-DATE").isEmpty();
            assertEquals(barred || (immigration.equals("3") && !restricted.equals("4")), restricted.equals("2"));
            assertTrue(!barred || immigration.equals("1"));
        });
        assertEquals(Set.of("1", "2", "3", "8"), statuses);
    }

    @Test
    void identifierOfTypeThree_existsExactlyForStatusOneAndTwo() {
        Set<String> withIdentifier = TestSample.rows("ELG00022")
                .filter(r -> r.value("ELG-IDENTIFIER-TYPE").equals("3"))
                .map(r -> r.value(MSIS_ID))
                .collect(Collectors.toSet());
        Set<String> withStatus = VARIABLE.entrySet().stream()
                .filter(e -> e.getValue().value("IMMIGRATION-STATUS").matches("[12]"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertEquals(withStatus, withIdentifier);
    }

    @Test
    void policyOwner_isARelativeWhoIsNotEligible() {
        Set<String> eligible =
                VARIABLE.values().stream().map(r -> r.value("SSN")).collect(Collectors.toSet());
        TestSample.rows("TPL00003").forEach(r -> assertFalse(eligible.contains(r.value("POLICY-OWNER-SSN"))));
        Map<String, String> owners = TestSample.rows("TPL00003")
                .collect(Collectors.toMap(r -> r.value(MSIS_ID), r -> r.value("POLICY-OWNER-SSN"), (a, b) -> a));
        TestSample.rows("FTX00004").forEach(r -> assertEquals(owners.get(r.value(MSIS_ID)), r.value("SSN")));
    }
}
