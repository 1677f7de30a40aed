package dev.weir.proxy.store;

import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSignature;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.P256;
import dev.weir.core.ledger.SignedNote;
import dev.weir.core.ledger.TlogProof;
import dev.weir.smp.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The ledger of one proxy, in a folder that it has to itself. Safe for any thread; one thread writes, takes what has
 * queued up, flushes once and then answers. After a failed write or flush nobody knows what is on the disk, so it stays
 * shut until it is opened anew.
 */
public final class Ledger implements Closeable {
    private static final long IDLE_MILLIS = 200;

    private final LedgerConfig config;
    private final Disk disk;
    private final Closeable lock;
    private final LedgerWriter writer;
    private final BlockingQueue<LedgerTask> queue;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final Thread thread;

    private enum State {
        OPEN,
        FAILED,
        CLOSED
    }

    private Ledger(LedgerConfig config, Disk disk, Closeable lock, LedgerWriter writer) {
        this.config = config;
        this.disk = disk;
        this.lock = lock;
        this.writer = writer;
        this.queue = new ArrayBlockingQueue<>(config.maxWaiting());
        this.thread = new Thread(this::run, "weir-ledger");
        thread.setDaemon(true);
    }

    /**
     * Opens a ledger, or begins one.
     *
     * @param signers keys that sign checkpoints, the one in use first
     * @throws LedgerException LOCKED where another has it, DAMAGED where its files are not as they were written
     */
    public static Ledger open(
            LedgerConfig config, Disk disk, List<NoteSigner> signers, P256 verifier, InstantSource clock)
            throws IOException, GeneralSecurityException, LedgerException {
        Closeable lock = disk.lock();
        try {
            LedgerKeys keys =
                    new LedgerKeys(signers.stream().map(NoteSigner::key).toList(), List.of());
            Recovery.Found found = new Recovery(disk, keys, verifier, config.origin()).run();
            LedgerWriter writer = new LedgerWriter(config, disk, signers, clock, found);
            writer.begin(found.checkpoint().map(c -> c.checkpoint().size()).orElse(0L));
            Ledger ledger = new Ledger(config, disk, lock, writer);
            ledger.thread.start();
            return ledger;
        } catch (IOException | GeneralSecurityException | LedgerException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Appends an entry. Entries of a release are under a signed checkpoint when the answer comes; others are flushed.
     *
     * @return ends with a {@link LedgerException} where the entry is not recorded
     */
    public CompletableFuture<DurableEntry> append(EntryDraft draft) {
        return append(draft, draft.type().isRelease());
    }

    /** Appends an entry, with or without a checkpoint before the answer. */
    public CompletableFuture<DurableEntry> append(EntryDraft draft, boolean seal) {
        return append(List.of(draft), seal).get(0);
    }

    /**
     * Appends entries with one flush, with or without a checkpoint before the answers.
     *
     * @return an answer for each; one that is not recorded does not keep the others from it
     */
    public List<CompletableFuture<DurableEntry>> append(List<EntryDraft> drafts, boolean seal) {
        List<CompletableFuture<DurableEntry>> futures = new ArrayList<>();
        drafts.forEach(draft -> futures.add(new CompletableFuture<>()));
        submit(new LedgerTask() {
            @Override
            public void write(LedgerWriter to) {
                for (int i = 0; i < drafts.size(); i++) {
                    append(to, drafts.get(i), seal, futures.get(i));
                }
            }

            @Override
            public void fail(LedgerException cause) {
                futures.forEach(future -> future.completeExceptionally(cause));
            }
        });
        return futures;
    }

    private static void append(
            LedgerWriter to, EntryDraft draft, boolean seal, CompletableFuture<DurableEntry> future) {
        try {
            if (draft.type() == EntryType.RELEASE_INTENT || draft.type() == EntryType.RELEASE_RESUMED) {
                throw new LedgerException(
                        LedgerException.Code.ENTRY, "entry " + draft.type() + ": is written by a reservation");
            }
            to.answer(future, to.add(draft, seal));
        } catch (LedgerException e) {
            future.completeExceptionally(e);
        }
    }

    /**
     * Takes a use of an attestation for a submission and records RELEASE_INTENT, both in one entry; or, where the
     * submission has its use already and goes on with the same attestation, plan and manifest, records RELEASE_RESUMED. A submission
     * is released under one attestation at a time.
     *
     * @param maxUses uses that the attestation has
     * @param intent of type RELEASE_INTENT, with all its members but jti, submission_id and use
     */
    public CompletableFuture<Reservation> reserve(String jti, String submissionId, int maxUses, EntryDraft intent) {
        CompletableFuture<Reservation> future = new CompletableFuture<>();
        submit(new LedgerTask() {
            @Override
            public void write(LedgerWriter to) throws LedgerException {
                Ledger.reserve(to, jti, submissionId, maxUses, intent, future);
            }

            @Override
            public void fail(LedgerException cause) {
                future.completeExceptionally(cause);
            }
        });
        return future;
    }

    private static void reserve(
            LedgerWriter to,
            String jti,
            String submissionId,
            int maxUses,
            EntryDraft intent,
            CompletableFuture<Reservation> future)
            throws LedgerException {
        Uses.Terms terms = new Uses.Terms(
                String.valueOf(intent.members().get("att_sha256")),
                String.valueOf(intent.members().get("plan_sha256")),
                String.valueOf(intent.members().get("manifest_sha256")));
        Uses.Wish wish = to.wish(jti, submissionId, maxUses, terms);
        EntryDraft draft = intent.with("jti", jti).with("submission_id", submissionId);
        if (wish instanceof Uses.Wish.Take take) {
            LedgerEntry entry = to.add(draft.as(EntryType.RELEASE_INTENT).with("use", take.use()), true);
            to.answer(() -> future.complete(new Reservation.Reserved(new DurableEntry(entry), take.use())));
        } else if (wish instanceof Uses.Wish.Resume resume) {
            LedgerEntry entry = to.add(draft.as(EntryType.RELEASE_RESUMED).with("use", resume.use()), true);
            to.answer(() -> future.complete(new Reservation.Resumed(new DurableEntry(entry), resume.use())));
        } else if (wish instanceof Uses.Wish.Receipt receipt) {
            to.answer(() -> future.complete(new Reservation.Completed(new DurableEntry(receipt.completed()))));
        } else if (wish instanceof Uses.Wish.Refuse refuse) {
            to.answer(() -> future.complete(new Reservation.Refused(refuse.reason())));
        }
    }

    /** Signs a checkpoint over everything appended so far, if the last one does not cover it; hourly, for example. */
    public CompletableFuture<SignedNote> seal() {
        CompletableFuture<SignedNote> future = new CompletableFuture<>();
        submit(new LedgerTask() {
            @Override
            public void write(LedgerWriter to) {
                to.seal();
                to.answer(() -> future.complete(to.checkpoint()));
            }

            @Override
            public void fail(LedgerException cause) {
                future.completeExceptionally(cause);
            }
        });
        return future;
    }

    /**
     * Adds what witnesses signed to the present checkpoint.
     *
     * @param text of the checkpoint that they signed
     * @return false where there is a newer checkpoint by now
     */
    public CompletableFuture<Boolean> cosign(String text, List<NoteSignature> cosignatures) {
        CompletableFuture<Boolean> future = new CompletableFuture<>();
        submit(new LedgerTask() {
            @Override
            public void write(LedgerWriter to) throws IOException {
                boolean merged = to.cosign(text, cosignatures);
                to.answer(() -> future.complete(merged));
            }

            @Override
            public void fail(LedgerException cause) {
                future.completeExceptionally(cause);
            }
        });
        return future;
    }

    private void submit(LedgerTask task) {
        Optional<LedgerException> shut = shut();
        if (shut.isPresent()) {
            task.fail(shut.get());
        } else if (!queue.offer(task)) {
            task.fail(
                    new LedgerException(LedgerException.Code.BUSY, "ledger: at most " + config.maxWaiting() + " wait"));
        } else if (state.get() != State.OPEN && queue.remove(task)) {
            // The writer may have ended between the two looks; then nobody else would answer.
            task.fail(shut().orElseGet(() -> new LedgerException(LedgerException.Code.CLOSED, "ledger: is open")));
        }
    }

    private Optional<LedgerException> shut() {
        State now = state.get();
        if (now == State.FAILED) {
            return Optional.of(new LedgerException(
                    LedgerException.Code.FAILED, "ledger: its disk can be written and flushed; start anew"));
        }
        return now == State.OPEN
                ? Optional.empty()
                : Optional.of(new LedgerException(LedgerException.Code.CLOSED, "ledger: is open"));
    }

    private void run() {
        List<LedgerTask> batch = new ArrayList<>();
        while (state.get() == State.OPEN || !queue.isEmpty()) {
            batch.clear();
            try {
                LedgerTask first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, config.maxBatch() - 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                state.compareAndSet(State.OPEN, State.CLOSED);
            }
            if (state.get() == State.FAILED || !write(batch)) {
                shut().ifPresent(cause -> batch.forEach(task -> task.fail(cause)));
            }
        }
    }

    private boolean write(List<LedgerTask> batch) {
        try {
            for (LedgerTask task : batch) {
                try {
                    task.write(writer);
                } catch (LedgerException e) {
                    task.fail(e);
                }
            }
            writer.commit();
            return true;
        } catch (IOException
                | GeneralSecurityException
                | LedgerException
                | LedgerFormatException
                | RuntimeException e) {
            // Whatever it was, what is on the disk is not known any more.
            state.set(State.FAILED);
            return false;
        }
    }

    /** Returns whether it accepts entries. */
    public boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /** Returns whether its disk has what must be free before anything is begun. */
    public boolean hasRoom() {
        return writer.hasRoom();
    }

    /** Returns the present checkpoint with its signatures. */
    public SignedNote checkpoint() {
        return writer.checkpoint();
    }

    /** Returns the releases that were announced and have no end, oldest first. */
    public List<OpenRelease> openReleases() {
        return writer.open();
    }

    /** Returns when an attestation was registered; entries that are not durable yet count. */
    public Optional<Instant> registered(Sha256 attestation) {
        return writer.registered(attestation.hex()).map(Instant::parse);
    }

    /**
     * Returns with which entry a submission was completed; empty while it was not, or not durably, and for one without a
     * grant also after its receipt was acknowledged.
     */
    public Optional<DurableEntry> completed(String submissionId) throws IOException {
        Optional<LedgerEntry> entry = writer.completed(submissionId);
        return entry.isPresent() && holds(entry.get()) ? entry.map(DurableEntry::new) : Optional.empty();
    }

    /** Returns the chunks that are recorded of a submission whose release is not complete. */
    public ChunkNames chunks(String submissionId) {
        return writer.chunks(submissionId);
    }

    /** Returns whether a submission is complete, durably or not yet, and the receiver has not acknowledged the receipt. */
    public boolean awaitsReceipt(String submissionId) {
        return writer.awaitsReceipt(submissionId);
    }

    /** Returns whether an entry is one of this ledger, with its number, and durable. */
    public boolean holds(LedgerEntry entry) throws IOException {
        return writer.holds(entry);
    }

    /** Returns the keys that sign checkpoints, the one in use first. */
    public List<NoteKey> keys() {
        return writer.keys();
    }

    /** Returns the proof that an entry is in the present checkpoint; empty where it is younger. */
    public Optional<TlogProof> proof(DurableEntry entry) throws IOException, LedgerFormatException {
        return writer.proof(entry.index());
    }

    /** Returns the proof that an entry is in a checkpoint of this ledger; empty where it is younger. */
    public Optional<TlogProof> proof(DurableEntry entry, SignedNote note) throws IOException, LedgerFormatException {
        return writer.proof(entry.index(), note);
    }

    /** Returns the proof that the tree of one size begins with that of another. */
    public List<Sha256> consistency(long oldSize, long size) throws IOException {
        return writer.consistency(oldSize, size);
    }

    /** Writes what is queued, and gives the folder back. */
    @Override
    public void close() throws IOException {
        // The writer is woken by a task that does nothing, so that it need not wait for the end of its look.
        boolean wake = state.compareAndSet(State.OPEN, State.CLOSED);
        while (wake && !queue.offer(LedgerTask.NOTHING)) {
            Thread.onSpinWait();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
            if (disk instanceof Closeable closeable) {
                closeable.close();
            }
        }
    }
}
