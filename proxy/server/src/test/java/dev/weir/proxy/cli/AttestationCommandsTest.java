package dev.weir.proxy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.attestation.Envelope;
import dev.weir.core.attestation.RootKeys;
import dev.weir.core.attestation.TrustEntry;
import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.JsonReader;
import dev.weir.proxy.keys.OfficialKeys;
import dev.weir.proxy.keys.TinkEnvelopeVerifier;
import dev.weir.proxy.testing.Rig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The whole way of a requester and two approvers, with the commands of docs/attestation.md. */
@Isolated
class AttestationCommandsTest {
    private static final Path SAMPLE =
            Path.of(System.getProperty("weir.root"), "loadtest", "sample", "psv", "ELIGIBLE.psv");
    private static final String RECIPIENT = "https://oig.example/audit-17";
    private static final String AGENCY = "https://dhcs.ca.example";

    @TempDir
    Path dir;

    private Path signed;

    /** What a command printed and how it ended. */
    private record Run(int exit, String out) {}

    private static Run run(Object... words) {
        List<String> arguments = new ArrayList<>();
        for (Object word : words) {
            arguments.add(word.toString());
        }
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            int exit = WeirCommand.commandLine().execute(arguments.toArray(String[]::new));
            return new Run(exit, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private static String good(Object... words) {
        Run run = run(words);
        assertEquals(Exit.OK, run.exit(), () -> List.of(words) + ": " + run.out());
        return run.out();
    }

    @BeforeEach
    void signEverything() throws Exception {
        signed = Files.createDirectories(dir.resolve("signed"));
        for (String official : List.of("requester", "privacy", "counsel")) {
            good("attest", "keys", dir.resolve(official));
        }
        good(
                "trust",
                "root",
                "--keys",
                dir.resolve("privacy"),
                dir.resolve("counsel"),
                "--out",
                signed.resolve("root.json"));
        policy();
        String issued = good(
                        "policy",
                        "sign",
                        "--policy",
                        dir.resolve("configs/ca"),
                        "--keys",
                        dir.resolve("privacy"),
                        "--policy-version",
                        1,
                        "--out",
                        signed.resolve("policy.json"))
                .lines()
                .filter(l -> l.startsWith("issued "))
                .findFirst()
                .orElseThrow()
                .substring(7);
        String second = good(
                "policy",
                "sign",
                "--policy",
                dir.resolve("configs/ca"),
                "--keys",
                dir.resolve("counsel"),
                "--policy-version",
                1,
                "--issued",
                issued,
                "--out",
                signed.resolve("policy.json"));
        assertTrue(second.contains("signatures: 2"));
        Path list = dir.resolve("trust-list.json");
        Files.write(list, trustList());
        good("trust", "sign", "--keys", dir.resolve("privacy"), "--out", signed.resolve("trust.json"), list);
        good("trust", "sign", "--keys", dir.resolve("counsel"), "--out", signed.resolve("trust.json"), list);
        good("hold", "set", "--renew", "--file", signed.resolve("holds.json"), "--keys", dir.resolve("privacy"));
    }

    /** California's policy for synthetic data, with an audience and no cooling-off. */
    private void policy() throws Exception {
        for (String state : List.of("_base", "ca")) {
            Path folder = Files.createDirectories(dir.resolve("configs").resolve(state));
            Files.copy(Rig.STATE_CONFIGS.resolve(state).resolve("policy.yaml"), folder.resolve("policy.yaml"));
        }
        Path ca = dir.resolve("configs/ca/policy.yaml");
        Files.writeString(
                ca,
                Files.readString(ca)
                        + "\nattestations:\n  environment: test\n  audience: https://proxy.ca.example\n"
                        + "  cooling_off_hours: 0\n");
    }

    private Map<String, Object> entry(String name, String issuer, String kind) throws Exception {
        TrustEntry.Jwk jwk = OfficialKeys.open(dir.resolve(name)).tokenJwk();
        Map<String, Object> entry = new TreeMap<>();
        entry.put("iss", issuer);
        entry.put("kid", jwk.thumbprint());
        entry.put("jwk", jwk.json());
        entry.put("kinds", List.of(kind));
        entry.put("not_before", 0);
        entry.put("not_after", 4_000_000_000L);
        return entry;
    }

    private byte[] trustList() throws Exception {
        String template = good("trust", "new");
        Map<String, Object> list = Templates.plain(JsonReader.readObject(template.getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> requester = entry("requester", "https://oig.example", "ATTESTATION");
        requester.put("federal", true);
        requester.put("purposes", List.of("AUDIT"));
        requester.put("recipients", List.of(RECIPIENT));
        Map<String, Object> privacy = entry("privacy", AGENCY, "APPROVAL");
        privacy.put("roles", List.of("PRIVACY_OFFICER"));
        Map<String, Object> counsel = entry("counsel", AGENCY, "APPROVAL");
        counsel.put("roles", List.of("COUNSEL"));
        list.put("entries", List.of(requester, privacy, counsel));
        list.put(
                "recipients",
                List.of(new TreeMap<>(Map.of(
                        "uri", RECIPIENT,
                        "name", "Example Inspector General",
                        "address", "1 Example Ave",
                        "purpose", "AUDIT",
                        "linkage_domain", "oig.audit-17",
                        "endpoint", "feed.oig.example:8443",
                        "tls_name", "feed.oig.example"))));
        return CanonicalJson.write(list);
    }

    /** Signs an attestation for addresses and returns its file. */
    private Path attestation() throws Exception {
        String template = good("attest", "new", "--purpose", "AUDIT");
        Map<String, Object> claims = Templates.plain(JsonReader.readObject(template.getBytes(StandardCharsets.UTF_8)));
        claims.put("iss", "https://oig.example");
        claims.put("aud", "https://proxy.ca.example");
        claims.put("recipient", RECIPIENT);
        claims.put("classes", List.of("BIRTH", "ADDRESS"));
        claims.put("period", new TreeMap<>(Map.of("from", "2026-10", "to", "2026-10")));
        claims.put(
                "agreement",
                new TreeMap<>(Map.of(
                        "type", "MOU",
                        "id", "OIG-CA-2026-17",
                        "sha256", Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]),
                        "expires", "2999-12-31")));
        Path json = dir.resolve("attestation.json");
        Files.write(json, CanonicalJson.write(claims));
        Path out = dir.resolve("attestation.jwt");
        good("attest", "sign", "--keys", dir.resolve("requester"), "--out", out, json);
        return out;
    }

    private Path submission(Path attestation) {
        Path out = dir.resolve("submission.json");
        good("submit", SAMPLE, "--state", "CA", "--prepare", out, "--signed", signed, "--attestation", attestation);
        return out;
    }

    private Path approve(String official, String role, Path attestation, Path submission) {
        Path out = dir.resolve(official + ".jwt");
        Run run = approval(official, role, attestation, submission, out);
        assertEquals(Exit.OK, run.exit(), run.out());
        assertTrue(run.out().contains("[BIRTH, ADDRESS]"), run.out());
        return out;
    }

    private Run approval(String official, String role, Path attestation, Path submission, Path out) {
        return run(
                "approve",
                "--keys",
                dir.resolve(official),
                "--submission",
                submission,
                "--signed",
                signed,
                "--issuer",
                AGENCY,
                "--subject",
                official,
                "--role",
                role,
                "--out",
                out,
                attestation);
    }

    private Run verify(Path submission, Object... bundle) {
        List<Object> words =
                new ArrayList<>(List.of("attest", "verify", "--signed", signed, "--submission", submission, "--json"));
        words.addAll(List.of(bundle));
        return run(words.toArray());
    }

    @Test
    void requesterAndTwoApprovers_comeToAGrant_andAHoldStopsIt() throws Exception {
        Path attestation = attestation();
        Path submission = submission(attestation);
        Path privacy = approve("privacy", "PRIVACY_OFFICER", attestation, submission);
        Path counsel = approve("counsel", "COUNSEL", attestation, submission);
        Run granted = verify(submission, attestation, privacy, counsel);
        assertEquals(Exit.OK, granted.exit(), granted.out());
        assertTrue(granted.out().contains("\"ADDRESS\": \"COPY\""), granted.out());
        assertTrue(granted.out().contains("\"IMMIGRATION\": \"BLANK\""), granted.out());
        String plan = JsonReader.readObject(Files.readAllBytes(submission))
                .text("plan_sha256")
                .orElseThrow();
        assertTrue(granted.out().contains(plan), "the plan that was prepared is the one that runs");
        Run one = verify(submission, attestation, privacy);
        assertEquals(Exit.REFUSED, one.exit());
        assertTrue(one.out().contains("\"APPROVAL\""), one.out());
        Path holds = signed.resolve("holds.json");
        good(
                "hold",
                "set",
                "--file",
                holds,
                "--keys",
                dir.resolve("counsel"),
                "--id",
                "h1",
                "--purpose",
                "AUDIT",
                "--reason",
                "court");
        assertTrue(good("hold", "list", "--json", holds).contains("\"AUDIT\""));
        Run held = verify(submission, attestation, privacy, counsel);
        assertTrue(held.out().contains("\"code\": \"HOLD\""), held.out());
        Path lifted = dir.resolve("lifted.json");
        good("hold", "lift", "--file", holds, "--keys", dir.resolve("privacy"), "--out", lifted, "--id", "h1");
        String both =
                good("hold", "lift", "--file", holds, "--keys", dir.resolve("counsel"), "--out", lifted, "--sign");
        assertTrue(both.contains("lifts h1") && both.contains("signatures: 2"), both);
        Files.move(lifted, holds, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(Exit.OK, verify(submission, attestation, privacy, counsel).exit());
    }

    @Test
    void planThatDoesNotFollowFromTheAttestation_isNotApproved() throws Exception {
        Path attestation = attestation();
        Path submission = submission(attestation);
        Path out = dir.resolve("none.jwt");
        Map<String, Object> prepared =
                new TreeMap<>(Templates.plain(JsonReader.readObject(Files.readAllBytes(submission))));
        prepared.put("plan_sha256", "0".repeat(64));
        Files.write(submission, CanonicalJson.write(prepared));
        assertEquals(
                Exit.REFUSED,
                approval("privacy", "PRIVACY_OFFICER", attestation, submission, out)
                        .exit());
        prepared.remove("plan_sha256");
        Files.write(submission, CanonicalJson.write(prepared));
        assertEquals(
                Exit.REFUSED,
                approval("privacy", "PRIVACY_OFFICER", attestation, submission, out)
                        .exit());
        assertFalse(Files.exists(out));
        assertEquals(
                Exit.USAGE,
                run("submit", SAMPLE, "--state", "CA", "--prepare", submission, "--signed", signed)
                        .exit());
    }

    @Test
    void explain_saysWhoGetsWhatForHowLongAndWhichRulesFire() throws Exception {
        Path attestation = attestation();
        String said = good("attest", "explain", "--policy", dir.resolve("configs/ca"), attestation);
        assertTrue(said.contains("asks for the purpose AUDIT"), said);
        assertTrue(said.contains("365 days, then DESTROY"), said);
        assertTrue(said.contains("ELG00004 ELIGIBLE-ADDR-LN1"), said);
        assertTrue(said.contains("Two approvals: required"), said);
        assertTrue(said.contains("RULE-7381"), said);
        assertFalse(said.contains("RULE-7369"), "the ZIP code is released");
        String counted = good("attest", "explain", "--policy", dir.resolve("configs/ca"), attestation, SAMPLE);
        assertTrue(counted.contains("RULE-7381") && counted.contains(" rows  "), counted);
        assertTrue(good("attest", "show", attestation).contains("purpose-attestation+jwt"));
    }

    @Test
    void dryRun_countsWhatWouldBeBlankAndWritesNothing() {
        String said = good("minimize", SAMPLE, "--policy", Rig.STATE_CONFIGS.resolve("ca"), "--dry-run");
        assertTrue(said.contains("ELG00003.IMMIGRATION-STATUS"), said);
        assertTrue(said.contains("RULE-7381"), said);
        assertEquals(
                Exit.USAGE,
                run("minimize", SAMPLE, "--policy", Rig.STATE_CONFIGS.resolve("ca"))
                        .exit());
    }

    @Test
    void files_areVerifiedShownAndCompared() throws Exception {
        Path root = signed.resolve("root.json");
        assertTrue(good("policy", "verify", "--root", root, signed.resolve("policy.json"))
                .contains("good: version 1"));
        assertTrue(good("trust", "verify", "--root", root, signed.resolve("trust.json"))
                .contains("good: version 1"));
        assertTrue(good("trust", "show", signed.resolve("trust.json")).contains("oig.audit-17"));
        assertTrue(
                good("policy", "show", "--json", signed.resolve("policy.json")).contains("policy_sha256"));
        String diff = good("policy", "diff", Rig.STATE_CONFIGS.resolve("ca"), signed.resolve("policy.json"));
        assertTrue(diff.contains("coolingOffHours=0"), diff);
        Path alone = dir.resolve("alone.json");
        good(
                "policy",
                "sign",
                "--policy",
                dir.resolve("configs/ca"),
                "--keys",
                dir.resolve("privacy"),
                "--policy-version",
                2,
                "--out",
                alone);
        assertEquals(
                Exit.REFUSED, run("policy", "verify", "--root", root, alone).exit());
    }

    @Test
    void root_isHandedOverWithOldAndNewKeys() throws Exception {
        good("attest", "keys", dir.resolve("steward"));
        Path next = dir.resolve("root-2.json");
        String said = good(
                "trust",
                "root",
                "--after",
                signed.resolve("root.json"),
                "--keys",
                dir.resolve("counsel"),
                dir.resolve("steward"),
                "--old-keys",
                dir.resolve("privacy"),
                "--out",
                next);
        assertTrue(said.contains("signatures: 3"), said);
        RootKeys before = SignedFiles.root(signed.resolve("root.json"));
        Envelope envelope = SignedFiles.read(next);
        assertTrue(before.handsOverTo(SignedFiles.root(next), envelope, new TinkEnvelopeVerifier()));
        assertFalse(SignedFiles.root(next).handsOverTo(before, envelope, new TinkEnvelopeVerifier()));
    }

    @Test
    void claimsBeyondTheirLimits_areNotSigned() throws Exception {
        Path json = dir.resolve("template.json");
        Files.writeString(json, good("attest", "new", "--purpose", "AUDIT"));
        Run run = run("attest", "sign", "--keys", dir.resolve("requester"), "--out", dir.resolve("x.jwt"), json);
        assertEquals(Exit.REFUSED, run.exit());
        assertFalse(Files.exists(dir.resolve("x.jwt")));
    }
}
