package dev.weir.proxy.store;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.core.json.PlainJson;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.smp.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a person at the machine has something recorded while the proxy has the ledger: a file with the entry in {@code
 * inbox}, and beside it, soon, one with its number. Whoever can write there can write the ledger's files, too.
 */
public final class LedgerInbox {
    private static final String ASKED = ".json";
    private static final String DONE = ".done";
    private static final int MAX_BYTES = 1 << 15;

    /** What people record; everything else is the proxy's own to say. */
    private static final Set<EntryType> BY_PEOPLE = Set.of(
            EntryType.ATTESTATION_REGISTERED,
            EntryType.ACCOUNTING_SERVED,
            EntryType.ACCOUNTING_SUSPENDED,
            EntryType.EXPORT_MADE,
            EntryType.EPOCH_CREATED,
            EntryType.KEY_ROTATED,
            EntryType.RELEASE_ABORTED);

    private final Path dir;

    /** Uses the inbox of a ledger's folder. */
    public LedgerInbox(Path ledger) {
        this.dir = ledger.resolve("inbox");
    }

    /**
     * Leaves an entry to be recorded.
     *
     * @param name of the request, unique
     */
    public void ask(String name, EntryDraft draft) throws IOException {
        Files.createDirectories(dir);
        Map<String, Object> json = new TreeMap<>();
        json.put("type", draft.type().name());
        json.put("role", draft.role());
        json.put("members", draft.members());
        draft.policy().ifPresent(digest -> json.put("policy_sha256", digest.hex()));
        draft.trust().ifPresent(digest -> json.put("trust_sha256", digest.hex()));
        Path partial = dir.resolve(name + ".partial");
        Files.write(partial, CanonicalJson.write(json));
        Files.move(partial, dir.resolve(name + ASKED), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns the number and the time of the entry of a request once it is recorded, -1 where it was refused. */
    public Optional<Json.Members> answer(String name) throws IOException {
        Path done = dir.resolve(name + DONE);
        if (!Files.exists(done)) {
            return Optional.empty();
        }
        try {
            Json.Members answer = JsonReader.readObject(Files.readAllBytes(done));
            Files.delete(done);
            return Optional.of(answer);
        } catch (JsonException e) {
            throw new IOException(done + ": is what the proxy has written", e);
        }
    }

    /** Records what has been asked for. */
    public void poll(Ledger ledger) {
        if (!Files.isDirectory(dir)) {
            return;
        }
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(LedgerInbox::isAsked).sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                try {
                    take(ledger, file, name.substring(0, name.length() - ASKED.length()));
                } catch (IOException e) {
                    // One that cannot be read or removed keeps nobody else waiting.
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Looked at again the next time; who asked waits, and says so when nothing comes.
        }
    }

    /** What is not a file, a folder or a link, was left by somebody else and stays where it is. */
    private static boolean isAsked(Path file) {
        return file.toString().endsWith(ASKED) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private void take(Ledger ledger, Path file, String name) throws IOException {
        Optional<EntryDraft> draft = Files.size(file) > MAX_BYTES ? Optional.empty() : draft(Files.readAllBytes(file));
        Files.delete(file);
        if (draft.isEmpty()) {
            done(name, -1, "");
            return;
        }
        var unused = ledger.append(draft.get(), true).whenComplete((entry, failure) -> {
            try {
                done(name, entry == null ? -1 : entry.index(), entry == null ? "" : entry.time());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void done(String name, long index, String time) throws IOException {
        Path partial = dir.resolve(name + ".partial");
        Files.write(partial, CanonicalJson.write(Map.of("index", index, "time", time)));
        Files.move(partial, dir.resolve(name + DONE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Optional<EntryDraft> draft(byte[] bytes) {
        try {
            Json.Members json = JsonReader.readObject(bytes);
            Optional<EntryType> type =
                    json.text("type").flatMap(EntryType::ofName).filter(BY_PEOPLE::contains);
            Optional<String> role = json.text("role");
            Optional<Json.Members> members = json.members("members");
            return type.isEmpty() || role.isEmpty() || members.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new EntryDraft(
                            type.get(),
                            role.get(),
                            json.text("policy_sha256").flatMap(Sha256::fromHex),
                            json.text("trust_sha256").flatMap(Sha256::fromHex),
                            PlainJson.map(members.get())));
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
