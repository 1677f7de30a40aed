package dev.weir.endpoints.receiver;

import dev.weir.endpoints.keys.ReceiverKey;
import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.smp.Dsse;
import dev.weir.smp.OutputManifests;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.SignedStatement;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a receiver acknowledges with its signature.
 *
 * @param key the key
 * @param issuer URI of the receiver
 * @param clock time of the acknowledgements
 */
public record Acks(ReceiverKey key, String issuer, InstantSource clock) {
    /** Type of the acknowledgement of a receipt. */
    public static final String RECEIPT_ACK = "receipt-ack+jwt";

    private static final Pattern URI = Pattern.compile("[A-Za-z0-9:/._~-]{1,255}");

    public Acks {
        if (!isUri(issuer)) {
            throw new IllegalArgumentException("acks: issuer: is a URI of at most 255 characters");
        }
    }

    /** Returns whether a text can stand in an acknowledgement as a URI. */
    static boolean isUri(String text) {
        return URI.matcher(text).matches();
    }

    SignedStatement durable(DurableAckStatement statement) {
        return key.sign(Dsse.DURABLE_ACK, statement);
    }

    /** Acknowledges a receipt; all texts of the request were checked. */
    String receipt(DeliverRequest request, DurableAckStatement held) {
        String leaf = HexFormat.of().formatHex(request.getLeafSha256().toByteArray());
        UUID jti = UUID.nameUUIDFromBytes((request.getSubmissionId() + leaf).getBytes(StandardCharsets.US_ASCII));
        return key.jwt(
                RECEIPT_ACK,
                "{\"aud\":" + quoted(PeerIdentity.uri(Role.PROXY, request.getState()))
                        + ",\"iat\":" + clock.instant().getEpochSecond()
                        + ",\"iss\":" + quoted(issuer)
                        + ",\"jti\":" + quoted(jti.toString())
                        + ",\"leaf_sha256\":" + quoted(leaf)
                        + ",\"onward\":" + list(request.getOnwardList())
                        + ",\"output_manifest_sha256\":"
                        + quoted(OutputManifests.sha256(held.getFilesList()).hex())
                        + ",\"retain_until\":" + quoted(request.getRetainUntil())
                        + ",\"submission_id\":" + quoted(request.getSubmissionId())
                        + "}");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String list(List<String> texts) {
        return texts.stream().map(Acks::quoted).collect(Collectors.joining(",", "[", "]"));
    }
}
