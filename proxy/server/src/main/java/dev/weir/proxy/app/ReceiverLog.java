package dev.weir.proxy.app;

import dev.weir.endpoints.receiver.ReceiverEvents;
import dev.weir.proxy.ops.Meters;
import dev.weir.smp.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happens at a receiver and writes it down. */
public final class ReceiverLog implements ReceiverEvents {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weir.receiver");

    private final Meters meters;

    public ReceiverLog(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void chunkStored(int rows, int bytes) {
        meters.count("weir.receiver.chunks");
        meters.count("weir.receiver.rows", rows);
        meters.count("weir.receiver.bytes", bytes);
    }

    @Override
    public void fileClosed(boolean submissionComplete) {
        meters.count("weir.receiver.files.closed");
        LOG.atInfo().addKeyValue("submission_complete", submissionComplete).log("file closed");
    }

    @Override
    public void refused(Refusal refusal) {
        meters.refused(refusal);
        LOG.atWarn()
                .addKeyValue("reason", refusal.code())
                .addKeyValue("place", refusal.place())
                .addKeyValue("rule", refusal.rule())
                .log("call refused");
    }

    @Override
    public void defect(String type, String place) {
        meters.count("weir.defects");
        LOG.atError().addKeyValue("type", type).addKeyValue("place", place).log("defect");
    }

    @Override
    public void storeFailed() {
        meters.count("weir.receiver.store.failed");
        LOG.atError().log("the store could not be flushed and is shut; start the receiver anew");
    }
}
