package dev.weir.endpoints.receiver;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread that touches the store. It takes what has queued up, writes it all, makes it durable with one flush per
 * log, and only then answers: group commit. After a failed flush nobody knows what is on the disk, so the store stays
 * shut until it is opened anew.
 */
final class StoreThread implements Closeable {
    private static final int MOST_TOGETHER = 256;

    private final FeedStore store;
    private final Consumer<IOException> onFailure;
    private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean failed;
    private volatile boolean closed;

    /** A piece of work. Its methods run on the store thread, and exactly one of the last two is called. */
    interface Task {
        /** Writes; the log that must be durable before {@link #committed} is added to the set. */
        default void write(FeedStore store, Set<ChunkLog> written) throws IOException {}

        /** Goes on after everything written before is durable. */
        void committed(FeedStore store) throws IOException;

        /** The store cannot do it, now or at all. */
        void failed();
    }

    /**
     * Starts the thread.
     *
     * @param onFailure told when a flush has failed and the store is shut
     */
    StoreThread(FeedStore store, Consumer<IOException> onFailure) {
        this.store = store;
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, "weir-feed-store");
        thread.start();
    }

    /** Queues a task. The callers bound what they queue. */
    void submit(Task task) {
        if (running()) {
            queue.add(task);
        } else {
            task.failed();
        }
    }

    private void run() {
        List<Task> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            batch.clear();
            try {
                Task first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, MOST_TOGETHER - 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                run(batch);
            } catch (RuntimeException e) {
                shut(new IOException("the store thread met a defect", e));
            }
        }
    }

    private void shut(IOException why) {
        failed = true;
        onFailure.accept(why);
    }

    private void run(List<Task> batch) {
        if (failed) {
            batch.forEach(Task::failed);
            return;
        }
        Set<ChunkLog> written = new LinkedHashSet<>();
        List<Task> pending = new ArrayList<>();
        for (Task task : batch) {
            try {
                task.write(store, written);
                pending.add(task);
            } catch (IOException e) {
                task.failed();
            }
        }
        try {
            for (ChunkLog log : written) {
                log.force();
            }
        } catch (IOException e) {
            shut(e);
            pending.forEach(Task::failed);
            return;
        }
        for (Task task : pending) {
            try {
                task.committed(store);
            } catch (IOException e) {
                task.failed();
            }
        }
        try {
            store.trim();
        } catch (IOException e) {
            shut(e);
        }
    }

    /** Returns whether the store works. */
    boolean running() {
        return !failed && !closed;
    }

    /** Finishes what is queued and closes the store. */
    @Override
    public void close() throws IOException {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
