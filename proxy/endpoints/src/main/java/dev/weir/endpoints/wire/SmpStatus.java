package dev.weir.endpoints.wire;

import dev.weir.smp.Refusal;
import dev.weir.smp.v1.ReasonCode;
import io.grpc.Metadata;
import io.grpc.Status;

/** Refusals as gRPC statuses: a code by the reason, our own text, reason and place in trailers. */
public final class SmpStatus {
    /** Trailer with the name of the reason. */
    public static final Metadata.Key<String> REASON = Metadata.Key.of("smp-reason", Metadata.ASCII_STRING_MARSHALLER);

    /** Trailer with the place, where there is one. */
    public static final Metadata.Key<String> PLACE = Metadata.Key.of("smp-place", Metadata.ASCII_STRING_MARSHALLER);

    private SmpStatus() {}

    /** Returns the status of a refusal. */
    public static Status status(Refusal refusal) {
        return Status.fromCode(code(refusal.reason())).withDescription(refusal.text());
    }

    /** Returns the trailers of a refusal. */
    public static Metadata trailers(Refusal refusal) {
        Metadata trailers = new Metadata();
        trailers.put(REASON, refusal.code());
        if (!refusal.place().isEmpty()) {
            trailers.put(PLACE, refusal.place());
        }
        return trailers;
    }

    /**
     * Returns why a peer ended a call, in our own words: only the reason, if the contract has it, is taken over; the
     * peer's text could hold anything.
     */
    public static Refusal ofPeer(Status status, Metadata trailers) {
        String name = trailers.get(REASON);
        ReasonCode reason = name == null ? ReasonCode.REASON_CODE_UPSTREAM : Refusal.reasonOf(name);
        return new Refusal(reason, "", rule(reason, status.getCode()));
    }

    private static String rule(ReasonCode reason, Status.Code code) {
        return switch (reason) {
            case REASON_CODE_UPSTREAM -> "the next hop answers (" + code + ")";
            case REASON_CODE_PLAN_CHANGED ->
                "policy and token epoch are those with which the submission was opened;"
                        + " under a new plan the files are a new submission, with a new label";
            case REASON_CODE_MANIFEST_CHANGED -> "the files are those with which the submission was opened";
            case REASON_CODE_STATEMENT -> "a receiver of minimized feeds takes them from the state's proxy alone";
            case REASON_CODE_STOP_RULE -> "no more rows are refused than the stop rule of the next hop allows";
            case REASON_CODE_BUSY -> "one stream at a time carries a file";
            default -> "refused by the next hop";
        };
    }

    private static Status.Code code(ReasonCode reason) {
        return switch (reason) {
            case REASON_CODE_WIRE,
                    REASON_CODE_SIZE,
                    REASON_CODE_ORDER,
                    REASON_CODE_MANIFEST,
                    REASON_CODE_HEADER,
                    REASON_CODE_SHAPE,
                    REASON_CODE_ATTESTATION_SIZE,
                    REASON_CODE_ATTESTATION_HEADER,
                    REASON_CODE_ATTESTATION_SCHEMA -> Status.Code.INVALID_ARGUMENT;
            case REASON_CODE_OUT_OF_RANGE -> Status.Code.OUT_OF_RANGE;
            case REASON_CODE_ROLE,
                    REASON_CODE_ATTESTATION,
                    REASON_CODE_ATTESTATION_KEY,
                    REASON_CODE_ATTESTATION_SIGNATURE,
                    REASON_CODE_ATTESTATION_ISSUER,
                    REASON_CODE_ATTESTATION_AUDIENCE,
                    REASON_CODE_ATTESTATION_TIME,
                    REASON_CODE_ATTESTATION_COOLING_OFF,
                    REASON_CODE_ATTESTATION_PURPOSE,
                    REASON_CODE_ATTESTATION_RECIPIENT,
                    REASON_CODE_ATTESTATION_SCOPE,
                    REASON_CODE_ATTESTATION_AGREEMENT,
                    REASON_CODE_ATTESTATION_COVENANT,
                    REASON_CODE_ATTESTATION_STATUS,
                    REASON_CODE_ATTESTATION_APPROVAL -> Status.Code.PERMISSION_DENIED;
            case REASON_CODE_PLAN_CHANGED, REASON_CODE_STATEMENT, REASON_CODE_STOP_RULE, REASON_CODE_HOLD ->
                Status.Code.FAILED_PRECONDITION;
            case REASON_CODE_REPLAY -> Status.Code.ALREADY_EXISTS;
            case REASON_CODE_DIGEST, REASON_CODE_COUNT, REASON_CODE_BUSY, REASON_CODE_MANIFEST_CHANGED ->
                Status.Code.ABORTED;
            case REASON_CODE_UNAVAILABLE, REASON_CODE_UPSTREAM, REASON_CODE_LEDGER, REASON_CODE_STALE ->
                Status.Code.UNAVAILABLE;
            case REASON_CODE_INTERNAL, REASON_CODE_UNSPECIFIED, UNRECOGNIZED -> Status.Code.INTERNAL;
        };
    }
}
