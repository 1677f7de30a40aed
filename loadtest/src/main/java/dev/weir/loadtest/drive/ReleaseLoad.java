package dev.weir.loadtest.drive;

import com.google.protobuf.ByteString;
import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.submitter.ReleaseRequest;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.Submission;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.submitter.Submitter;
import dev.weir.endpoints.submitter.SubmitterConfig;
import dev.weir.loadtest.check.FeedCheck;
import dev.weir.loadtest.check.LedgerCheck;
import dev.weir.loadtest.check.SentFile;
import dev.weir.loadtest.month.StateRows;
import dev.weir.loadtest.rig.Officials;
import dev.weir.loadtest.rig.Workspace;
import dev.weir.loadtest.sample.StateMonth;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileHeader;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.wire.RowEncoder;
import dev.weir.tmsis.wire.WireBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Small submissions that release addresses under an attestation which two people approved, one after the other beside a
 * load, spread over its time. Every one of their records is checked as well, against what the attestation opens.
 */
final class ReleaseLoad implements Closeable {
    /** Beginning of the names of their files. */
    static final String PREFIX = "RELEASE-";

    /** Name of a receipt in the folder of a submission. */
    static final String RECEIPT = "receipt.json";

    static final int ROWS_PER_CHUNK = 256;

    private static final String FOLDER = "releases";
    private static final int ROWS = 2048;
    private static final int WINDOW = 4;
    private static final Duration RETRY = Duration.ofMinutes(2);
    private static final FileType[] TYPES = {FileType.ELG, FileType.COT};
    private static final String PERIOD = "2026-10";

    private final Workspace workspace;
    private final StateRows rows;
    private final Endpoint proxy;
    private final Officials officials;
    private final Path runDir;
    private final Duration spread;
    private final List<SentFile> files;
    private final FeedCheck check;
    private final Map<String, Long> durable = new ConcurrentHashMap<>();
    private final List<LedgerCheck.Submitted> submitted = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread = new Thread(this::run, "loadtest-release");

    /**
     * Prepares releases.
     *
     * @param dir folder of the run
     * @param spread time over which they are spread
     */
    ReleaseLoad(
            Workspace workspace,
            StateRows rows,
            Endpoint proxy,
            Officials officials,
            Path dir,
            int count,
            Duration spread)
            throws IOException {
        this.workspace = workspace;
        this.rows = rows;
        this.proxy = proxy;
        this.officials = officials;
        this.runDir = dir;
        this.spread = spread;
        this.files = files(rows, count);
        this.check = new FeedCheck(rows, workspace.releasePlan(), workspace.releaseKeys(), files, ROWS_PER_CHUNK, 1);
    }

    /** Returns the files of so many releases. */
    static List<SentFile> files(StateRows rows, int count) {
        List<SentFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FileType type = TYPES[i % TYPES.length];
            long all = Math.max(1, rows.plan().rows(type));
            long size = Math.min(ROWS, all);
            long from = (long) i * ROWS % Math.max(1, all - size + 1);
            files.add(new SentFile(String.format(Locale.ROOT, "%s%03d.psv", PREFIX, i + 1), type, from, size));
        }
        return files;
    }

    /** Returns whether a file of the feed is one of a release. */
    static boolean isRelease(String fileName) {
        return fileName.startsWith(PREFIX);
    }

    FeedCheck check() {
        return check;
    }

    void begin() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long begun = System.nanoTime();
        try {
            for (int i = 0; i < files.size(); i++) {
                long due = begun + (long) (spread.toNanos() * (i + 0.5) / files.size());
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                release(files.get(i));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(SentFile file) throws InterruptedException {
        try {
            Submission submission = submission(rows, file, runDir);
            List<String> bundle =
                    officials.bundle(submission.id(), submission.manifestSha256(), file.type(), PERIOD, file.name());
            SubmitterConfig config = new SubmitterConfig(
                    proxy,
                    workspace.tls(Role.SUBMITTER),
                    ReadSettings.DEFAULT,
                    runDir.resolve(FOLDER),
                    ROWS_PER_CHUNK,
                    WINDOW,
                    1,
                    RETRY);
            try (Submitter submitter = new Submitter(
                    config,
                    (source, rowsPerChunk) ->
                            new LoadSource(rows, file, rowsPerChunk, new long[0], false, () -> {}, () -> {}))) {
                submitter.submit(submission.with(new ReleaseRequest(bundle, List.of())), new SubmitProgress() {
                    @Override
                    public void settled(SourceFile source, int chunk, int count) {
                        durable.merge(source.name(), (long) count, Long::sum);
                    }
                });
            }
            submitted.add(submitted(rows, file, runDir));
        } catch (RefusedException e) {
            failures.add(
                    file.name() + ": " + e.refusal().code() + " " + e.refusal().place());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            failures.add(file.name() + ": " + e.getClass().getSimpleName());
        }
    }

    /** Returns a release, with where its receipt is. */
    static LedgerCheck.Submitted submitted(StateRows rows, SentFile file, Path runDir) {
        String id = submission(rows, file, runDir).id();
        return new LedgerCheck.Submitted(
                id, runDir.resolve(FOLDER).resolve(id).resolve(RECEIPT), file.chunks(ROWS_PER_CHUNK));
    }

    /** Returns the submission of a file; its manifest names the digest of what the rows follow from. */
    private static Submission submission(StateRows rows, SentFile file, Path runDir) {
        WireBuffer header = new WireBuffer(1024);
        String state = rows.plan().ansi();
        StateMonth.header(file.type(), Encoding.PSV, state, file.rows()).writeRecord(new RowEncoder(), header);
        String origin = "SYNTHETIC " + rows.plan().seed() + " " + file + " " + runDir.getFileName();
        SourceFile source = SourceFile.generated(
                file.name(),
                new FileHeader(
                        file.type(),
                        "V4.0.0",
                        Encoding.PSV,
                        state,
                        PERIOD,
                        true,
                        file.rows(),
                        ByteString.copyFrom(header.array(), 0, header.size())),
                Sha256.of(origin.getBytes(StandardCharsets.UTF_8)));
        return Submission.of(rows.plan().state(), List.of(source), "");
    }

    /** Waits for the last of them, and returns what the check of their records has found. */
    FeedCheck.Result finish() throws InterruptedException {
        thread.join(RETRY.toMillis() + spread.toMillis());
        if (thread.isAlive()) {
            failures.add("a release did not come to its end in time");
            thread.interrupt();
        }
        return check.finish(new HashMap<>(durable));
    }

    /** Returns the releases that came to their end. */
    List<LedgerCheck.Submitted> submitted() {
        return List.copyOf(submitted);
    }

    /** Returns why others did not, as codes. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        thread.interrupt();
        check.close();
    }
}
