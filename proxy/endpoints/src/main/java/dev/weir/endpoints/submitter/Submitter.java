package dev.weir.endpoints.submitter;

import com.google.protobuf.ByteString;
import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.Opened;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.FileProgress;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SubmissionState;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Submits files to a state's proxy. Where the line breaks it asks how far the receiver is and goes on from there; called
 * again with the same files, also after a crash, it finishes what it began.
 */
public final class Submitter implements Closeable {
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration GET_DEADLINE = Duration.ofSeconds(30);

    private final SubmitterConfig config;
    private final Chunks.Opener opener;
    private final Opened opened = new Opened();
    private final ManagedChannel channel;

    /** Creates a submitter of files; it connects when it is used. */
    public Submitter(SubmitterConfig config) throws IOException {
        this(config, (file, rows) -> new ChunkSource(file, config.read(), rows));
    }

    /** Creates a submitter whose chunks come from elsewhere. */
    public Submitter(SubmitterConfig config, Chunks.Opener opener) throws IOException {
        this.config = config;
        this.opener = opener;
        try {
            EventLoops loops = opened.add(new EventLoops(1));
            channel = opened.add(config.target().channel(opened.add(new Tls(config.tls())), loops));
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Submits everything that has not been submitted and returns when the receiver holds it durably.
     *
     * @throws RefusedException where the proxy or the receiver refuses, or cannot be reached for too long
     */
    public SubmitSummary submit(Submission submission, SubmitProgress progress)
            throws IOException, RefusedException, InterruptedException {
        Path dir = config.journal().resolve(submission.id());
        Files.createDirectories(dir);
        List<Journal> journals = new ArrayList<>();
        try {
            for (SourceFile file : submission.files()) {
                journals.add(Journal.open(dir.resolve(file.name() + ".journal"), config.rowsPerChunk()));
            }
            GetResponse before = retrying(progress, () -> get(submission));
            settle(submission, journals, before, progress);
            boolean complete = before.getState() == SubmissionState.SUBMISSION_STATE_COMPLETE
                    && journals.stream().allMatch(Journal::closed);
            Outcome outcome = complete
                    ? complete(submission, journals, before, progress)
                    : upload(submission, journals, progress);
            Path rejects = dir.resolve("rejects.csv");
            RejectList.write(rejects, journals, submission.files());
            long malformed =
                    submission.files().stream().mapToLong(SourceFile::malformed).sum();
            Optional<Path> receipt = outcome.receipt.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Files.write(dir.resolve("receipt.json"), outcome.receipt.toByteArray()));
            return new SubmitSummary(submission.id(), outcome.totals, malformed, complete, rejects, receipt);
        } finally {
            for (Journal journal : journals) {
                journal.close();
            }
        }
    }

    /** Totals by file, and the receipt, empty where there is none. */
    private record Outcome(Map<String, Progress> totals, ByteString receipt) {}

    private static Outcome known(GetResponse response) {
        Map<String, Progress> totals = new TreeMap<>();
        for (FileProgress file : response.getFilesList()) {
            totals.put(file.getName(), file.getProgress());
        }
        return new Outcome(totals, response.getReceipt());
    }

    /** Returns what became of a submission that is complete; closes a file once more where its receipt was not delivered. */
    private Outcome complete(Submission submission, List<Journal> journals, GetResponse before, SubmitProgress progress)
            throws IOException, InterruptedException {
        Outcome known = known(before);
        if (!known.receipt.isEmpty()) {
            return known;
        }
        int smallest = 0;
        for (int i = 1; i < journals.size(); i++) {
            boolean smaller = submission.files().get(i).rows()
                    < submission.files().get(smallest).rows();
            smallest = smaller ? i : smallest;
        }
        SourceFile file = submission.files().get(smallest);
        try {
            Journal journal = journals.get(smallest);
            Closed closed = retrying(
                    progress, () -> new FileUpload(submission, file, config, journal, progress, opener).run(channel));
            return new Outcome(known.totals, closed.getReceipt());
        } catch (RefusedException e) {
            // A finished release is not begun again; its entry is in the ledger, from which a proof can be made.
            return known;
        }
    }

    /** Closes journals of files of a complete submission of which every chunk was acknowledged. */
    private void settle(Submission submission, List<Journal> journals, GetResponse before, SubmitProgress progress)
            throws IOException {
        if (before.getState() != SubmissionState.SUBMISSION_STATE_COMPLETE) {
            return;
        }
        for (int i = 0; i < journals.size(); i++) {
            SourceFile file = submission.files().get(i);
            Journal journal = journals.get(i);
            boolean all = before.getFilesList().stream()
                    .anyMatch(f -> f.getName().equals(file.name()) && f.getNextChunk() == journal.next());
            if (all && !journal.closed()) {
                new FileUpload(submission, file, config, journal, progress, opener).settle();
            }
        }
    }

    private Outcome upload(Submission submission, List<Journal> journals, SubmitProgress progress)
            throws IOException, RefusedException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(config.streams());
        try {
            List<Future<Closed>> uploads = new ArrayList<>();
            for (int i = 0; i < journals.size(); i++) {
                SourceFile file = submission.files().get(i);
                Journal journal = journals.get(i);
                uploads.add(workers.submit(() -> retrying(
                        progress,
                        () -> new FileUpload(submission, file, config, journal, progress, opener).run(channel))));
            }
            Map<String, Progress> totals = new TreeMap<>();
            ByteString receipt = ByteString.EMPTY;
            for (int i = 0; i < uploads.size(); i++) {
                Closed closed = result(uploads.get(i));
                totals.put(submission.files().get(i).name(), closed.getProgress());
                receipt = closed.getReceipt().isEmpty() ? receipt : closed.getReceipt();
            }
            return new Outcome(totals, receipt);
        } finally {
            workers.shutdownNow();
            workers.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private static Closed result(Future<Closed> upload) throws IOException, RefusedException, InterruptedException {
        try {
            return upload.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RefusedException cause) {
                throw cause;
            }
            throw new IllegalStateException("an upload fails with a refusal or with an unreadable file", e.getCause());
        }
    }

    /** Work that can be done again after the line was lost. */
    private interface Attempt<T> {
        T run() throws IOException, RefusedException, InterruptedException;
    }

    private <T> T retrying(SubmitProgress progress, Attempt<T> attempt)
            throws IOException, RefusedException, InterruptedException {
        Duration wait = FIRST_WAIT;
        long giveUpAt = System.nanoTime() + config.retryFor().toNanos();
        while (true) {
            long begun = System.nanoTime();
            try {
                return attempt.run();
            } catch (RefusedException e) {
                if (System.nanoTime() - begun > LONGEST_WAIT.toNanos()) {
                    // The line was good for a while; patience begins anew.
                    wait = FIRST_WAIT;
                    giveUpAt = System.nanoTime() + config.retryFor().toNanos();
                }
                if (!canBeRetried(e.refusal()) || System.nanoTime() + wait.toNanos() > giveUpAt) {
                    throw e;
                }
                progress.reconnecting(e.refusal(), wait);
                TimeUnit.NANOSECONDS.sleep(wait.toNanos());
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            }
        }
    }

    private static boolean canBeRetried(Refusal refusal) {
        return refusal.reason() == ReasonCode.REASON_CODE_UPSTREAM
                || refusal.reason() == ReasonCode.REASON_CODE_UNAVAILABLE;
    }

    private GetResponse get(Submission submission) throws RefusedException {
        GetRequest request = GetRequest.newBuilder()
                .setState(submission.state())
                .setSubmissionId(submission.id())
                .build();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(GET_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return ClientCalls.blockingUnaryCall(channel, SmpMethods.GET, options, Payload.of(request));
        } catch (StatusRuntimeException e) {
            Metadata trailers = e.getTrailers();
            throw new RefusedException(SmpStatus.ofPeer(e.getStatus(), trailers == null ? new Metadata() : trailers));
        }
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
