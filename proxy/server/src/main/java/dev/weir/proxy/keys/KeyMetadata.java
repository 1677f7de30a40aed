package dev.weir.proxy.keys;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What is known about a state's keys without being secret.
 *
 * @param state USPS code
 * @param created when the root key was made, RFC 3339
 * @param epochs token epochs that exist, in order
 * @param probe token of a fixed text under the root key; tells one root key from another
 */
public record KeyMetadata(String state, String created, List<String> epochs, String probe) {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    public KeyMetadata {
        epochs = List.copyOf(epochs);
    }

    static KeyMetadata read(Path file) throws IOException {
        try {
            KeyMetadata metadata = GSON.fromJson(Files.readString(file), KeyMetadata.class);
            if (metadata != null && metadata.isWhole()) {
                return metadata;
            }
        } catch (MalformedInputException | RuntimeException e) {
            // Falls through: Gson says with many a type that something is missing or of another kind, and its message
            // may quote the file.
        }
        throw new IOException(file + ": is a description of keys, as weir keys create writes it");
    }

    /** Gson leaves null what a file lacks, whatever the types say. */
    private boolean isWhole() {
        return Stream.of(state, created, probe).allMatch(Objects::nonNull)
                && state.matches("[A-Z]{2}")
                && !epochs.isEmpty()
                && epochs.stream().allMatch(epoch -> epoch.matches("[A-Z]"));
    }

    void write(Path file) throws IOException {
        PrivateFiles.write(file, GSON.toJson(this) + "\n");
    }

    KeyMetadata withEpoch(String epoch) {
        List<String> more = new ArrayList<>(epochs);
        more.add(epoch);
        return new KeyMetadata(state, created, more, probe);
    }
}
