package dev.weir.conformance.peer;

import com.google.protobuf.ByteString;
import dev.weir.conformance.authority.Canonical;
import dev.weir.conformance.authority.Envelopes;
import dev.weir.conformance.authority.SigningKey;
import dev.weir.smp.Manifests;
import dev.weir.smp.OutputManifests;
import dev.weir.smp.v1.ClosedFile;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.PlanStatement;
import dev.weir.smp.v1.SignedStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the receiver says with its signature: that it holds everything, and that it has a receipt. Immutable. */
final class ReceiverWords {
    private static final String TYPE = "application/vnd.smp.durable-ack.v1+protobuf";

    private final SigningKey key;

    ReceiverWords(SigningKey key) {
        this.key = key;
    }

    /** Says what is held of a submission, or says it wrongly where the script wants it. */
    SignedStatement held(Inbox inbox, Open first, boolean complete) throws IOException {
        DurableAckStatement.Builder statement = DurableAckStatement.newBuilder()
                .setState(first.getState())
                .setSubmissionId(first.getSubmissionId())
                .setManifestSha256(Manifests.sha256(first.getManifest()).toByteString())
                .setPlanSha256(PlanStatement.parseFrom(first.getPlan().getPayload())
                        .getPlan()
                        .getPlanSha256())
                .addAllFiles(files(inbox))
                .setSubmissionComplete(complete);
        String how = inbox.script().durable();
        if (how.equals("other-plan")) {
            statement.setPlanSha256(ByteString.copyFrom(new byte[32]));
        } else if (how.equals("other-submission")) {
            statement.setSubmissionId("00000000-0000-4000-8000-000000000000");
        } else if (how.equals("other-counts")) {
            statement.clearFiles();
        }
        byte[] payload = statement.build().toByteArray();
        byte[] signed = key.signDer(Envelopes.signed(TYPE, payload));
        signed[signed.length - 1] ^= how.equals("unsigned") ? 1 : 0;
        return SignedStatement.newBuilder()
                .setPayloadType(TYPE)
                .setPayload(ByteString.copyFrom(payload))
                .setSignature(ByteString.copyFrom(signed))
                .build();
    }

    private static List<ClosedFile> files(Inbox inbox) {
        return inbox.names().stream()
                .filter(inbox::closed)
                .sorted()
                .map(name -> ClosedFile.newBuilder()
                        .setName(name)
                        .setProgress(inbox.progress(name))
                        .build())
                .toList();
    }

    /** Acknowledges a receipt. */
    String receipt(DeliverRequest request, Inbox inbox) {
        String leaf = HexFormat.of().formatHex(request.getLeafSha256().toByteArray());
        boolean other = inbox.script().deliver().equals("other-leaf");
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", "https://receiver.example");
        claims.put("aud", "urn:smp:role:1:proxy:" + request.getState());
        claims.put("iat", System.currentTimeMillis() / 1000);
        claims.put("jti", Canonical.digest(request.getSubmissionId() + leaf));
        claims.put("submission_id", request.getSubmissionId());
        claims.put(
                "output_manifest_sha256", OutputManifests.sha256(files(inbox)).hex());
        claims.put("leaf_sha256", other ? "0".repeat(64) : leaf);
        claims.put("retain_until", request.getRetainUntil());
        claims.put("onward", List.copyOf(request.getOnwardList()));
        Map<String, Object> header = new TreeMap<>();
        header.put("alg", "ES256");
        header.put("kid", key.keyId());
        header.put("typ", "receipt-ack+jwt");
        String signed = Canonical.encoded(Canonical.json(header)) + "." + Canonical.encoded(Canonical.json(claims));
        return signed + "." + Canonical.encoded(key.signPlain(signed.getBytes(StandardCharsets.US_ASCII)));
    }
}
