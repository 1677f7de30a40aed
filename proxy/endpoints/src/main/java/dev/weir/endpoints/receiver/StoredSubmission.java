package dev.weir.endpoints.receiver;

import com.google.protobuf.ByteString;
import dev.weir.smp.Manifests;
import dev.weir.smp.RefusedException;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.ClosedFile;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.FileProgress;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.Manifest;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.PlanStatement;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SubmissionState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One submission on disk: a directory with three files for each file of its manifest and a mark when it is complete.
 * Manifest and plan are those of its first Open. Confined to one thread.
 */
final class StoredSubmission implements Closeable {
    private static final String COMPLETE = "complete";
    private static final String RECEIPT = "receipt.json";

    private final Path dir;
    private final Manifest manifest;
    private final Sha256 manifestSha256;
    private final Optional<Plan> plan;
    private final TreeMap<Integer, StoredFile> files = new TreeMap<>();
    private boolean complete;

    private StoredSubmission(Path dir, Open first) throws IOException {
        this.dir = dir;
        this.manifest = first.getManifest();
        this.manifestSha256 = Manifests.sha256(manifest);
        this.plan = plan(first);
        this.complete = Files.exists(dir.resolve(COMPLETE));
    }

    private static Optional<Plan> plan(Open open) throws IOException {
        return open.hasPlan()
                ? Optional.of(
                        PlanStatement.parseFrom(open.getPlan().getPayload()).getPlan())
                : Optional.empty();
    }

    /** Begins a submission with its first Open. */
    static StoredSubmission create(Path dir, Open first) throws IOException {
        DurableFiles.createDirectories(dir);
        return new StoredSubmission(dir, first);
    }

    /** Loads a submission; empty where there is none. */
    static Optional<StoredSubmission> load(Path dir) throws IOException {
        Optional<Open> first = firstOpen(dir);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        StoredSubmission stored = new StoredSubmission(dir, first.get());
        for (int i = 0; i < stored.manifest.getFilesCount(); i++) {
            if (StoredFile.exists(dir, i)) {
                stored.files.put(i, StoredFile.load(dir, i));
            }
        }
        return Optional.of(stored);
    }

    /** Looks at a submission without opening it for writing. */
    static Optional<FeedExport.Listed> peek(Path dir) throws IOException {
        Optional<Open> first = firstOpen(dir);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        long[] rows = new long[1];
        for (int i = 0; i < first.get().getManifest().getFilesCount(); i++) {
            if (Files.exists(StoredFile.chunks(dir, i))) {
                ChunkLog.visit(StoredFile.chunks(dir, i), chunk -> rows[0] += chunk.rows());
            }
        }
        return Optional.of(new FeedExport.Listed(
                first.get().getState(),
                first.get().getSubmissionId(),
                Files.exists(dir.resolve(COMPLETE)),
                rows[0],
                first.get().getManifest().getFilesList().stream()
                        .map(f -> f.getName())
                        .toList(),
                plan(first.get()).orElse(Plan.getDefaultInstance())));
    }

    private static Optional<Open> firstOpen(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return Optional.empty();
        }
        for (int i = 0; i < Manifests.MAX_FILES; i++) {
            if (StoredFile.exists(dir, i)) {
                return Optional.of(Open.parseFrom(Files.readAllBytes(dir.resolve(StoredFile.stem(i) + ".open"))));
            }
        }
        return Optional.empty();
    }

    /** Returns the file that an Open names, beginning it if need be. The Open must be of this submission and plan. */
    StoredFile file(Open open) throws IOException, RefusedException {
        if (!Manifests.sha256(open.getManifest()).equals(manifestSha256)) {
            throw new RefusedException(
                    ReasonCode.REASON_CODE_MANIFEST_CHANGED, "manifest", "is the same in every stream of a submission");
        }
        if (!plan(open).equals(plan)) {
            throw planChanged();
        }
        int position = position(open.getFileName());
        StoredFile file = files.get(position);
        if (file == null) {
            file = StoredFile.create(dir, position, open);
            files.put(position, file);
        } else if (!file.open().getHeader().equals(open.getHeader())) {
            throw planChanged();
        }
        return file;
    }

    private static RefusedException planChanged() {
        return new RefusedException(
                ReasonCode.REASON_CODE_PLAN_CHANGED, "plan", "is the one that the submission was opened with");
    }

    /** Returns a file that was begun. */
    Optional<StoredFile> file(String name) {
        return files.values().stream()
                .filter(f -> f.open().getFileName().equals(name))
                .findFirst();
    }

    private int position(String name) throws RefusedException {
        for (int i = 0; i < manifest.getFilesCount(); i++) {
            if (manifest.getFiles(i).getName().equals(name)) {
                return i;
            }
        }
        throw new RefusedException(ReasonCode.REASON_CODE_MANIFEST, "file name", "is one of the manifest");
    }

    /** Marks the submission complete if all its files are closed; returns whether it is complete. */
    boolean completeIfAllClosed() throws IOException {
        boolean all = files.size() == manifest.getFilesCount()
                && files.values().stream().allMatch(StoredFile::closed);
        if (all && !complete) {
            DurableFiles.write(dir.resolve(COMPLETE), new byte[0]);
            complete = true;
        }
        return complete;
    }

    /** Returns whether the submission is complete, and so published. */
    boolean complete() {
        return complete;
    }

    /** Returns the plan of the submission; empty for one that was not minimized. */
    Optional<Plan> plan() {
        return plan;
    }

    Manifest manifest() {
        return manifest;
    }

    Path dir() {
        return dir;
    }

    Collection<StoredFile> files() {
        return files.values();
    }

    /** Returns what is held durably of the files that are closed. */
    DurableAckStatement held(FileKey key) throws IOException {
        DurableAckStatement.Builder held = DurableAckStatement.newBuilder()
                .setState(key.state())
                .setSubmissionId(key.submissionId())
                .setManifestSha256(manifestSha256.toByteString())
                .setSubmissionComplete(complete);
        plan.ifPresent(p -> held.setPlanSha256(p.getPlanSha256()));
        for (StoredFile file : files.values()) {
            if (file.closed()) {
                held.addFiles(ClosedFile.newBuilder()
                        .setName(file.open().getFileName())
                        .setProgress(file.progress()));
            }
        }
        return held.build();
    }

    /** Keeps a receipt, unless one is kept already; returns whether the one that is kept is this one. */
    boolean keep(byte[] receipt) throws IOException {
        Path file = dir.resolve(RECEIPT);
        if (!Files.exists(file)) {
            DurableFiles.write(file, receipt);
        }
        return Arrays.equals(Files.readAllBytes(file), receipt);
    }

    /** Returns how far the submission is. */
    GetResponse progress() throws IOException {
        GetResponse.Builder response = GetResponse.newBuilder()
                .setState(complete ? SubmissionState.SUBMISSION_STATE_COMPLETE : SubmissionState.SUBMISSION_STATE_OPEN)
                .setManifestSha256(manifestSha256.toByteString());
        plan.ifPresent(p -> response.setPlanSha256(p.getPlanSha256()));
        if (Files.exists(dir.resolve(RECEIPT))) {
            response.setReceipt(ByteString.copyFrom(Files.readAllBytes(dir.resolve(RECEIPT))));
        }
        for (StoredFile file : files.values()) {
            response.addFiles(FileProgress.newBuilder()
                    .setName(file.open().getFileName())
                    .setNextChunk(file.next())
                    .setClosed(file.closed())
                    .setProgress(file.progress()));
        }
        return response.build();
    }

    @Override
    public void close() throws IOException {
        for (StoredFile file : files.values()) {
            file.close();
        }
    }
}
