package dev.weir.proxy.edge;

import dev.weir.core.attestation.DenialCode;
import dev.weir.core.attestation.Verdict;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import java.util.concurrent.CompletionException;

/** Refusals of releases as they travel. */
final class Denials {
    private Denials() {}

    static RefusedException refused(Verdict.Denied denied) {
        return new RefusedException(reason(denied.code()), denied.place(), denied.rule());
    }

    /** Returns the refusal that a failure of something that was waited for comes to. */
    static RefusedException ofFailure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ReleaseDesk.RefusedReservationException refused) {
            return refused.refusal();
        }
        return cause instanceof RefusedException refused ? refused : Completion.ledger();
    }

    private static ReasonCode reason(DenialCode code) {
        return switch (code) {
            case SIZE -> ReasonCode.REASON_CODE_ATTESTATION_SIZE;
            case HEADER -> ReasonCode.REASON_CODE_ATTESTATION_HEADER;
            case KEY -> ReasonCode.REASON_CODE_ATTESTATION_KEY;
            case SIGNATURE -> ReasonCode.REASON_CODE_ATTESTATION_SIGNATURE;
            case ISSUER -> ReasonCode.REASON_CODE_ATTESTATION_ISSUER;
            case AUDIENCE -> ReasonCode.REASON_CODE_ATTESTATION_AUDIENCE;
            case TIME -> ReasonCode.REASON_CODE_ATTESTATION_TIME;
            case COOLING_OFF -> ReasonCode.REASON_CODE_ATTESTATION_COOLING_OFF;
            case SCHEMA -> ReasonCode.REASON_CODE_ATTESTATION_SCHEMA;
            case PURPOSE -> ReasonCode.REASON_CODE_ATTESTATION_PURPOSE;
            case RECIPIENT -> ReasonCode.REASON_CODE_ATTESTATION_RECIPIENT;
            case SCOPE -> ReasonCode.REASON_CODE_ATTESTATION_SCOPE;
            case AGREEMENT -> ReasonCode.REASON_CODE_ATTESTATION_AGREEMENT;
            case COVENANT -> ReasonCode.REASON_CODE_ATTESTATION_COVENANT;
            case STATUS -> ReasonCode.REASON_CODE_ATTESTATION_STATUS;
            case APPROVAL -> ReasonCode.REASON_CODE_ATTESTATION_APPROVAL;
            case HOLD -> ReasonCode.REASON_CODE_HOLD;
            case REPLAY -> ReasonCode.REASON_CODE_REPLAY;
            case LEDGER -> ReasonCode.REASON_CODE_LEDGER;
            case STALE -> ReasonCode.REASON_CODE_STALE;
            case PLAN_CHANGED -> ReasonCode.REASON_CODE_PLAN_CHANGED;
        };
    }
}
