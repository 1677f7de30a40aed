package dev.weir.endpoints.receiver;

import dev.weir.smp.v1.Open;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All submissions of a receiver: {@code ROOT/STATE/SUBMISSION-ID/}. Keeps the ones in use open and the others closed.
 * Confined to one thread.
 */
final class FeedStore implements Closeable {
    private static final int MOST_OPEN = 64;

    private final Path root;
    private final Map<Path, StoredSubmission> inUse = new LinkedHashMap<>(16, 0.75f, true);

    FeedStore(Path root) throws IOException {
        this.root = root;
        DurableFiles.createDirectories(root);
    }

    /** Returns a submission that was begun. */
    Optional<StoredSubmission> submission(String state, String id) throws IOException {
        Path dir = root.resolve(state).resolve(id);
        StoredSubmission open = inUse.get(dir);
        if (open != null) {
            return Optional.of(open);
        }
        Optional<StoredSubmission> loaded = StoredSubmission.load(dir);
        if (loaded.isPresent()) {
            use(dir, loaded.get());
        }
        return loaded;
    }

    /** Returns the submission of an Open, beginning it if need be. */
    StoredSubmission submission(Open open) throws IOException {
        Optional<StoredSubmission> begun = submission(open.getState(), open.getSubmissionId());
        if (begun.isPresent()) {
            return begun.get();
        }
        Path dir = root.resolve(open.getState()).resolve(open.getSubmissionId());
        StoredSubmission created = StoredSubmission.create(dir, open);
        use(dir, created);
        return created;
    }

    /** Returns a file that was begun. */
    StoredFile file(FileKey key) throws IOException {
        return submission(key.state(), key.submissionId())
                .flatMap(s -> s.file(key.fileName()))
                .orElseThrow(() -> new IOException(key.submissionId() + ": the file was begun"));
    }

    private void use(Path dir, StoredSubmission submission) throws IOException {
        inUse.put(dir, submission);
        if (inUse.size() > MOST_OPEN) {
            var eldest = inUse.entrySet().iterator().next();
            inUse.remove(eldest.getKey());
            eldest.getValue().close();
        }
    }

    /** Returns the directories of all submissions below a root, by state and id. */
    static List<Path> submissions(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> states = Files.list(root)) {
                for (Path state : states.filter(Files::isDirectory).sorted().toList()) {
                    try (Stream<Path> ids = Files.list(state)) {
                        ids.filter(Files::isDirectory).sorted().forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        for (StoredSubmission submission : inUse.values()) {
            submission.close();
        }
        inUse.clear();
    }
}
