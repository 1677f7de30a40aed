package dev.weir.core.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.hold.Hold;
import dev.weir.core.policy.ClassRule;
import dev.weir.core.policy.Environment;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.ReleaseTerms;
import dev.weir.core.testing.TestBundles;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a bundle is refused for, and in which order. */
class BundleCheckTest {
    private static Verdict.Denied denied(TestBundles bundles) {
        return assertInstanceOf(Verdict.Denied.class, bundles.verdict());
    }

    private static Grant granted(TestBundles bundles) {
        Verdict verdict = bundles.verdict();
        assertInstanceOf(Grant.class, verdict, () -> ((Verdict.Denied) verdict).text());
        return (Grant) verdict;
    }

    @Test
    void validBundle_opensTheAskedClassesAndNoOther() {
        Grant grant = granted(new TestBundles());
        assertEquals(ClassRule.LISTED, grant.row().rule(FieldClass.NAME));
        assertEquals(ClassRule.COPY, grant.row().rule(FieldClass.BIRTH));
        assertEquals(ClassRule.BLANK, grant.row().rule(FieldClass.ADDRESS));
        assertEquals(ClassRule.TOKEN, grant.row().rule(FieldClass.SSN));
        assertEquals("oig.audit-17", grant.scope().domain());
        assertEquals(2, grant.approvals().size());
        assertEquals(TestBundles.NOW.plusSeconds(3600), grant.expires());
    }

    @Test
    void approvalOfFewerClasses_opensTheIntersection() {
        TestBundles bundles = new TestBundles();
        bundles.approvals.get(1).put("classes", List.of("NAME"));
        Grant grant = granted(bundles);
        assertEquals(ClassRule.LISTED, grant.row().rule(FieldClass.NAME));
        assertTrue(grant.row()
                .rule(FieldClass.BIRTH)
                .isNoWiderThan(bundles.policy.none().rule(FieldClass.BIRTH)));
    }

    /** One thing wrong each, in the order of the checks; a few codes have several. */
    private static Map<String, Fault> faults() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        put(faults, "six tokens", DenialCode.SIZE, b -> {
            for (int i = 0; i < 4; i++) {
                b.addApprovalText("a");
            }
        });
        put(faults, "typ of an approval", DenialCode.HEADER, b -> b.header.put("typ", Approval.TYPE));
        put(faults, "expired policy", DenialCode.STALE, b -> b.policyExpires = TestBundles.NOW);
        put(faults, "key not in the list", DenialCode.KEY, b -> b.header.put("kid", "A".repeat(43)));
        put(faults, "other key's signature", DenialCode.SIGNATURE, b -> b.attestationKey = "stranger");
        put(
                faults,
                "issuer with a slash",
                DenialCode.ISSUER,
                b -> b.attestation.put("iss", TestBundles.REQUESTER + "/"));
        put(
                faults,
                "two audiences",
                DenialCode.AUDIENCE,
                b -> b.attestation.put("aud", List.of(TestBundles.AUDIENCE, TestBundles.AUDIENCE)));
        put(faults, "expired", DenialCode.TIME, b -> b.attestation.put("exp", TestBundles.NOW.getEpochSecond() - 60));
        put(faults, "not registered", DenialCode.COOLING_OFF, b -> b.registered = Optional.empty());
        put(faults, "unknown claim", DenialCode.SCHEMA, b -> b.attestation.put("extra", "x"));
        put(
                faults,
                "purpose that is off",
                DenialCode.PURPOSE,
                b -> b.attestation.put("purpose", Purpose.STATUS_VERIFICATION.uri()));
        put(
                faults,
                "other recipient",
                DenialCode.RECIPIENT,
                b -> b.attestation.put("recipient", "https://oig.example/court"));
        put(faults, "class beyond the row", DenialCode.SCOPE, b -> b.attestation.put("classes", List.of("FREE_TEXT")));
        put(
                faults,
                "agreement too short",
                DenialCode.AGREEMENT,
                b -> b.attestation.put("agreement", TestBundles.agreement("MOU", "2026-09-30")));
        put(
                faults,
                "covenant missing",
                DenialCode.COVENANT,
                b -> b.attestation.put("covenants", List.of("NO_REIDENTIFY")));
        put(faults, "revoked", DenialCode.STATUS, b -> status(b, 1));
        put(faults, "one approval", DenialCode.APPROVAL, b -> b.approvals.remove(1));
        put(faults, "hold", DenialCode.HOLD, b -> b.holds = Optional.of(TestBundles.holds(List.of(holdOnState()))));
        return faults;
    }

    private record Fault(DenialCode code, Consumer<TestBundles> change) {}

    private static void put(Map<String, Fault> faults, String name, DenialCode code, Consumer<TestBundles> change) {
        faults.put(name, new Fault(code, change));
    }

    private static Hold holdOnState() {
        return new Hold(
                "h1",
                Optional.of("CA"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "court");
    }

    private static void status(TestBundles bundles, int value) {
        bundles.attestation.put(
                "status", Map.of("status_list", new TreeMap<>(Map.of("idx", 5, "uri", TestBundles.STATUS_URI))));
        bundles.statuses.put(
                TestBundles.STATUS_URI,
                new StatusList(
                        TestBundles.STATUS_URI, TestBundles.REQUESTER, TestBundles.NOW.plusSeconds(60), new byte[] {
                            0, (byte) (value << 2)
                        }));
    }

    @TestFactory
    Stream<DynamicTest> oneFault_isReportedWithItsCode() {
        return faults().entrySet().stream()
                .map(fault -> DynamicTest.dynamicTest(fault.getKey(), () -> {
                    TestBundles bundles = new TestBundles();
                    fault.getValue().change().accept(bundles);
                    assertEquals(
                            fault.getValue().code(),
                            denied(bundles).code(),
                            denied(bundles).text());
                }));
    }

    @TestFactory
    Stream<DynamicTest> ofTwoFaults_theEarlierIsReported() {
        List<Map.Entry<String, Fault>> faults = new ArrayList<>(faults().entrySet());
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            for (int j = i + 1; j < faults.size(); j++) {
                Map.Entry<String, Fault> first = faults.get(i);
                Map.Entry<String, Fault> second = faults.get(j);
                tests.add(DynamicTest.dynamicTest(first.getKey() + " before " + second.getKey(), () -> {
                    TestBundles bundles = new TestBundles();
                    // The later fault is made first, so that changes of the same member leave the earlier one.
                    second.getValue().change().accept(bundles);
                    first.getValue().change().accept(bundles);
                    assertEquals(first.getValue().code(), denied(bundles).code());
                }));
            }
        }
        return tests.stream();
    }

    @Test
    void faults_coverEveryCodeThatTheCheckCanGive() {
        Set<DenialCode> seen = new java.util.TreeSet<>();
        faults().values().forEach(f -> seen.add(f.code()));
        Set<DenialCode> all = new java.util.TreeSet<>(List.of(DenialCode.values()));
        all.removeAll(Set.of(DenialCode.REPLAY, DenialCode.LEDGER, DenialCode.PLAN_CHANGED));
        assertEquals(all, seen);
    }

    private static DenialCode code(Consumer<TestBundles> change) {
        TestBundles bundles = new TestBundles();
        change.accept(bundles);
        return denied(bundles).code();
    }

    private static void grants(Consumer<TestBundles> change) {
        TestBundles bundles = new TestBundles();
        change.accept(bundles);
        granted(bundles);
    }

    @Test
    void times_areCheckedToTheSecondWithSixtySecondsOfSkew() {
        long now = TestBundles.NOW.getEpochSecond();
        grants(b -> b.attestation.put("exp", now - 59));
        assertEquals(DenialCode.TIME, code(b -> b.attestation.put("exp", now - 60)));
        grants(b -> b.attestation.put("nbf", now + 60));
        assertEquals(DenialCode.TIME, code(b -> b.attestation.put("nbf", now + 61)));
        grants(b -> b.attestation.put("iat", now + 60));
        assertEquals(DenialCode.TIME, code(b -> b.attestation.put("iat", now + 61)));
        grants(b -> life(b, now, Duration.ofDays(7).toSeconds()));
        assertEquals(DenialCode.TIME, code(b -> life(b, now, Duration.ofDays(7).toSeconds() + 1)));
        assertEquals(DenialCode.TIME, code(b -> b.approvals.get(0).put("exp", now - 60 + 72 * 3600 + 1)));
        grants(b -> b.approvals.get(0).put("exp", now - 60 + 72 * 3600));
        assertEquals(DenialCode.TIME, code(b -> b.attestation.put("exp", "soon")));
    }

    private static void life(TestBundles bundles, long now, long seconds) {
        bundles.attestation.put("nbf", now - 10);
        bundles.attestation.put("exp", now - 10 + seconds);
    }

    @Test
    void recurring_mayLastNinetyTwoDaysWithAStatusAndNotLonger() {
        long now = TestBundles.NOW.getEpochSecond();
        Consumer<TestBundles> recurring = b -> {
            status(b, 0);
            b.attestation.put("use", "recurring");
            b.attestation.put("max_uses", 13);
            life(b, now, Duration.ofDays(92).toSeconds());
        };
        grants(recurring);
        assertEquals(
                DenialCode.TIME,
                code(recurring.andThen(b -> life(b, now, Duration.ofDays(92).toSeconds() + 1))));
        assertEquals(DenialCode.SCHEMA, code(recurring.andThen(b -> b.attestation.put("max_uses", 14))));
        assertEquals(DenialCode.SCHEMA, code(recurring.andThen(b -> b.attestation.remove("status"))));
    }

    @Test
    void coolingOff_countsFromTheRegistrationAndIsNeverZeroInProduction() {
        Instant edge = TestBundles.NOW.minus(Duration.ofHours(24));
        grants(b -> b.registered = Optional.of(edge));
        assertEquals(DenialCode.COOLING_OFF, code(b -> b.registered = Optional.of(edge.plusSeconds(1))));
        Consumer<TestBundles> test = b -> {
            b.policy = TestBundles.policy(new ReleaseTerms(
                    Environment.TEST,
                    TestBundles.AUDIENCE,
                    0,
                    2,
                    1000,
                    3650,
                    ReleaseTerms.standard().routineUses()));
            b.registered = Optional.empty();
            b.synthetic = true;
        };
        grants(test);
        assertEquals(DenialCode.SCOPE, code(test.andThen(b -> b.synthetic = false)));
    }

    @Test
    void status_suspendedHolds_staleAndMissingAreStale() {
        grants(b -> status(b, 0));
        assertEquals(DenialCode.HOLD, code(b -> status(b, 2)));
        assertEquals(DenialCode.STATUS, code(b -> status(b, 3)));
        assertEquals(DenialCode.STALE, code(b -> {
            status(b, 0);
            b.statuses.clear();
        }));
        assertEquals(DenialCode.STALE, code(b -> {
            status(b, 0);
            b.statuses.put(
                    TestBundles.STATUS_URI,
                    new StatusList(TestBundles.STATUS_URI, TestBundles.REQUESTER, TestBundles.NOW, new byte[] {0, 0}));
        }));
        assertEquals(DenialCode.STATUS, code(b -> {
            status(b, 0);
            b.statuses.put(
                    TestBundles.STATUS_URI,
                    new StatusList(
                            TestBundles.STATUS_URI, "https://else.example", TestBundles.NOW.plusSeconds(9), new byte[] {
                                0, 0
                            }));
        }));
    }

    @Test
    void submission_mustBeTheOneThatWasAttestedAndApproved() {
        String other = TestBundles.base64(Sha256.of(new byte[] {9}).toByteArray());
        assertEquals(DenialCode.APPROVAL, code(b -> b.approvals.get(0).put("att_sha256", other)));
        assertEquals(DenialCode.APPROVAL, code(b -> b.approvals.get(1).put("manifest_sha256", other)));
        assertEquals(DenialCode.APPROVAL, code(b -> b.approvals.get(0).put("policy_sha256", other)));
        assertEquals(
                DenialCode.APPROVAL,
                code(b -> b.approvals.get(0).put("submission_id", TestBundles.SUBMISSION.replace("77", "78"))));
        assertEquals(DenialCode.SCOPE, code(b -> b.files = Set.of(FileType.ELG, FileType.TPL)));
        assertEquals(DenialCode.SCOPE, code(b -> b.period = new Period(YearMonth.of(2026, 6), YearMonth.of(2026, 7))));
        assertEquals(DenialCode.SCOPE, code(b -> b.subjects = Optional.empty()));
        assertEquals(DenialCode.SCOPE, code(b -> b.subjects = Optional.of(new ListDigest(2, Sha256.ZERO))));
    }

    @Test
    void approvers_areTwoOthers() {
        assertEquals(DenialCode.APPROVAL, code(b -> b.approvals.get(1).put("sub", "privacy-officer")));
        assertEquals(DenialCode.APPROVAL, code(b -> b.approvals.get(1).put("sub", "auditor-4411")));
        assertEquals(DenialCode.APPROVAL, code(b -> b.approvals.get(1).put("sub", "ca-submitter")));
        assertEquals(DenialCode.APPROVAL, code(b -> {
            b.approvalKeys.set(1, "privacy");
            b.approvals.get(1).put("role", "PRIVACY_OFFICER");
        }));
        assertEquals(DenialCode.APPROVAL, code(b -> b.approvals.get(0).put("role", "COUNSEL")));
        assertEquals(DenialCode.APPROVAL, code(b -> b.trustEntry(1).put("iss", TestBundles.REQUESTER), "privacy"));
    }

    private static DenialCode code(Consumer<TestBundles> change, String approver) {
        TestBundles bundles = new TestBundles();
        change.accept(bundles);
        bundles.approvals.get(bundles.approvalKeys.indexOf(approver)).put("iss", TestBundles.REQUESTER);
        return denied(bundles).code();
    }

    @Test
    void trustEntry_outOfItsDates_isNoKey() {
        long now = TestBundles.NOW.getEpochSecond();
        grants(b -> b.trustEntry(0).put("not_after", now + 1));
        assertEquals(DenialCode.KEY, code(b -> b.trustEntry(0).put("not_after", now)));
        assertEquals(DenialCode.KEY, code(b -> b.trustEntry(1).put("not_before", now + 1)));
        assertEquals(DenialCode.STALE, code(b -> b.trust.put("expires", now)));
        assertEquals(DenialCode.STALE, code(b -> b.holds = Optional.empty()));
    }

    @Test
    void longPeriod_needsTwoApprovals() {
        Consumer<TestBundles> longer =
                b -> b.attestation.put("period", new TreeMap<>(Map.of("from", "2020-01", "to", "2026-12")));
        grants(longer);
        assertEquals(
                DenialCode.SCHEMA,
                code(b -> b.attestation.put("period", new TreeMap<>(Map.of("from", "2019-12", "to", "2026-12")))));
        Consumer<TestBundles> plain = b -> {
            b.attestation.put("classes", List.of("GEOGRAPHY"));
            b.attestation.remove("subjects");
            b.attestation.remove("rows");
            b.subjects = Optional.empty();
            b.approvals.clear();
        };
        grants(plain);
        assertEquals(DenialCode.APPROVAL, code(longer.andThen(plain)));
    }

    @Test
    void immigrationAndAddress_areNeverOpenedTogether() {
        assertEquals(DenialCode.SCOPE, code(b -> b.attestation.put("classes", List.of("IMMIGRATION", "ADDRESS"))));
        grants(b -> b.attestation.put("classes", List.of("IMMIGRATION")));
        grants(b -> b.attestation.put("classes", List.of("ADDRESS", "NAME")));
    }

    @Test
    void courtOrder_namesItsClassesAndItsPeople() {
        Consumer<TestBundles> court = b -> {
            b.attestation.put("purpose", Purpose.COURT_ORDER.uri());
            b.attestation.put("recipient", "https://oig.example/court");
            b.attestation.put("basis", "JUDICIAL");
            b.attestation.put("agreement", TestBundles.agreement("ORDER", "2027-03-31"));
            b.attestation.put("rows", "LISTED");
            b.attestation.put("classes", List.of("IMMIGRATION", "ADDRESS"));
        };
        grants(court);
        assertEquals(DenialCode.SCOPE, code(court.andThen(b -> b.attestation.put("rows", "ALL"))));
        assertEquals(DenialCode.AGREEMENT, code(court.andThen(b -> b.attestation.put("basis", "PAYMENT"))));
        assertEquals(DenialCode.AGREEMENT, code(b -> b.attestation.put("basis", "JUDICIAL")));
        assertEquals(DenialCode.APPROVAL, code(court.andThen(b -> {
            b.approvalKeys.set(1, "steward");
            b.approvals.get(1).put("role", "DATA_STEWARD");
        })));
    }

    @Test
    void routineUse_ofAFederalIssuer_isOnTheList() {
        assertEquals(DenialCode.AGREEMENT, code(b -> b.attestation.remove("routine_use")));
        assertEquals(
                DenialCode.AGREEMENT,
                code(b -> b.attestation.put(
                        "routine_use", new TreeMap<>(Map.of("sorn", "09-70-0541", "fr", "85 FR 1", "ru", "3")))));
        grants(b -> {
            b.attestation.remove("routine_use");
            b.trustEntry(0).remove("federal");
        });
    }

    @Test
    void listOfPeople_staysUnderTheCapOfThePolicy() {
        Consumer<TestBundles> cap = b -> b.policy = TestBundles.policy(new ReleaseTerms(
                Environment.PRODUCTION,
                TestBundles.AUDIENCE,
                24,
                2,
                1,
                3650,
                ReleaseTerms.standard().routineUses()));
        assertEquals(DenialCode.SCOPE, code(cap));
        assertEquals(DenialCode.SCOPE, code(b -> {
            b.attestation.remove("subjects");
            b.attestation.remove("rows");
            b.subjects = Optional.empty();
        }));
    }

    @Test
    void recheck_endsAStreamOnExpiryHoldRevocationAndLostKeys() {
        TestBundles bundles = new TestBundles();
        status(bundles, 0);
        Grant grant = granted(bundles);
        Instant now = TestBundles.NOW.plusSeconds(10);
        assertTrue(bundles.check().recheck(grant, now).isEmpty());
        Instant late = grant.expires().plusSeconds(60);
        assertTrue(bundles.check().recheck(grant, now.plusSeconds(40)).isEmpty());
        TestBundles fresh = new TestBundles();
        Grant plain = granted(fresh);
        assertFalse(fresh.check().recheck(plain, late.minusSeconds(1)).isPresent());
        assertEquals(
                DenialCode.TIME,
                fresh.check().recheck(plain, late).orElseThrow().code());
        status(bundles, 1);
        assertEquals(
                DenialCode.STATUS,
                bundles.check().recheck(grant, now).orElseThrow().code());
        status(bundles, 0);
        bundles.holds = Optional.of(TestBundles.holds(List.of(holdOnState())));
        assertEquals(
                DenialCode.HOLD,
                bundles.check().recheck(grant, now).orElseThrow().code());
        bundles.holds = Optional.of(TestBundles.holds(List.of()));
        bundles.trustEntry(1).put("not_after", now.getEpochSecond());
        assertEquals(
                DenialCode.KEY,
                bundles.check().recheck(grant, now).orElseThrow().code());
    }

    @Test
    void recheck_endsAStreamWhenThePolicyExpires_orAKeyIsTrustedForLess() {
        Map<DenialCode, Consumer<TestBundles>> lost = new LinkedHashMap<>();
        lost.put(DenialCode.STALE, b -> b.policyExpires = TestBundles.NOW.plusSeconds(10));
        lost.put(DenialCode.PURPOSE, b -> b.trustEntry(0).put("purposes", List.of("COURT_ORDER")));
        lost.put(DenialCode.RECIPIENT, b -> b.trustEntry(0).put("recipients", List.of("https://oig.example/court")));
        lost.put(DenialCode.APPROVAL, b -> b.trustEntry(1).put("roles", List.of("DATA_STEWARD")));
        lost.forEach((code, change) -> {
            TestBundles bundles = new TestBundles();
            Grant grant = granted(bundles);
            Instant now = TestBundles.NOW.plusSeconds(10);
            assertTrue(bundles.check().recheck(grant, now).isEmpty(), code.name());
            change.accept(bundles);
            assertEquals(Optional.of(code), bundles.check().recheck(grant, now).map(Verdict.Denied::code));
        });
    }

    @Test
    void requesterWhoAlsoSends_isJudgedLikeAnybody() {
        TestBundles bundles = new TestBundles();
        bundles.sender = "auditor-4411";
        granted(bundles);
        bundles.sender = "counsel";
        assertEquals(DenialCode.APPROVAL, ((Verdict.Denied) bundles.verdict()).code());
    }

    @Test
    void hugeBundle_isRefusedBeforeAnythingIsRead() {
        String huge = "a".repeat(10 << 20);
        TestBundles bundles = new TestBundles();
        JwtVerifier never = (token, key, audience, now) -> {
            throw new AssertionError("no signature is checked");
        };
        Verdict verdict =
                new BundleCheck(bundles.authorities(), never).check(List.of(huge), bundles.facts(), TestBundles.NOW);
        assertEquals(
                DenialCode.SIZE, assertInstanceOf(Verdict.Denied.class, verdict).code());
        String most = "a".repeat(CompactJwt.MAX_LENGTH);
        Verdict four = new BundleCheck(bundles.authorities(), never)
                .check(List.of(most, most, most, most), bundles.facts(), TestBundles.NOW);
        assertEquals(
                DenialCode.HEADER, assertInstanceOf(Verdict.Denied.class, four).code());
        Verdict five = new BundleCheck(bundles.authorities(), never)
                .check(List.of(most, most, most, most, "a"), bundles.facts(), TestBundles.NOW);
        assertEquals(
                DenialCode.SIZE, assertInstanceOf(Verdict.Denied.class, five).code());
    }
}
