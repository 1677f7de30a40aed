package dev.weir.proxy.store;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk with a page cache that forgets. What was not forced may be lost at a crash, whole or in part; a name that was
 * not forced may be lost with its file. After a number of operations every further one fails.
 */
final class MemoryDisk implements Disk {
    private Map<String, byte[]> files = new TreeMap<>();
    private Map<String, byte[]> durable = new TreeMap<>();
    private final Set<String> locked = new HashSet<>();
    private int operations;
    private int limit = Integer.MAX_VALUE;
    private volatile long free = Long.MAX_VALUE;

    /** Leaves so many bytes free. */
    void leaveFree(long bytes) {
        free = bytes;
    }

    @Override
    public long free() {
        return free;
    }

    /** Lets all operations from a number on fail. */
    void failFrom(int operation) {
        limit = operation;
    }

    /** Returns the bytes of a file themselves, to be changed by a test. */
    byte[] content(String path) {
        byte[] content = files.get(path);
        if (content == null) {
            throw new AssertionError(path + ": exists");
        }
        return content;
    }

    int operations() {
        return operations;
    }

    Map<String, byte[]> files() {
        return files;
    }

    /** Returns the disk after a power loss: what was forced, and of the rest what chance leaves. */
    MemoryDisk crash(Random random) {
        MemoryDisk after = new MemoryDisk();
        durable.forEach((path, content) -> after.files.put(path, content.clone()));
        files.forEach((path, content) -> {
            byte[] kept = durable.get(path);
            if (kept != null
                    && content.length > kept.length
                    && Arrays.equals(Arrays.copyOf(content, kept.length), kept)) {
                int more = random.nextInt(content.length - kept.length + 1);
                byte[] torn = Arrays.copyOf(content, kept.length + more);
                if (more > 0 && random.nextInt(3) == 0) {
                    torn[kept.length + random.nextInt(more)] ^= 1;
                }
                after.files.put(path, torn);
            } else if (kept == null && random.nextBoolean()) {
                after.files.put(path, Arrays.copyOf(content, random.nextInt(content.length + 1)));
            }
        });
        after.durable = copy(after.files);
        return after;
    }

    /** Returns a disk with the same files, all of them durable. */
    MemoryDisk copy() {
        MemoryDisk copy = new MemoryDisk();
        copy.files = copy(files);
        copy.durable = copy(files);
        return copy;
    }

    private static Map<String, byte[]> copy(Map<String, byte[]> files) {
        Map<String, byte[]> copy = new TreeMap<>();
        files.forEach((path, content) -> copy.put(path, content.clone()));
        return copy;
    }

    private void step() throws IOException {
        if (operations++ >= limit) {
            throw new IOException("memory disk: input/output error");
        }
    }

    private byte[] file(String path) throws IOException {
        byte[] content = files.get(path);
        if (content == null) {
            throw new NoSuchFileException(path);
        }
        return content;
    }

    @Override
    public synchronized Closeable lock() throws LedgerException {
        if (!locked.add("lock")) {
            throw new LedgerException(LedgerException.Code.LOCKED, "memory: is used by one process at a time");
        }
        return () -> locked.remove("lock");
    }

    @Override
    public synchronized boolean exists(String path) {
        return files.containsKey(path);
    }

    @Override
    public synchronized long size(String path) throws IOException {
        return file(path).length;
    }

    @Override
    public synchronized byte[] read(String path) throws IOException {
        return file(path).clone();
    }

    @Override
    public synchronized byte[] read(String path, long offset, int length) throws IOException {
        return Arrays.copyOfRange(file(path), (int) offset, (int) offset + length);
    }

    @Override
    public synchronized List<String> list(String directory) {
        List<String> paths = new ArrayList<>(files.keySet());
        paths.removeIf(path -> !path.startsWith(directory + "/"));
        return paths;
    }

    @Override
    public synchronized void write(String path, byte[] content) throws IOException {
        step();
        files.put(path, content.clone());
    }

    @Override
    public synchronized void append(String path, long offset, byte[] content) throws IOException {
        step();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(files.getOrDefault(path, new byte[0]), (int) offset));
        out.writeBytes(content);
        files.put(path, out.toByteArray());
    }

    @Override
    public synchronized void truncate(String path, long length) throws IOException {
        step();
        files.put(path, Arrays.copyOf(file(path), (int) length));
    }

    @Override
    public synchronized void force(String path) throws IOException {
        step();
        durable.put(path, file(path).clone());
    }

    @Override
    public synchronized void forceName(String path) throws IOException {
        step();
    }

    @Override
    public synchronized void move(String from, String to) throws IOException {
        step();
        files.put(to, file(from));
        files.remove(from);
        byte[] content = durable.remove(from);
        if (content != null) {
            durable.put(to, content);
        }
    }

    @Override
    public synchronized void delete(String path) throws IOException {
        step();
        files.remove(path);
        durable.remove(path);
    }
}
