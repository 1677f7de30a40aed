package dev.weir.proxy.store;

import dev.weir.core.ledger.Checkpoint;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryStamp;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSignature;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.SignedNote;
import dev.weir.core.ledger.Tile;
import dev.weir.core.ledger.TlogProof;
import dev.weir.smp.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Writes what the ledger was given, on one thread: entries into the journal, one flush, then tiles, then the checkpoint
 * where one is asked for, then the answers. After any failure it must not be used again.
 */
final class LedgerWriter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final Set<EntryType> OF_OPEN_RELEASES =
            Set.of(EntryType.RELEASE_CHUNK, EntryType.RELEASE_COMPLETED, EntryType.RELEASE_ABORTED);

    private static final Set<EntryType> BEGINNINGS =
            Set.of(EntryType.SUBMISSION_OPENED, EntryType.RELEASE_INTENT, EntryType.RELEASE_RESUMED);

    private final LedgerConfig config;
    private final Disk disk;
    private final List<NoteSigner> signers;
    private final InstantSource clock;
    private final TreeFiles tree;
    private final Uses uses;
    private final List<byte[]> written = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private String lastTime;
    private long journalLength;
    private long journalBase;
    private boolean sealing;
    private volatile Optional<SignedNote> checkpoint;

    LedgerWriter(LedgerConfig config, Disk disk, List<NoteSigner> signers, InstantSource clock, Recovery.Found found) {
        this.config = config;
        this.disk = disk;
        this.signers = List.copyOf(signers);
        this.clock = clock;
        this.tree = found.tree();
        this.uses = found.uses();
        this.lastTime = found.lastTime();
        this.journalLength = found.journalLength();
        this.checkpoint = found.checkpoint().map(verified -> verified.note());
    }

    /** Makes the files of a new ledger, or signs what the last run flushed and did not sign. */
    void begin(long covered) throws IOException, GeneralSecurityException {
        if (checkpoint.isEmpty() || covered < tree.size()) {
            sign();
        } else {
            tree.writePartials();
        }
        if (journalLength == 0) {
            disk.replace(Journal.PATH, Journal.head(0));
            journalLength = Journal.HEAD;
        }
        rotateJournal();
    }

    SignedNote checkpoint() {
        return checkpoint.orElseThrow(() -> new IllegalStateException("ledger: is open and has a checkpoint"));
    }

    List<OpenRelease> open() {
        synchronized (uses) {
            return uses.open();
        }
    }

    /** Adds an entry to what will be flushed; the answer is given after that. */
    LedgerEntry add(EntryDraft draft, boolean seal) throws LedgerException {
        requireInOrder(draft);
        requireRoom(draft);
        Instant now = clock.instant();
        String time = TIME.format(now);
        EntryDraft dated = draft;
        if (time.compareTo(lastTime) < 0) {
            Duration behind = Duration.between(now, Instant.parse(lastTime));
            if (draft.type().isRelease() && behind.compareTo(config.maxClockBehind()) > 0) {
                throw new LedgerException(
                        LedgerException.Code.CLOCK, "clock: is not further behind the last entry than is allowed");
            }
            dated = draft.with("clock_behind_ms", behind.toMillis());
            time = lastTime;
        }
        long seq = tree.size() + written.size();
        LedgerEntry entry;
        try {
            entry = LedgerEntry.of(new EntryStamp(seq, time, config.state(), config.software()), dated);
        } catch (LedgerFormatException e) {
            throw new LedgerException(LedgerException.Code.ENTRY, String.valueOf(e.getMessage()));
        }
        lastTime = time;
        written.add(entry.leaf());
        sealing |= seal;
        synchronized (uses) {
            uses.apply(entry);
        }
        return entry;
    }

    /** What has begun may use the last of the disk, so that it comes to its end; nothing new may. */
    private void requireRoom(EntryDraft draft) throws LedgerException {
        // A sum says what has begun already.
        boolean begins = BEGINNINGS.contains(draft.type()) && !draft.members().containsKey("count");
        if (begins && !hasRoom()) {
            throw new LedgerException(
                    LedgerException.Code.SPACE,
                    "ledger: its disk has " + (config.minFreeBytes() >> 20) + " MiB free before anything is begun");
        }
    }

    boolean hasRoom() {
        return config.minFreeBytes() == 0 || disk.free() >= config.minFreeBytes();
    }

    /** No chunk and no end without an announced release that has no end. */
    private void requireInOrder(EntryDraft draft) throws LedgerException {
        String submission = String.valueOf(draft.members().get("submission_id"));
        boolean refused;
        synchronized (uses) {
            refused = OF_OPEN_RELEASES.contains(draft.type()) && !uses.isOpen(submission);
        }
        if (refused) {
            throw new LedgerException(
                    LedgerException.Code.ENTRY, "entry " + draft.type() + ": is of a release that has no end");
        }
    }

    Optional<LedgerEntry> completed(String submissionId) {
        synchronized (uses) {
            return uses.completed(submissionId);
        }
    }

    ChunkNames chunks(String submissionId) {
        synchronized (uses) {
            return uses.chunks(submissionId);
        }
    }

    boolean awaitsReceipt(String submissionId) {
        synchronized (uses) {
            return uses.awaitsReceipt(submissionId);
        }
    }

    boolean holds(LedgerEntry entry) throws IOException {
        return tree.leafHash(entry.seq()).equals(Optional.of(entry.hash()));
    }

    Optional<String> registered(String attestation) {
        synchronized (uses) {
            return uses.registered(attestation);
        }
    }

    List<NoteKey> keys() {
        return signers.stream().map(NoteSigner::key).toList();
    }

    Uses.Wish wish(String jti, String submissionId, int maxUses, Uses.Terms terms) {
        Instant now = clock.instant();
        Instant last = lastTime.isEmpty() ? now : Instant.parse(lastTime);
        synchronized (uses) {
            return uses.wish(jti, submissionId, maxUses, terms, now.isBefore(last) ? last : now);
        }
    }

    /** Keeps an answer until what was added is durable. */
    void answer(Runnable answer) {
        answers.add(answer);
    }

    /** Keeps an answer until what was added is durable. */
    void answer(CompletableFuture<DurableEntry> future, LedgerEntry entry) {
        answers.add(() -> future.complete(new DurableEntry(entry)));
    }

    /** Asks for a checkpoint after what was added. */
    void seal() {
        sealing = true;
    }

    /** Flushes, signs where that was asked for, and answers. */
    void commit() throws IOException, GeneralSecurityException, LedgerException {
        if (!written.isEmpty()) {
            byte[] records = Journal.records(tree.size(), written);
            disk.append(Journal.PATH, journalLength, records);
            disk.force(Journal.PATH);
            journalLength += records.length;
            for (byte[] leaf : written) {
                tree.append(leaf, TreeFiles.Keeping.WRITE);
            }
            written.clear();
        }
        if (sealing) {
            sign();
            sealing = false;
        }
        List<Runnable> now = List.copyOf(answers);
        answers.clear();
        now.forEach(Runnable::run);
        rotateJournal();
    }

    private void sign() throws IOException, GeneralSecurityException {
        Checkpoint state = new Checkpoint(config.origin(), tree.size(), tree.root());
        if (checkpoint.isPresent() && checkpoint.get().text().equals(state.text())) {
            return;
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (NoteSigner signer : signers) {
            signatures.add(NoteSignature.sign(state.text(), signer));
        }
        tree.writePartials();
        put(new SignedNote(state.text(), signatures));
    }

    private void put(SignedNote note) throws IOException {
        disk.replace(Recovery.CHECKPOINT, note.render().getBytes(StandardCharsets.UTF_8));
        checkpoint = Optional.of(note);
    }

    /** Adds cosignatures of the present checkpoint; those of an older one come too late and say nothing about it. */
    boolean cosign(String text, List<NoteSignature> cosignatures) throws IOException {
        SignedNote now = checkpoint();
        if (!now.text().equals(text)) {
            return false;
        }
        put(now.with(cosignatures));
        return true;
    }

    /** Begins the journal anew with the entries of the open bundle, once bundles and tiles are durable. */
    private void rotateJournal() throws IOException {
        long base = tree.size() / Tile.FULL * Tile.FULL;
        if (base - journalBase < config.journalEntries()) {
            return;
        }
        tree.force();
        byte[] head = Journal.head(base);
        byte[] records = Journal.records(base, tree.openBundle());
        byte[] journal = new byte[head.length + records.length];
        System.arraycopy(head, 0, journal, 0, head.length);
        System.arraycopy(records, 0, journal, head.length, records.length);
        disk.replace(Journal.PATH, journal);
        journalLength = journal.length;
        journalBase = base;
    }

    /** Returns the proof that an entry is in the tree of the present checkpoint. */
    Optional<TlogProof> proof(long index) throws IOException, LedgerFormatException {
        return proof(index, checkpoint());
    }

    /** Returns the proof that an entry is in the tree of a checkpoint of this ledger. */
    Optional<TlogProof> proof(long index, SignedNote note) throws IOException, LedgerFormatException {
        long size = Checkpoint.read(note.text()).size();
        return index < size ? Optional.of(new TlogProof(index, tree.inclusion(index, size), note)) : Optional.empty();
    }

    List<Sha256> consistency(long oldSize, long size) throws IOException {
        return tree.consistency(oldSize, size);
    }
}
