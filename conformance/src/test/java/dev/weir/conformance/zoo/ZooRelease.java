package dev.weir.conformance.zoo;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.conformance.authority.Canonical;
import dev.weir.conformance.oracle.Minimizer;
import dev.weir.conformance.oracle.Rules;
import dev.weir.conformance.oracle.Statements;
import dev.weir.conformance.oracle.Tokens;
import dev.weir.conformance.suite.Args;
import dev.weir.smp.Dsse;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ClassCount;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.FieldClass;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One release by a proxy of the zoo: decided, recorded, checked again, and completed with a receipt. */
final class ZooRelease {
    private final ZooProxy zoo;
    private final ZooSigned signed;
    private final Open open;
    private final ZooBundle bundle;
    private final Args attestation;
    private final Set<String> classes;
    private final Rules rules;
    private boolean recorded;

    ZooRelease(ZooProxy zoo, ZooSigned signed, Open open) throws RefusedException {
        this.zoo = zoo;
        this.signed = signed;
        this.open = open;
        this.bundle = new ZooBundle(zoo, signed, open);
        List<Args> claims = bundle.check();
        this.attestation = claims.get(0);
        this.classes = new HashSet<>(attestation.texts("classes"));
        if (!zoo.has("M94")) {
            claims.subList(1, claims.size()).forEach(c -> classes.retainAll(c.texts("classes")));
        }
        this.rules = rules();
        requireAllowed();
        List<Args> before = zoo.ledger().intents(attestation.text("jti"));
        boolean again = before.stream().anyMatch(e -> e.text("submission_id").equals(open.getSubmissionId()));
        if (!again && !zoo.has("M90")) {
            require(before.size() < attestation.number("max_uses", 1), ReasonCode.REASON_CODE_REPLAY);
        }
        recorded = again;
        if (again) {
            zoo.ledger().append("RELEASE_RESUMED", Map.of("submission_id", open.getSubmissionId()));
        }
        if (!zoo.has("M13")) {
            intent();
        }
    }

    /** Records a chunk before it is sent on. */
    void chunk(int number) {
        zoo.ledger().append("RELEASE_CHUNK", Map.of("submission_id", open.getSubmissionId(), "chunk", number));
    }

    private static void require(boolean holds, ReasonCode reason) throws RefusedException {
        if (!holds) {
            throw new RefusedException(reason, "release", "goes on");
        }
    }

    /** Records the intent, once. */
    void intent() {
        if (!recorded) {
            recorded = true;
            zoo.ledger()
                    .append(
                            "RELEASE_INTENT",
                            Map.of(
                                    "submission_id",
                                    open.getSubmissionId(),
                                    "jti",
                                    attestation.text("jti"),
                                    "use",
                                    1,
                                    "att_sha256",
                                    HexFormat.of().formatHex(attestationSha256())));
        }
    }

    private byte[] attestationSha256() {
        return Canonical.sha256(open.getAttestationBundle(0).getBytes(StandardCharsets.US_ASCII));
    }

    private String purpose() {
        String uri = attestation.text("purpose");
        return uri.substring(uri.lastIndexOf(':') + 1);
    }

    private Rules rules() {
        Rules usual = zoo.rules();
        Map<FieldClass, String> none = new EnumMap<>(FieldClass.class);
        for (FieldClass fieldClass : FieldClass.values()) {
            none.put(fieldClass, usual.treatment(fieldClass));
        }
        Map<String, String> most =
                new TreeMap<>(signed.policy().at("purposes").at(purpose()).map("release"));
        if (zoo.has("M87")) {
            most.replaceAll((name, rule) -> rule.equals("LISTED") ? "COPY" : rule);
        }
        Optional<byte[]> list = attestation.has("subjects")
                ? Optional.of(java.util.Base64.getUrlDecoder()
                        .decode(attestation.at("subjects").text("sha256")))
                : Optional.empty();
        Rules.Opened opened = new Rules.Opened(
                attestationSha256(),
                list,
                attestation.text("rows", "").equals("LISTED") && !zoo.has("M95"),
                new HashSet<>(open.getSubjectTokensList()),
                none);
        Set<String> asked = zoo.has("M86") ? most.keySet() : classes;
        String domain = signed.recipient(attestation.text("recipient"))
                .map(r -> r.text("linkage_domain"))
                .orElse(usual.domain());
        return usual.under(opened, most, asked, zoo.has("M91") ? usual.domain() : domain);
    }

    Minimizer minimizer() {
        return new Minimizer(rules, new Tokens(zoo.root(), rules.state(), rules.domain(), rules.epoch()));
    }

    Rules opened() {
        return rules;
    }

    Plan plan() {
        return zoo.plan(rules);
    }

    /** Checks again what can change while a stream is open. */
    void requireAllowed() throws RefusedException {
        Map<String, String> names = Map.of(
                "state",
                rules.state(),
                "purpose",
                purpose(),
                "recipient",
                attestation.text("recipient"),
                "attestation",
                HexFormat.of().formatHex(attestationSha256()));
        require(!signed.holds(names, classes) || zoo.has("M89"), ReasonCode.REASON_CODE_HOLD);
        bundle.requireStatus(attestation);
    }

    /** Makes the receipt of a complete submission from the receiver's word, and what is delivered with it. */
    DeliverRequest complete(Closed closed, Progress totals, Plan plan) throws RefusedException {
        byte[] ack = closed.getDurableAck().toByteArray();
        require(zoo.has("M28") || holds(closed, totals, plan), ReasonCode.REASON_CODE_UPSTREAM);
        intent();
        Map<String, Object> entry = new TreeMap<>();
        entry.put("submission_id", open.getSubmissionId());
        entry.put("policy_sha256", HexFormat.of().formatHex(signed.policySha256()));
        Map<String, Object> treatments = new TreeMap<>();
        for (FieldClass fieldClass : FieldClass.values()) {
            treatments.put(fieldClass.name(), rules.treatment(fieldClass));
        }
        entry.put("treatments", treatments);
        Map<String, Object> counts = new TreeMap<>();
        for (ClassCount count : totals.getTally().getClassesList()) {
            counts.put(
                    FieldClass.ofWireNumber(count.getFieldClassValue()).name(),
                    Map.of("rows", count.getRows(), "changed", count.getChanged()));
        }
        entry.put("counts", counts);
        entry.put("rows_refused", zoo.has("M40") ? 7 : totals.getTally().getRefused());
        entry.put("rows_withheld", totals.getTally().getWithheld());
        entry.put("ack_sha256", HexFormat.of().formatHex(Canonical.sha256(ack)));
        entry.put("retain_days", attestation.number("retain_days", 0));
        entry.put("dispose", attestation.text("dispose"));
        entry.put("onward", attestation.texts("onward"));
        int index = zoo.ledger().append("RELEASE_COMPLETED", entry);
        byte[] receipt = zoo.ledger().receipt(index, ack, entry);
        return DeliverRequest.newBuilder()
                .setState(open.getState())
                .setSubmissionId(open.getSubmissionId())
                .setReceipt(ByteString.copyFrom(receipt))
                .setLeafSha256(ByteString.copyFrom(
                        dev.weir.conformance.ledger.Merkle.leaf(zoo.ledger().entry(index))))
                .build();
    }

    private boolean holds(Closed closed, Progress totals, Plan plan) {
        try {
            DurableAckStatement held =
                    DurableAckStatement.parseFrom(closed.getDurableAck().getPayload());
            return new Statements(zoo.receiverKeys()).verifies(Dsse.DURABLE_ACK, closed.getDurableAck())
                    && held.getSubmissionId().equals(open.getSubmissionId())
                    && held.getPlanSha256().equals(plan.getPlanSha256())
                    && held.getFilesList().stream()
                            .anyMatch(f -> f.getProgress().equals(totals));
        } catch (InvalidProtocolBufferException | GeneralSecurityException e) {
            return false;
        }
    }
}
