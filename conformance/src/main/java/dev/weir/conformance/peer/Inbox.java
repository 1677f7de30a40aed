package dev.weir.conformance.peer;

import com.google.protobuf.ByteString;
import dev.weir.smp.Sha256;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the receiver has got of one submission: raw bytes first, and what they mean. Guarded by itself. */
public final class Inbox {
    private final Map<String, StoredFile> files = new LinkedHashMap<>();
    private final List<byte[]> raw = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private volatile Script script = Script.GOOD;
    private Optional<DeliverRequest> receipt = Optional.empty();
    private volatile Runnable watch = () -> {};
    private int opens;
    private int arrivals;

    /** A chunk as it arrived. */
    public record StoredChunk(int number, List<byte[]> records, Sha256 digest, Tally tally) {}

    /** A file as far as it has arrived. */
    public static final class StoredFile {
        final List<StoredChunk> chunks = new ArrayList<>();
        final List<Open> opens = new ArrayList<>();
        Progress progress = Totals.none();
        boolean closed;
        Close close = Close.getDefaultInstance();
    }

    /** Sets how the receiver behaves from now on. */
    public void script(Script behaviour) {
        script = behaviour;
    }

    /** Returns how the receiver behaves. */
    public Script script() {
        return script;
    }

    StoredFile file(String name) {
        return files.computeIfAbsent(name, n -> new StoredFile());
    }

    synchronized void saw(byte[] message) {
        raw.add(message);
        arrivals++;
    }

    synchronized void saw(String text) {
        headers.add(text);
    }

    synchronized void found(String finding) {
        findings.add(finding);
    }

    synchronized void opened() {
        opens++;
    }

    /** Sets what is done at every arrival, before it is answered. */
    public void watch(Runnable watcher) {
        watch = watcher;
    }

    void watched() {
        watch.run();
    }

    synchronized void delivered(DeliverRequest request) {
        receipt = Optional.of(request);
        raw.add(request.toByteArray());
    }

    /** Returns the receipt that was delivered. */
    public synchronized Optional<DeliverRequest> receipt() {
        return receipt;
    }

    /** Returns everything that arrived, as it arrived. */
    public synchronized List<byte[]> raw() {
        return List.copyOf(raw);
    }

    /** Returns the headers of all calls. */
    public synchronized List<String> headers() {
        return List.copyOf(headers);
    }

    /** Returns how a proxy broke the protocol. */
    public synchronized List<String> findings() {
        return List.copyOf(findings);
    }

    /** Returns how often a stream was opened. */
    public synchronized int opens() {
        return opens;
    }

    /** Returns how many messages arrived. */
    public synchronized int arrivals() {
        return arrivals;
    }

    /** Returns the names of the files that were opened. */
    public synchronized List<String> names() {
        return List.copyOf(files.keySet());
    }

    /** Returns the chunks of a file that are stored. */
    public synchronized List<StoredChunk> chunks(String name) {
        return List.copyOf(file(name).chunks);
    }

    /** Returns all records of a file, in order. */
    public synchronized List<byte[]> records(String name) {
        return file(name).chunks.stream().flatMap(c -> c.records().stream()).toList();
    }

    /** Returns the Opens of a file. */
    public synchronized List<Open> opens(String name) {
        return List.copyOf(file(name).opens);
    }

    /** Returns the Close of a file. */
    public synchronized Close close(String name) {
        return file(name).close;
    }

    /** Returns whether a file is closed. */
    public synchronized boolean closed(String name) {
        return file(name).closed;
    }

    /** Returns what is added up for a file. */
    public synchronized Progress progress(String name) {
        return file(name).progress;
    }

    /** Forgets the last chunks of a file, as a receiver that lost its tail. */
    synchronized void lose(String name, int count) {
        StoredFile file = file(name);
        int left = Math.max(0, file.chunks.size() - count);
        file.chunks.subList(left, file.chunks.size()).clear();
        file.progress = Totals.none();
        for (StoredChunk chunk : file.chunks) {
            file.progress = Totals.append(file.progress, chunk.records().size(), chunk.digest(), chunk.tally());
        }
    }

    static ByteString digest(StoredChunk chunk) {
        return chunk.digest().toByteString();
    }
}
