package dev.weir.proxy.app;

import dev.weir.proxy.edge.EdgeEvents;
import dev.weir.proxy.ops.Meters;
import dev.weir.smp.Refusal;
import dev.weir.smp.v1.Tally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happens at the edge and writes it down: codes, counts and ids of submissions. */
final class ProxyEvents implements EdgeEvents {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weir.proxy");

    private final Meters meters;

    ProxyEvents(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void opened(String submissionId, int nextChunk) {
        meters.count("weir.streams.opened");
        LOG.atInfo()
                .addKeyValue("submission", submissionId)
                .addKeyValue("next_chunk", nextChunk)
                .log("stream opened");
    }

    @Override
    public void minimized(Tally tally, int bytesIn, int bytesOut, long nanos) {
        meters.minimized(tally, bytesIn, bytesOut, nanos);
    }

    @Override
    public void acknowledged(int chunks) {
        meters.count("weir.chunks.acknowledged", chunks);
    }

    @Override
    public void closed(String submissionId, boolean submissionComplete) {
        meters.count("weir.streams.closed");
        LOG.atInfo()
                .addKeyValue("submission", submissionId)
                .addKeyValue("submission_complete", submissionComplete)
                .log("stream closed");
    }

    @Override
    public void refused(String submissionId, Refusal refusal) {
        meters.refused(refusal);
        LOG.atWarn()
                .addKeyValue("submission", submissionId)
                .addKeyValue("reason", refusal.code())
                .addKeyValue("place", refusal.place())
                .addKeyValue("rule", refusal.rule())
                .log("stream refused");
    }

    @Override
    public void defect(String type, String place) {
        meters.count("weir.defects");
        LOG.atError().addKeyValue("type", type).addKeyValue("place", place).log("defect");
    }
}
