package dev.weir.loadtest.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims hang together, and name providers, plans and carriers that there are. */
class SampleClaimsTest {
    private static final String MSIS_ID = "MSIS-IDENTIFICATION-NUM";

    private static Map<String, Row> headers(String file) {
        return TestSample.rows(file + "00002").collect(Collectors.toMap(SampleClaimsTest::key, Function.identity()));
    }

    private static String key(Row row) {
        return row.value("ICN-ORIG") + "/" + row.value("ICN-ADJ") + "/" + row.value("ADJUDICATION-DATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CIP", "CLT", "COT", "CRX"})
    void linesAndDiagnoses_joinTheirHeader(String file) {
        Map<String, Row> headers = headers(file);
        Set<String> withLines = new HashSet<>();
        TestSample.rows(file + "00003").forEach(line -> {
            Row header = TestSample.known(headers, key(line), "a line");
            assertEquals(header.value(MSIS_ID), line.value(MSIS_ID));
            withLines.add(key(line));
        });
        assertEquals(headers.keySet(), withLines);
        TestSample.rows(file + "00004")
                .forEach(d -> assertTrue(headers.containsKey(key(d)), "a diagnosis has a header"));
    }

    @ParameterizedTest
    @CsvSource({
        "CIP, TOT-BILLED-AMT, REVENUE-CHARGE",
        "CIP, TOT-ALLOWED-AMT, ALLOWED-AMT",
        "CIP, TOT-MEDICAID-PAID-AMT, MEDICAID-PAID-AMT",
        "CLT, TOT-BILLED-AMT, REVENUE-CHARGE",
        "CLT, TOT-MEDICAID-PAID-AMT, MEDICAID-PAID-AMT",
        "CLT, TOT-TPL-AMT, TPL-AMT",
        "COT, TOT-BILLED-AMT, BILLED-AMT",
        "COT, TOT-ALLOWED-AMT, ALLOWED-AMT",
        "COT, TOT-MEDICAID-PAID-AMT, MEDICAID-PAID-AMT",
        "COT, TOT-TPL-AMT, TPL-AMT",
        "COT, TOT-BENEFICIARY-COPAYMENT-PAID-AMOUNT, BENEFICIARY-COPAYMENT-PAID-AMOUNT",
        "CRX, TOT-BILLED-AMT, BILLED-AMT",
        "CRX, TOT-MEDICAID-PAID-AMT, MEDICAID-PAID-AMT"
    })
    void lines_addUpToTheirHeader(String file, String total, String amount) {
        Map<String, BigDecimal> sums = TestSample.rows(file + "00003")
                .collect(Collectors.groupingBy(
                        SampleClaimsTest::key,
                        Collectors.reducing(BigDecimal.ZERO, r -> new BigDecimal(r.value(amount)), BigDecimal::add)));
        headers(file).forEach((key, header) -> assertEquals(sums.get(key), new BigDecimal(header.value(total)), total));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CIP00002", "CLT00002", "COT00002", "CIP00003", "CLT00003", "COT00003"})
    void service_liesInsideAnEnrolment(String segment) {
        Map<String, List<Row>> spans =
                TestSample.rows("ELG00021").collect(Collectors.groupingBy(r -> r.value(MSIS_ID)));
        TestSample.rows(segment)
                .filter(r -> !r.value(MSIS_ID).startsWith("&"))
                .forEach(r -> assertTrue(
                        TestSample.known(spans, r.value(MSIS_ID), segment).stream()
                                .anyMatch(s -> s.value("ENROLLMENT-EFF-DATE")
                                                        .compareTo(r.value("BEGINNING-DATE-OF-SERVICE"))
                                                <= 0
                                        && s.value("ENROLLMENT-END-DATE").compareTo(r.value("ENDING-DATE-OF-SERVICE"))
                                                >= 0),
                        segment));
    }

    @Test
    void providers_thatAreNamed_exist() {
        Set<String> ids = values(TestSample.rows("PRV00002"), "SUBMITTING-STATE-PROV-ID");
        Set<String> npis = values(
                TestSample.rows("PRV00005")
                        .filter(r -> r.value("PROV-IDENTIFIER-TYPE").equals("2")),
                "PROV-IDENTIFIER");
        int named = 0;
        for (Row row : TestSample.rows()) {
            for (var element : row.segment().elements()) {
                String value = row.values().get(element.field() - 1);
                if (!value.isEmpty() && element.name().matches(".*PROV-NUM(-2)?")) {
                    assertTrue(ids.contains(value), element.path());
                    named++;
                } else if (!value.isEmpty() && element.name().matches(".*(PROV-NPI-NUM(-2)?|PROV-NPI|PROVIDER-NPI)")) {
                    assertTrue(npis.contains(value), element.path());
                }
            }
        }
        assertTrue(named > 500, named + " providers named");
        TestSample.rows("PRV00008")
                .forEach(r -> assertTrue(ids.contains(r.value("SUBMITTING-STATE-PROV-ID-OF-AFFILIATED-ENTITY"))));
    }

    @Test
    void npi_failsTheCheckOfARealOne() {
        TestSample.rows("PRV00005")
                .filter(r -> r.value("PROV-IDENTIFIER-TYPE").equals("2"))
                .forEach(r -> assertNotEquals(0, luhn("80840" + r.value("PROV-IDENTIFIER"))));
    }

    private static int luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 1 ? 2 * digit : digit;
            sum += doubled / 10 + doubled % 10;
        }
        return sum % 10;
    }

    @Test
    void plansAndCarriers_thatAreNamed_exist() {
        Set<String> plans = values(TestSample.rows("MCR00002"), "STATE-PLAN-ID-NUM");
        assertTrue(plans.containsAll(values(TestSample.rows("ELG00014"), "MANAGED-CARE-PLAN-ID")));
        assertTrue(plans.containsAll(values(TestSample.rowsWith("PLAN-ID-NUMBER"), "PLAN-ID-NUMBER")));
        assertTrue(plans.containsAll(payees("02")));
        Set<String> carriers = values(TestSample.rows("TPL00006"), "INSURANCE-CARRIER-ID-NUM");
        assertTrue(carriers.containsAll(
                values(TestSample.rowsWith("INSURANCE-CARRIER-ID-NUM"), "INSURANCE-CARRIER-ID-NUM")));
        assertTrue(carriers.containsAll(payees("07")));
        Set<String> people = values(TestSample.rows("ELG00002"), MSIS_ID);
        assertTrue(people.containsAll(payees("08")));
    }

    private static Set<String> payees(String type) {
        Set<String> payees = values(
                TestSample.rowsWith("PAYEE-ID")
                        .filter(r -> r.value("PAYEE-ID-TYPE").equals(type)),
                "PAYEE-ID");
        assertTrue(!payees.isEmpty(), type);
        return payees;
    }

    @Test
    void trips_beginOrEndAtHome_andServicesAtHomeAreThere() {
        Map<String, String> homes = TestSample.rows("ELG00004")
                .filter(r -> r.value("ELIGIBLE-ADDR-TYPE").equals("01"))
                .collect(Collectors.toMap(r -> r.value(MSIS_ID), r -> r.value("ELIGIBLE-ADDR-LN1")));
        List<Row> trips = TestSample.rowsWith("ORIGINATION-ADDR-LN1").toList();
        assertTrue(trips.size() > 20, trips.size() + " trips");
        trips.forEach(r -> assertTrue(List.of(r.value("ORIGINATION-ADDR-LN1"), r.value("DESTINATION-ADDR-LN1"))
                .contains(homes.get(r.value(MSIS_ID)))));
        String location = "SERVICE-FACILITY-LOCATION-ADDR-LN-1";
        TestSample.rowsWith(location).forEach(r -> assertEquals(homes.get(r.value(MSIS_ID)), r.value(location)));
    }

    private static Set<String> values(Stream<Row> rows, String element) {
        return rows.map(r -> r.value(element)).collect(Collectors.toSet());
    }
}
