package dev.weir.smp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The bytes that a DSSE version 1 signature covers, so that a payload cannot be taken for one of another type. */
public final class Dsse {
    /** Payload type of a {@code PlanStatement}. */
    public static final String PLAN = "application/vnd.smp.plan.v1+protobuf";

    /** Payload type of a {@code CountsStatement}. */
    public static final String COUNTS = "application/vnd.smp.counts.v1+protobuf";

    /** Payload type of a {@code DurableAckStatement}. */
    public static final String DURABLE_ACK = "application/vnd.smp.durable-ack.v1+protobuf";

    private Dsse() {}

    /** Returns {@code "DSSEv1" SP LEN(type) SP type SP LEN(payload) SP payload}. */
    public static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 128);
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(type);
        out.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(payload);
        return out.toByteArray();
    }
}
