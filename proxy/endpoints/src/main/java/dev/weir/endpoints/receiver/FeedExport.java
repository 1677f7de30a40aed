package dev.weir.endpoints.receiver;

import com.google.protobuf.ByteString;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Plan;
import dev.weir.tmsis.file.FeedFile;
import dev.weir.tmsis.file.WriteSettings;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a receiver's store from outside: lists submissions and renders complete ones as T-MSIS files. Works beside a
 * running receiver, because what is complete does not change any more.
 */
public final class FeedExport {
    private final Path store;

    /** Reads a store. */
    public FeedExport(Path store) {
        this.store = store;
    }

    /**
     * A submission in a store.
     *
     * @param state USPS code
     * @param id its id
     * @param complete whether it is complete and so published
     * @param rows rows that are durable
     * @param files names of its files
     * @param plan plan under which it was minimized; the empty plan for one that was not
     */
    public record Listed(String state, String id, boolean complete, long rows, List<String> files, Plan plan) {}

    /** Returns all submissions, by state and id. */
    public List<Listed> list() throws IOException {
        List<Listed> listed = new ArrayList<>();
        for (Path dir : FeedStore.submissions(store)) {
            StoredSubmission.peek(dir).ifPresent(listed::add);
        }
        return listed;
    }

    /**
     * A rendered file.
     *
     * @param path where it is
     * @param rows rows behind the header row
     * @param blanked how often a token was left blank because it is wider than its element, by segment and element
     */
    public record Rendered(Path path, long rows, Map<String, Long> blanked) {}

    /**
     * Renders all files of a complete submission.
     *
     * @throws UnpublishedException where the submission is not there or not complete
     */
    public List<Rendered> render(String state, String id, Path target, WriteSettings settings) throws IOException {
        Path dir = store.resolve(state).resolve(id);
        Listed submission = StoredSubmission.peek(dir)
                .orElseThrow(() -> new UnpublishedException(id + ": is a submission in the store"));
        if (!submission.complete()) {
            throw new UnpublishedException(id + ": is not complete, and nothing is published before");
        }
        Files.createDirectories(target);
        List<String> names = FeedFile.names(submission.files(), settings.encoding());
        List<Rendered> rendered = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            rendered.add(render(dir, i, submission, target.resolve(names.get(i)), settings));
        }
        return rendered;
    }

    /** Receives the chunks of a file. */
    @FunctionalInterface
    public interface ChunkSink {
        /** Takes the records of a chunk, each with its tag and length. */
        void chunk(int number, byte[] records) throws IOException;
    }

    /**
     * Gives the durable chunks of a file to a sink, in order, whether or not the submission is complete.
     *
     * @param file position among the files of the submission
     */
    public void visit(String state, String id, int file, ChunkSink sink) throws IOException {
        Path chunks = StoredFile.chunks(store.resolve(state).resolve(id), file);
        if (Files.exists(chunks)) {
            ChunkLog.visit(chunks, chunk -> sink.chunk(chunk.number(), chunk.records()));
        }
    }

    private static Rendered render(Path dir, int position, Listed submission, Path path, WriteSettings settings)
            throws IOException {
        String policy =
                HexFormat.of().formatHex(submission.plan().getPolicySha256().toByteArray());
        ByteString header = StoredFile.header(dir, position);
        try (FeedFile feed = new FeedFile(path, header, policy.isEmpty() ? "0".repeat(64) : policy, settings)) {
            Path log = StoredFile.chunks(dir, position);
            int[] chunks = new int[1];
            ChunkLog.visit(log, chunk -> {
                rows(chunk.records(), feed);
                chunks[0]++;
            });
            int closedWith =
                    StoredFile.closed(dir, position).map(Close::getChunks).orElse(-1);
            if (chunks[0] != closedWith) {
                throw ChunkLog.miscounted(log, chunks[0], closedWith);
            }
            feed.finish();
            return new Rendered(path, feed.rows(), new TreeMap<>(feed.blanked()));
        } catch (WireFaultException e) {
            throw new IOException(submission.id() + ": the header row is in canonical form", e);
        }
    }

    private static void rows(byte[] records, FeedFile feed) throws IOException {
        WireReader reader = new WireReader().start(records, 0, records.length);
        try {
            while (!reader.atEnd()) {
                reader.tag();
                int size = reader.length();
                feed.row(records, reader.position(), size);
                reader.skip(size);
            }
        } catch (WireFaultException e) {
            throw new IOException("a stored chunk is in canonical form", e);
        }
    }
}
