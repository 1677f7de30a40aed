package dev.weir.endpoints.receiver;

import dev.weir.smp.v1.Open;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All submissions of a receiver: {@code ROOT/STATE/SUBMISSION-ID/}. Keeps the ones in use open and the others closed.
 * Confined to one thread.
 */
final class FeedStore implements Closeable {
    private static final int MOST_OPEN = 64;

    private final Path root;
    private final Supplier<Set<FileKey>> carried;
    private final Map<Path, StoredSubmission> inUse = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Opens a store, or begins one.
     *
     * @param carried the files that streams carry at the moment
     */
    FeedStore(Path root, Supplier<Set<FileKey>> carried) throws IOException {
        this.root = root;
        this.carried = carried;
        DurableFiles.createDirectories(root);
    }

    /** Returns a submission that was begun. */
    Optional<StoredSubmission> submission(String state, String id) throws IOException {
        Path dir = dir(state, id);
        StoredSubmission open = inUse.get(dir);
        if (open != null) {
            return Optional.of(open);
        }
        Optional<StoredSubmission> loaded = StoredSubmission.load(dir);
        if (loaded.isPresent()) {
            inUse.put(dir, loaded.get());
        }
        return loaded;
    }

    /** Returns the submission of an Open, beginning it if need be. */
    StoredSubmission submission(Open open) throws IOException {
        Optional<StoredSubmission> begun = submission(open.getState(), open.getSubmissionId());
        if (begun.isPresent()) {
            return begun.get();
        }
        Path dir = dir(open.getState(), open.getSubmissionId());
        StoredSubmission created = StoredSubmission.create(dir, open);
        inUse.put(dir, created);
        return created;
    }

    /** Returns a file that was begun. */
    StoredFile file(FileKey key) throws IOException {
        return submission(key.state(), key.submissionId())
                .flatMap(s -> s.file(key.fileName()))
                .orElseThrow(() -> new IOException(key.submissionId() + ": the file was begun"));
    }

    /**
     * Closes the submissions that were used longest ago where too many are open, except for those of which a stream
     * carries a file. Not while anything is written and not yet flushed.
     */
    void trim() throws IOException {
        if (inUse.size() <= MOST_OPEN) {
            return;
        }
        Set<Path> kept = carried.get().stream()
                .map(f -> dir(f.state(), f.submissionId()))
                .collect(Collectors.toSet());
        Iterator<Map.Entry<Path, StoredSubmission>> eldest = inUse.entrySet().iterator();
        while (inUse.size() > MOST_OPEN && eldest.hasNext()) {
            Map.Entry<Path, StoredSubmission> submission = eldest.next();
            if (!kept.contains(submission.getKey())) {
                eldest.remove();
                submission.getValue().close();
            }
        }
    }

    /** Returns how many submissions are open. */
    int open() {
        return inUse.size();
    }

    private Path dir(String state, String id) {
        return root.resolve(state).resolve(id);
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
