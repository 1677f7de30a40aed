package dev.weir.proxy.store;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of the file system. */
public final class FileDisk implements Disk, Closeable {
    private static final String LOCK = "lock";

    private final Path root;
    private final Map<String, FileChannel> open = new HashMap<>();

    /** Uses a folder; it is made when something is written. */
    public FileDisk(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Returns the folder. */
    public Path root() {
        return root;
    }

    private Path path(String path) throws IOException {
        Path resolved = root.resolve(path).normalize();
        if (!resolved.startsWith(root) || Files.isSymbolicLink(resolved)) {
            throw new IOException(path + ": lies in the folder of the ledger and is not a link");
        }
        return resolved;
    }

    @Override
    public Closeable lock() throws IOException, LedgerException {
        Files.createDirectories(root);
        FileChannel channel = FileChannel.open(path(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process; refused as below.
        }
        channel.close();
        throw new LedgerException(LedgerException.Code.LOCKED, root + ": is used by one process at a time");
    }

    @Override
    public boolean exists(String path) {
        return Files.isRegularFile(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public long size(String path) throws IOException {
        return Files.size(path(path));
    }

    @Override
    public byte[] read(String path) throws IOException {
        return Files.readAllBytes(path(path));
    }

    @Override
    public byte[] read(String path, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (RandomAccessFile file = new RandomAccessFile(path(path).toFile(), "r")) {
            file.seek(offset);
            file.readFully(bytes);
        }
        return bytes;
    }

    @Override
    public List<String> list(String directory) throws IOException {
        Path top = path(directory);
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(top)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        Path target = path(path);
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        release(path);
        try (FileChannel channel = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            fill(channel, 0, content);
        }
    }

    private static void fill(FileChannel channel, long offset, byte[] content) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(content);
        while (source.hasRemaining()) {
            channel.write(source, offset + source.position());
        }
    }

    private synchronized FileChannel channel(String path) throws IOException {
        FileChannel channel = open.get(path);
        if (channel == null) {
            Path target = path(path);
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            channel = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            open.put(path, channel);
        }
        return channel;
    }

    private synchronized void release(String path) throws IOException {
        FileChannel channel = open.remove(path);
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void append(String path, long offset, byte[] content) throws IOException {
        fill(channel(path), offset, content);
    }

    @Override
    public void truncate(String path, long length) throws IOException {
        channel(path).truncate(length);
    }

    @Override
    public void force(String path) throws IOException {
        FileChannel kept;
        synchronized (this) {
            kept = open.get(path);
        }
        if (kept == null) {
            try (FileChannel channel = FileChannel.open(path(path), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return;
        }
        kept.force(false);
        // A file that was deleted or exchanged under way can be written and flushed, and is lost all the same.
        if (Files.size(path(path)) != kept.size()) {
            throw new IOException(path + ": is the file that was opened");
        }
    }

    @Override
    public void forceName(String path) throws IOException {
        Path directory = path(path).getParent();
        while (directory != null && directory.startsWith(root)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
            directory = directory.getParent();
        }
    }

    @Override
    public void move(String from, String to) throws IOException {
        release(from);
        release(to);
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String path) throws IOException {
        release(path);
        Files.deleteIfExists(path(path));
    }

    @Override
    public long free() {
        File folder = root.toFile();
        // Some file systems do not tell, and one that is too large to count wraps round.
        boolean known = folder.getTotalSpace() > 0 && folder.getUsableSpace() >= 0;
        return known ? folder.getUsableSpace() : Long.MAX_VALUE;
    }

    @Override
    public synchronized void close() throws IOException {
        for (FileChannel channel : open.values()) {
            channel.close();
        }
        open.clear();
    }
}
