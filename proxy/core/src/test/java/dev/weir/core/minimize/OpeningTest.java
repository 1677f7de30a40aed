package dev.weir.core.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.plan.Opening;
import dev.weir.core.plan.Plan;
import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.core.policy.RowScope;
import dev.weir.core.testing.Chunks;
import dev.weir.core.testing.TestPolicies;
import dev.weir.core.token.TestKeys;
import dev.weir.core.token.TokenClass;
import dev.weir.core.token.TokenScope;
import dev.weir.core.token.Tokenizer;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.testing.RandomRows;
import dev.weir.tmsis.v4.Record;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What leaves under an attestation, row by row. */
class OpeningTest {
    private static final String ANNA = "MSIS-ANNA";
    private static final String BERT = "MSIS-BERT";
    private static final Optional<Sha256> LIST = Optional.of(Sha256.of(new byte[] {1}));

    private static Opening opening(Map<FieldClass, ClassRule> opened, RowScope rows, Optional<Sha256> list) {
        Map<FieldClass, ClassRule> rules = new EnumMap<>(TestPolicies.none().rules());
        rules.putAll(opened);
        return new Opening(
                ReleaseRow.of(rules), new TokenScope("CA", "cms.tmsis", 'A'), Sha256.of(new byte[0]), rows, list);
    }

    private static Subjects anna() {
        String token =
                new Tokenizer(TestKeys.keys()).token(TokenClass.MSIS_ID, ANNA.getBytes(StandardCharsets.US_ASCII));
        return Subjects.of(Set.of(token), List.of(TestKeys.keys()));
    }

    private static byte[] row(String segmentId, Map<String, String> values) {
        Segment segment = Catalogue.v4().segment(segmentId).orElseThrow();
        List<String> row =
                new ArrayList<>(Collections.nCopies(segment.elements().size(), ""));
        row.set(0, segmentId);
        row.set(1, "06");
        values.forEach(
                (name, value) -> row.set(segment.element(name).orElseThrow().field() - 1, value));
        return RandomRows.record(segment, row);
    }

    private static byte[] contact(String person) {
        return row(
                "ELG00004",
                Map.of(
                        "MSIS-IDENTIFICATION-NUM",
                        person,
                        "ELIGIBLE-ADDR-LN1",
                        "1 Main St",
                        "ELIGIBLE-ZIP-CODE",
                        "94203"));
    }

    private static Minimized minimize(Opening opening, byte[]... rows) throws Exception {
        Plan plan = Plan.under(TestPolicies.california(), opening);
        byte[] chunk = Chunks.of(0, List.of(rows));
        RowContext context = new RowContext(FileType.ELG, "06");
        return new FastEngine(plan, TestKeys.keys(), context, anna()).minimize(chunk, 0, chunk.length);
    }

    private static List<Record> records(Minimized minimized) throws Exception {
        List<Record> records = new ArrayList<>();
        minimized.forEachRecord((bytes, offset, length) ->
                records.add(Record.parseFrom(java.nio.ByteBuffer.wrap(bytes, offset, length))));
        return records;
    }

    private static List<String> people(Minimized minimized) {
        List<String> people = new ArrayList<>();
        minimized
                .people()
                .orElseThrow()
                .forEach((ids, offset, length, classes) ->
                        people.add(new String(ids, offset, length, StandardCharsets.US_ASCII) + " "
                                + Integer.toBinaryString(classes)));
        return people;
    }

    @Test
    void listedClass_leavesForListedPeopleOnly() throws Exception {
        Opening opening = opening(Map.of(FieldClass.ADDRESS, ClassRule.LISTED), RowScope.ALL, LIST);

        Minimized minimized = minimize(opening, contact(ANNA), contact(BERT), contact(""), contact("&NOBODY"));

        List<Record> records = records(minimized);
        assertEquals(4, records.size());
        assertEquals("1 Main St", records.get(0).getEligibleContactInformation().getEligibleAddrLn1());
        for (Record other : records.subList(1, 4)) {
            assertEquals("", other.getEligibleContactInformation().getEligibleAddrLn1());
            assertEquals("", other.getEligibleContactInformation().getEligibleZipCode());
        }
        assertEquals(
                List.of(ANNA + " " + Integer.toBinaryString(1 << FieldClass.ADDRESS.ordinal())), people(minimized));
    }

    @Test
    void listedRows_withholdEverybodyElse() throws Exception {
        Opening opening = opening(Map.of(FieldClass.ADDRESS, ClassRule.LISTED), RowScope.LISTED, LIST);

        Minimized minimized = minimize(opening, contact(BERT), contact(ANNA), contact(""));

        assertEquals(1, minimized.rows());
        assertEquals(List.of(0, 2), minimized.withheld());
    }

    @Test
    void openedClass_leavesForEverybody_andIsAccountedFor() throws Exception {
        Opening opening = opening(Map.of(FieldClass.ADDRESS, ClassRule.COPY), RowScope.ALL, Optional.empty());

        Minimized minimized = minimize(opening, contact(ANNA), contact(BERT));

        for (Record record : records(minimized)) {
            assertEquals("94203", record.getEligibleContactInformation().getEligibleZipCode());
            assertTrue(record.getEligibleContactInformation()
                    .getMsisIdentificationNum()
                    .startsWith("TA"));
        }
        assertEquals(2, minimized.people().orElseThrow().size());
    }

    @Test
    void rowsOfOnePersonInARow_areAccountedForTogether_othersAreNot() throws Exception {
        Opening opening = opening(Map.of(FieldClass.ADDRESS, ClassRule.COPY), RowScope.ALL, Optional.empty());

        Minimized minimized =
                minimize(opening, contact(ANNA), contact(ANNA), contact(ANNA + "1"), contact(BERT), contact(ANNA));

        String address = " " + Integer.toBinaryString(1 << FieldClass.ADDRESS.ordinal());
        assertEquals(List.of(ANNA + address, ANNA + "1" + address, BERT + address, ANNA + address), people(minimized));
        assertEquals(5, minimized.rows());
    }

    @Test
    void identifierRowsOfOtherTypes_areWithheldUnlessImmigrationIsOpenForTheirPerson() throws Exception {
        byte[] anna = row("ELG00022", Map.of("MSIS-IDENTIFICATION-NUM", ANNA, "ELG-IDENTIFIER-TYPE", "3"));
        byte[] bert = row("ELG00022", Map.of("MSIS-IDENTIFICATION-NUM", BERT, "ELG-IDENTIFIER-TYPE", "3"));
        Opening opening = opening(Map.of(FieldClass.IMMIGRATION, ClassRule.LISTED), RowScope.ALL, LIST);

        assertEquals(List.of(1), minimize(opening, anna, bert).withheld());
    }

    @Test
    void planUnderAnAttestation_isAnotherPlan() {
        Plan stripped = Plan.withoutAttestation(TestPolicies.california());
        Opening all = opening(Map.of(FieldClass.ADDRESS, ClassRule.LISTED), RowScope.ALL, LIST);
        Opening listed = opening(Map.of(FieldClass.ADDRESS, ClassRule.LISTED), RowScope.LISTED, LIST);
        Opening others = opening(
                Map.of(FieldClass.ADDRESS, ClassRule.LISTED), RowScope.ALL, Optional.of(Sha256.of(new byte[] {2})));

        Set<String> digests = Set.of(
                stripped.sha256().hex(),
                Plan.under(TestPolicies.california(), all).sha256().hex(),
                Plan.under(TestPolicies.california(), listed).sha256().hex(),
                Plan.under(TestPolicies.california(), others).sha256().hex());

        assertEquals(4, digests.size());
    }

    @Test
    void listedClassWithoutAList_doesNotOpen() {
        assertThrows(
                IllegalArgumentException.class,
                () -> opening(Map.of(FieldClass.ADDRESS, ClassRule.LISTED), RowScope.ALL, Optional.empty()));
    }

    @Test
    void withoutAnAttestation_nobodyIsAccountedFor() throws Exception {
        byte[] chunk = Chunks.of(0, List.of(contact(ANNA)));
        Engine engine = new FastEngine(
                Plan.withoutAttestation(TestPolicies.california()),
                TestKeys.keys(),
                new RowContext(FileType.ELG, "06"));

        assertTrue(engine.minimize(chunk, 0, chunk.length).people().isEmpty());
    }
}
