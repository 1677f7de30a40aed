package dev.weir.proxy.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Remembers the probe token of the root key that this proxy works with. Another key would give every person a new token
 * and split them in two, so it is refused, also when it comes with a description that fits it.
 */
final class KeyPin {
    private static final String FILE = "root-key-probe";

    private final Path file;

    KeyPin(Path stateDirectory) {
        this.file = stateDirectory.resolve(FILE);
    }

    /** Takes the probe of the first start for good; refuses any other one. */
    void require(String probe) throws IOException, StartupException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent() == null ? Path.of("") : file.getParent());
            Path partial = file.resolveSibling(FILE + ".partial");
            Files.writeString(partial, probe + "\n", StandardCharsets.US_ASCII);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        if (!Files.readString(file, StandardCharsets.US_ASCII).strip().equals(probe)) {
            throw new StartupException(
                    file
                            + ": the root key is not the one that this proxy has worked with; its tokens would link to nothing");
        }
    }
}
