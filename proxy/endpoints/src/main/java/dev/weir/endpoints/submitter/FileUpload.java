package dev.weir.endpoints.submitter;

import dev.weir.endpoints.wire.Payload;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SubmitRequest;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.v4.Record;
import io.grpc.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Sends one file over one stream, from the first chunk that is not settled to its Closed. */
final class FileUpload {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Submission submission;
    private final SourceFile file;
    private final SubmitterConfig config;
    private final Journal journal;
    private final SubmitProgress progress;
    private final Chunks.Opener opener;

    /** Chunks that were sent and not acknowledged, in order. */
    private final Deque<ChunkSource.ChunkRows> inFlight = new ArrayDeque<>();

    FileUpload(
            Submission submission,
            SourceFile file,
            SubmitterConfig config,
            Journal journal,
            SubmitProgress progress,
            Chunks.Opener opener) {
        this.submission = submission;
        this.file = file;
        this.config = config;
        this.journal = journal;
        this.progress = progress;
        this.opener = opener;
    }

    /** Sends the file and returns its totals. */
    Closed run(Channel channel) throws IOException, RefusedException, InterruptedException {
        FileStream stream = new FileStream(channel, PATIENCE);
        boolean done = false;
        try (Chunks source = opener.open(file, journal.rowsPerChunk())) {
            stream.send(Payload.of(SubmitRequest.newBuilder().setOpen(open()).build()));
            Opened opened = opened(stream.await());
            Closed closed = chunks(stream, source, first(opened));
            done = true;
            return closed;
        } finally {
            if (!done) {
                stream.cancel();
            }
        }
    }

    private Open open() throws IOException {
        return Open.newBuilder()
                .setSubmissionId(submission.id())
                .setState(submission.state())
                .setManifest(submission.manifest())
                .setFileName(file.name())
                .setHeader(Record.parseFrom(file.header().record()))
                .setPeriod(file.header().period())
                .setDictionaryVersion(file.header().dictionaryVersion())
                .addAllAttestationBundle(submission.release().bundle())
                .addAllSubjectTokens(submission.release().subjects())
                .build();
    }

    private static Opened opened(SubmitResponse answer) throws RefusedException {
        if (!answer.hasOpened()) {
            throw outOfOrder();
        }
        return answer.getOpened();
    }

    private static RefusedException outOfOrder() {
        return new RefusedException(ReasonCode.REASON_CODE_ORDER, "answer", "comes in the order of the protocol");
    }

    /** Returns the chunk to begin with: what is not settled here, but no more than the receiver holds. */
    private int first(Opened opened) {
        if (journal.next() > opened.getNextChunk()) {
            progress.receiverRegressed(file, journal.next(), opened.getNextChunk());
        }
        return Math.min(journal.next(), opened.getNextChunk());
    }

    /**
     * Closes the journal of a file that the receiver has closed, when only the answer to Close was lost.
     */
    void settle() throws IOException {
        try (Chunks source = opener.open(file, journal.rowsPerChunk())) {
            while (source.next()) {
                // Rows of all chunks are settled; what is malformed behind the last one is not.
            }
            journal.close(source.rows().malformed());
        }
    }

    private Closed chunks(FileStream stream, Chunks source, int first)
            throws IOException, RefusedException, InterruptedException {
        long rows = 0;
        while (source.next()) {
            rows += source.rows().rowNumbers().length;
            if (source.number() < first) {
                continue;
            }
            takeAnswersUntil(stream, source.dueNanos());
            if (inFlight.size() >= config.chunksInFlight() || !stream.ready()) {
                progress.deferred(file, source.number());
                takeAnswersUntilReady(stream);
            }
            inFlight.add(source.rows());
            progress.sent(file, source.number());
            stream.send(ChunkPayload.of(source));
        }
        while (!inFlight.isEmpty()) {
            acknowledged(stream.await());
        }
        source.requireUnchanged();
        stream.send(Payload.of(SubmitRequest.newBuilder()
                .setClose(Close.newBuilder().setChunks(source.number() + 1).setRows(rows))
                .build()));
        stream.halfClose();
        SubmitResponse answer = stream.await();
        if (!answer.hasClosed()) {
            throw outOfOrder();
        }
        journal.close(source.rows().malformed());
        progress.closed(file);
        return answer.getClosed();
    }

    /** Takes the answers that are there, and those that come before a chunk may be sent. */
    private void takeAnswersUntil(FileStream stream, long dueNanos)
            throws IOException, RefusedException, InterruptedException {
        SubmitResponse answer = stream.poll();
        while (answer != null) {
            acknowledged(answer);
            answer = stream.poll();
        }
        while (dueNanos != Long.MIN_VALUE && dueNanos - System.nanoTime() > 0) {
            answer = stream.awaitUntil(dueNanos);
            if (answer != null) {
                acknowledged(answer);
            }
        }
    }

    private void takeAnswersUntilReady(FileStream stream) throws IOException, RefusedException, InterruptedException {
        while (inFlight.size() >= config.chunksInFlight()) {
            acknowledged(stream.await());
        }
        while (!stream.ready()) {
            SubmitResponse answer = stream.awaitAnswerOrReady();
            if (answer != null) {
                acknowledged(answer);
            }
        }
    }

    private void acknowledged(SubmitResponse answer) throws IOException, RefusedException {
        if (!answer.hasAcked()) {
            throw outOfOrder();
        }
        for (ChunkOutcome outcome : answer.getAcked().getChunksList()) {
            ChunkSource.ChunkRows chunk = inFlight.poll();
            if (chunk == null || chunk.number() != outcome.getNumber()) {
                throw outOfOrder();
            }
            journal.settle(chunk, outcome);
            progress.acknowledged(file, chunk.rowNumbers().length);
            progress.settled(file, chunk.number(), chunk.rowNumbers().length);
        }
    }
}
