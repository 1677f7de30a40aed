package dev.weir.core.release;

import dev.weir.core.minimize.Minimized;
import dev.weir.core.minimize.RowRefusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Acked;
import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.RefusedRow;
import dev.weir.smp.v1.Tally;
import dev.weir.tmsis.StopRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One file on its way through the proxy. Sees to it that chunks come in order, that only what was sent can be
 * acknowledged, that the counts add up across resumes, and that too many refused rows end it. Confined to one thread, or
 * used under one lock.
 */
public final class FileStream {
    private final Plan plan;
    private final StopRule stopRule;
    private final BlankLog blanked;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private Progress totals = Totals.none();
    private int wanted;
    private int next = -1;
    private boolean opened;
    private boolean closing;
    private boolean closed;

    /** A chunk that was sent on and not acknowledged. */
    private record Pending(int number, Sha256 digest, List<RowRefusal> refused, List<Integer> withheld, Tally tally) {}

    /**
     * Begins the stream of a file.
     *
     * @param plan the pinned plan of the submission
     * @param stopRule when refused rows end it
     */
    public FileStream(Plan plan, StopRule stopRule) {
        this(plan, stopRule, new BlankLog());
    }

    /**
     * Begins the stream of a file.
     *
     * @param plan the pinned plan of the submission
     * @param stopRule when refused rows end it
     * @param blanked takes up what is blanked in the file
     */
    public FileStream(Plan plan, StopRule stopRule, BlankLog blanked) {
        this.plan = plan;
        this.stopRule = stopRule;
        this.blanked = blanked;
    }

    /** Takes the receiver's answer to Open; from then on chunks may come. */
    public void opened(Opened answer) throws RefusedException {
        Progress progress = answer.hasProgress() ? Totals.known(answer.getProgress()) : Totals.none();
        boolean sound = !opened
                && answer.getPlan().equals(plan)
                && progress.getChunks() == answer.getNextChunk()
                && Sha256.from(progress.getOutputDigest()).isPresent();
        require(sound, ReasonCode.REASON_CODE_UPSTREAM, "opened", "the receiver echoes the plan and its own counts");
        totals = progress;
        wanted = answer.getNextChunk();
        blanked.opened(wanted);
        opened = true;
    }

    /** Returns whether a chunk may come: the stream is open and not closing. */
    public void requireOpen(String place) throws RefusedException {
        require(opened && !closing, ReasonCode.REASON_CODE_ORDER, place, "comes after Opened and before Close");
    }

    /** Returns the first chunk that the receiver wants. */
    public int wanted() {
        return wanted;
    }

    /** Returns how many chunks are sent on and not acknowledged. */
    public int inFlight() {
        return pending.size();
    }

    /** Takes a minimized chunk, which may be sent on when this returns. */
    public void chunk(Minimized chunk) throws RefusedException {
        requireOpen("chunk");
        require(
                next >= 0 || (chunk.number() >= 0 && chunk.number() <= wanted),
                ReasonCode.REASON_CODE_OUT_OF_RANGE,
                "chunk",
                "the first one is at most number " + wanted);
        require(
                next < 0 || chunk.number() == next,
                ReasonCode.REASON_CODE_ORDER,
                "chunk",
                "the next one is number " + next);
        next = chunk.number() + 1;
        if (chunk.number() >= totals.getChunks()) {
            blanked.sent(chunk.number(), chunk.blanks());
            totals = Totals.append(totals, chunk.rows(), chunk.digest(), chunk.tally());
            require(
                    !stopRule.stops(
                            totals.getTally().getRefused(), totals.getTally().getRows()),
                    ReasonCode.REASON_CODE_STOP_RULE,
                    "chunk " + chunk.number(),
                    totals.getTally().getRefused() + " of " + totals.getTally().getRows() + " rows were refused");
        }
        pending.add(new Pending(chunk.number(), chunk.digest(), chunk.refused(), chunk.withheld(), chunk.tally()));
    }

    /** Takes an acknowledgement of the receiver and returns the one for the submitter. */
    public Acked acked(Acked fromReceiver) throws RefusedException {
        Acked.Builder answer = Acked.newBuilder();
        for (ChunkOutcome outcome : fromReceiver.getChunksList()) {
            Pending sent = pending.poll();
            boolean ofWhatWasSent = sent != null
                    && sent.number() == outcome.getNumber()
                    && sent.digest().toByteString().equals(outcome.getDigest());
            if (sent == null || !ofWhatWasSent) {
                throw new RefusedException(
                        ReasonCode.REASON_CODE_DIGEST, "acked", "the receiver acknowledges what was sent to it");
            }
            blanked.acked(sent.number());
            answer.addChunks(outcome(sent));
        }
        return answer.build();
    }

    private static ChunkOutcome outcome(Pending sent) {
        ChunkOutcome.Builder outcome = ChunkOutcome.newBuilder()
                .setNumber(sent.number())
                .setDigest(sent.digest().toByteString())
                .addAllWithheld(sent.withheld())
                .setTally(sent.tally());
        for (RowRefusal row : sent.refused()) {
            outcome.addRefused(RefusedRow.newBuilder()
                    .setRow(row.row())
                    .setCode(row.code())
                    .setField(row.field()));
        }
        return outcome.build();
    }

    /** Takes the submitter's Close and returns the totals that the proxy declares. */
    public Progress close(Close close) throws RefusedException {
        requireOpen("close");
        boolean counted = close.getChunks() == totals.getChunks()
                && close.getRows() == totals.getTally().getRows()
                && (next < 0 || next == totals.getChunks());
        require(counted, ReasonCode.REASON_CODE_COUNT, "close", "the counts are those of the chunks received");
        closing = true;
        return totals;
    }

    /** Takes the receiver's Closed, once; its totals must be those that were declared. */
    public void closed(Progress fromReceiver) throws RefusedException {
        require(
                closing && !closed && pending.isEmpty() && fromReceiver.equals(totals),
                ReasonCode.REASON_CODE_COUNT,
                "closed",
                "the receiver holds what was declared");
        closed = true;
    }

    /** Returns whether the submitter has closed the file. */
    public boolean closing() {
        return closing;
    }

    /** Returns the running totals. */
    public Progress totals() {
        return totals;
    }

    private static void require(boolean holds, ReasonCode reason, String place, String rule) throws RefusedException {
        if (!holds) {
            throw new RefusedException(reason, place, rule);
        }
    }
}
