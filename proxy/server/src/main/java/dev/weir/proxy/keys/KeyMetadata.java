package dev.weir.proxy.keys;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
            if (metadata != null) {
                return metadata;
            }
        } catch (JsonParseException | NullPointerException e) {
            // Falls through: the library's own message may quote the file.
        }
        throw new IOException(file + ": is a description of keys, as weir keys create writes it");
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
