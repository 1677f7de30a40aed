package dev.weir.proxy.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Remembers the last accepted file of each name on disk. */
final class AcceptedFiles {
    private final Path dir;

    AcceptedFiles(Path dir) {
        this.dir = dir;
    }

    Optional<byte[]> read(String name) throws IOException {
        Path file = dir.resolve(name);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** Remembers a file durably before anything is done with it. */
    void remember(String name, byte[] content) throws IOException {
        Optional<byte[]> before = read(name);
        if (before.isPresent() && Arrays.equals(before.get(), content)) {
            return;
        }
        Files.createDirectories(dir);
        Path partial = dir.resolve(name + ".partial");
        try (FileChannel channel = FileChannel.open(
                partial,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(partial, dir.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
