package dev.weir.loadtest.measure;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Writes four kilobytes for good a few times a second and takes the time, on a thread of its own: what a durable
 * acknowledgement costs on this disk at least, and whether the disk had moods during a run.
 */
public final class DiskProbe implements Closeable {
    private static final int BYTES = 4096;
    private static final int MOST_KEPT = 64;
    private static final long EVERY_MILLIS = 250;

    private final Path file;
    private final Thread thread = new Thread(this::run, "loadtest-disk");
    private final BlockingQueue<Double> millis = new LinkedBlockingQueue<>(MOST_KEPT);

    /** Begins, with a small file in a folder. */
    public DiskProbe(Path dir) {
        file = dir.resolve("disk-probe");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (!Thread.currentThread().isInterrupted()) {
                long from = System.nanoTime();
                channel.write(ByteBuffer.allocate(BYTES), 0);
                channel.force(true);
                double took = (System.nanoTime() - from) / 1e6;
                if (!millis.offer(took)) {
                    millis.poll();
                }
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The disk takes nothing more; the run itself will say so.
            return;
        }
    }

    /** Returns the times since this was last asked, in milliseconds. */
    public List<Double> taken() {
        List<Double> taken = new ArrayList<>();
        millis.drainTo(taken);
        return taken;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(file);
    }
}
