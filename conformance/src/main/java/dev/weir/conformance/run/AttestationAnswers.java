package dev.weir.conformance.run;

import dev.weir.conformance.authority.Bundle;
import dev.weir.conformance.authority.BundleMaker;
import dev.weir.conformance.authority.Canonical;
import dev.weir.conformance.authority.Officials;
import dev.weir.conformance.authority.SignedFiles;
import dev.weir.conformance.oracle.Tokens;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.Suite;
import dev.weir.conformance.suite.SuiteException;
import dev.weir.conformance.suite.TestCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Known answers about bundles, for implementations that have no proxy: the bundles of the cases, written down once with
 * everything that they are checked against, and what must become of each.
 */
public final class AttestationAnswers {
    private static final String POLICY = "releasing";
    private static final String ENDPOINT = "receiver.example:8443";
    private static final String SUBMISSION = "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77";
    private static final byte[] MANIFEST = Canonical.sha256("manifest".getBytes(StandardCharsets.US_ASCII));

    private final Suite suite;
    private final Officials officials = new Officials();
    private final SignedFiles signed;

    private AttestationAnswers(Suite suite, Path folder) throws IOException {
        this.suite = suite;
        this.signed = new SignedFiles(officials, folder, suite.purposes());
        signed.write(policy(), ENDPOINT, "receiver.example");
    }

    private Args policy() {
        return suite.policies().getOrDefault(POLICY, suite.purposes());
    }

    /** Returns the document. */
    public static String of(Suite suite, Path folder) throws IOException, SuiteException {
        AttestationAnswers answers = new AttestationAnswers(suite, folder);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("now", System.currentTimeMillis() / 1000);
        document.put("endpoint", ENDPOINT);
        document.put("submission_id", SUBMISSION);
        document.put("manifest_sha256", Canonical.encoded(MANIFEST));
        document.put("policy_sha256", Canonical.encoded(HexFormat.of().parseHex(answers.signed.policySha256())));
        document.put("period", "2026-10");
        document.put(
                "policy", payload(folder.resolve("policy.json")).at("policy").node());
        document.put("trust", payload(folder.resolve("trust.json")).node());
        document.put("status_lists", Map.of(SignedFiles.STATUS_LIST, Map.of("entries", 64)));
        document.put("tests", answers.tests());
        return Documents.pretty(document);
    }

    private static Args payload(Path file) throws IOException, SuiteException {
        String payload = new Args(Documents.parse(Files.readString(file))).text("payload");
        return new Args(Documents.parse(new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8)));
    }

    private List<Map<String, Object>> tests() {
        List<Map<String, Object>> tests = new ArrayList<>();
        for (TestCase one : suite.cases()) {
            boolean plain = one.category().equals("ATT") && one.policy().equals(POLICY) && !one.alone();
            long releases =
                    one.steps().stream().filter(s -> s.args().has("release")).count();
            if (plain && releases == 1 && one.steps().get(0).args().has("release")) {
                test(one).ifPresent(tests::add);
            }
        }
        return tests;
    }

    private Optional<Map<String, Object>> test(TestCase one) {
        Args open = one.steps().get(0).args();
        Args wanted = open.at("release");
        boolean granted = one.steps().get(0).verb().equals("send");
        boolean refused = one.steps().size() > 1 && one.steps().get(1).args().has("reason");
        if (granted == refused || wanted.has("oversized") || one.toString().contains("${t:")) {
            return Optional.empty();
        }
        Bundle bundle = new BundleMaker(officials, wanted, about(wanted, one.id())).make();
        Map<String, Object> test = new LinkedHashMap<>();
        test.put("id", one.id());
        test.put("comment", one.title());
        test.put("files", List.of(open.text("file", "ELG")));
        test.put("bundle", bundle.tokens());
        test.put("subjects", bundle.subjects());
        if (granted) {
            test.put("classes", new TreeSet<>(bundle.classes()));
        } else {
            test.put(
                    "reasons",
                    one.steps().get(1).args().texts("reason").stream()
                            .map(r -> r.replace("ATTESTATION_", ""))
                            .toList());
        }
        return Optional.of(test);
    }

    private BundleMaker.Circumstances about(Args wanted, String id) {
        TreeSet<String> listed = new TreeSet<>();
        Tokens tokens = new Tokens(HexFormat.of().parseHex(Bench.ROOT_KEY), "CA", "recipient.any", 'A');
        wanted.texts("listed").forEach(person -> listed.add(tokens.token("msis-id", person)));
        return new BundleMaker.Circumstances(
                policy().at("attestations").text("audience"),
                SUBMISSION,
                MANIFEST,
                HexFormat.of().parseHex(signed.policySha256()),
                id,
                List.copyOf(listed));
    }
}
