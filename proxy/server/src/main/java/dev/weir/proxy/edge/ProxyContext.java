package dev.weir.proxy.edge;

import dev.weir.core.release.BlankLog;
import dev.weir.smp.Refusal;
import dev.weir.smp.v1.ReasonCode;
import io.grpc.Channel;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What all streams of a proxy share.
 *
 * @param plans gives the plan for new streams, while policy and keys are usable
 * @param statements signs statements
 * @param channel the channel to the receiver
 * @param config how streams are treated
 * @param events told what happens
 * @param releasing what releases and the ledger need; without it nothing is released and no receipt is made
 * @param blanks what was blanked in submissions that are under way
 * @param completions ends of submissions that are under way
 */
record ProxyContext(
        Supplier<Optional<ActivePlan>> plans,
        Statements statements,
        Channel channel,
        EdgeConfig config,
        EdgeEvents events,
        Optional<Releasing> releasing,
        BlankLogs blanks,
        Completions completions) {
    Optional<ActivePlan> activePlan() {
        return plans.get();
    }

    /** Returns where it is kept what is blanked in the file of a stream. */
    BlankLog blanks(Admission admission) {
        return blanks.of(
                admission.upstream().getSubmissionId(), admission.upstream().getFileName());
    }

    /** A file was closed. What was kept of a submission that is complete now is dropped. */
    void closed(String submissionId, boolean submissionComplete) {
        if (submissionComplete) {
            blanks.forget(submissionId);
        }
        events.closed(submissionId, submissionComplete);
    }

    /** Records a defect by its type and its place in our code, and returns what the peer is told: nothing. */
    Refusal defect(RuntimeException defect) {
        StackTraceElement[] trace = defect.getStackTrace();
        String place = trace.length == 0 ? "unknown" : trace[0].getClassName() + ":" + trace[0].getLineNumber();
        events.defect(defect.getClass().getName(), place);
        return new Refusal(ReasonCode.REASON_CODE_INTERNAL, "", "a defect, recorded by the proxy");
    }
}
