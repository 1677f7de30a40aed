package dev.weir.proxy.config;

import dev.weir.core.attestation.Authorities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What governs releases now. Asked at least once a second, it notices every change of the files; what cannot be read any
 * more is gone, so that nothing is released until it can. Safe for any thread.
 */
public final class AuthorityStore {
    private final SignedFolder folder;
    private volatile Optional<Authorities> current = Optional.empty();
    private Optional<Map<String, String>> seen = Optional.empty();
    private List<ConfigProblem> problems = List.of();

    public AuthorityStore(SignedFolder folder) {
        this.folder = folder;
    }

    /** Returns what is in force; empty where there is no valid policy, and then nothing is released. */
    public Optional<Authorities> current() {
        return current;
    }

    /**
     * Reads the files again if one has changed, or if something was wrong with them.
     *
     * @return what is wrong with them; empty where nothing is, or it was said before
     */
    public synchronized List<ConfigProblem> reloadIfChanged(Instant now) {
        Map<String, String> files = files();
        if (seen.filter(files::equals).isPresent()) {
            return List.of();
        }
        SignedFolder.Loaded loaded = folder.load(now);
        current = loaded.authorities();
        seen = loaded.problems().isEmpty() ? Optional.of(files) : Optional.empty();
        boolean said = loaded.problems().equals(problems);
        problems = loaded.problems();
        return said ? List.of() : problems;
    }

    /** Returns what tells one state of the files from another. */
    private Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        add(folder.folder(), files);
        add(folder.folder().resolve(SignedFolder.STATUS), files);
        return files;
    }

    private static void add(Path dir, Map<String, String> files) {
        if (!Files.isDirectory(dir)) {
            return;
        }
        try (Stream<Path> found = Files.list(dir)) {
            for (Path file : found.toList()) {
                BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
                files.put(file.toString(), a.lastModifiedTime() + " " + a.size() + " " + a.fileKey());
            }
        } catch (IOException | UncheckedIOException e) {
            files.put(dir.toString(), "unreadable");
        }
    }
}
