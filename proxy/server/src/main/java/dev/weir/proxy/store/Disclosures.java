package dev.weir.proxy.store;

import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.AccountingProof;
import dev.weir.core.ledger.AccountingTree;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.ReleasedClasses;
import dev.weir.core.token.AccountingTag;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All releases of a ledger, and which of them one person was in: the accounting of 45 CFR 164.528. */
public final class Disclosures {
    private final Accounting accounting;
    private final List<Release> releases;
    private final Map<String, ChunkNames> chunks;
    private final Map<String, String> suspended;

    private Disclosures(
            Accounting accounting,
            List<Release> releases,
            Map<String, ChunkNames> chunks,
            Map<String, String> suspended) {
        this.accounting = accounting;
        this.releases = releases;
        this.chunks = chunks;
        this.suspended = suspended;
    }

    /**
     * One release.
     *
     * @param intent RELEASE_INTENT
     * @param completed RELEASE_COMPLETED of its submission, whose people are those of all its releases; empty where there
     *     is none
     */
    public record Release(LedgerEntry intent, Optional<LedgerEntry> completed) {
        /** Returns the id of the submission. */
        public String submissionId() {
            return intent.text("submission_id");
        }
    }

    /** Makes the tag of the person who is looked for. */
    @FunctionalInterface
    public interface Tagger {
        /** Returns the tag in one submission. */
        AccountingTag tag(String submissionId) throws GeneralSecurityException;
    }

    /**
     * What was found about one person in one release.
     *
     * @param classes that left raw or generalized; empty where the person was not in it
     * @param proof holds against the root in RELEASE_COMPLETED; empty for a release that has none
     */
    public record Finding(Release release, boolean in, Set<FieldClass> classes, Optional<AccountingProof> proof) {
        public Finding {
            classes = Set.copyOf(classes);
        }
    }

    /** Reads the releases of a ledger. */
    public static Disclosures read(LedgerFolder folder, Disk disk) throws IOException, LedgerFormatException {
        List<LedgerEntry> intents = new ArrayList<>();
        Map<String, ChunkNames> chunks = new LinkedHashMap<>();
        Map<String, LedgerEntry> ends = new LinkedHashMap<>();
        Map<String, String> suspended = new LinkedHashMap<>();
        folder.forEach(entry -> {
            if (entry.type() == EntryType.RELEASE_INTENT) {
                intents.add(entry);
            } else if (entry.type() == EntryType.RELEASE_COMPLETED) {
                ends.put(entry.text("submission_id"), entry);
                chunks.remove(entry.text("submission_id"));
            } else if (entry.type() == EntryType.RELEASE_CHUNK) {
                chunks.computeIfAbsent(entry.text("submission_id"), id -> ChunkNames.none())
                        .add(entry);
            } else if (entry.type() == EntryType.ACCOUNTING_SUSPENDED) {
                suspended.put(entry.text("recipient"), entry.text("until"));
            }
        });
        List<Release> releases = new ArrayList<>();
        for (LedgerEntry intent : intents) {
            releases.add(new Release(intent, Optional.ofNullable(ends.get(intent.text("submission_id")))));
        }
        return new Disclosures(new Accounting(disk), releases, chunks, suspended);
    }

    /** Returns all releases, oldest first. */
    public List<Release> releases() {
        return List.copyOf(releases);
    }

    /** Returns until when the accounting to a recipient is suspended, as a date; empty where it never was. */
    public Optional<String> suspendedUntil(Release release) {
        return Optional.ofNullable(suspended.get(release.intent().text("recipient")));
    }

    /**
     * Looks for one person in one release.
     *
     * @throws LedgerFormatException where the accounting is not what the ledger names, so that nothing can be said
     */
    public Finding find(Release release, Tagger tagger)
            throws IOException, GeneralSecurityException, LedgerFormatException {
        String id = release.submissionId();
        AccountingTag tag = tagger.tag(id);
        if (release.completed().isEmpty()) {
            return findInChunks(release, tag);
        }
        LedgerEntry end = release.completed().get();
        Optional<SortedLeaves> subjects = accounting.subjects(id);
        Optional<Sha256> root = end.digest("subjects_root");
        String place = "accounting/" + id;
        if (subjects.isEmpty() || root.isEmpty()) {
            throw new LedgerFormatException(place, "is kept, as entry " + end.seq() + " names it");
        }
        AccountingProof proof = new AccountingTree(subjects.get()).find(tag);
        return switch (proof.verify(tag, end.whole("subjects_count"), root.get())) {
            case IN ->
                new Finding(
                        release,
                        true,
                        ReleasedClasses.of(proof.places().get(0).leaf().mask()),
                        Optional.of(proof));
            case NOT_IN -> new Finding(release, false, Set.of(), Optional.of(proof));
            case NOTHING -> throw new LedgerFormatException(place, "is what entry " + end.seq() + " names");
        };
    }

    /** A release that did not complete has no tree; its chunks are searched one by one. */
    private Finding findInChunks(Release release, AccountingTag tag) throws IOException, LedgerFormatException {
        List<AccountingLeaf> found = new ArrayList<>();
        ChunkNames missing =
                chunks.getOrDefault(release.submissionId(), ChunkNames.none()).copy();
        accounting.forEachChunk(release.submissionId(), chunk -> {
            missing.found(chunk);
            for (int at = 0; at < chunk.leaves().length; at += AccountingLeaf.BYTES) {
                AccountingLeaf leaf = AccountingLeaf.read(chunk.leaves(), at);
                if (leaf.tag().equals(tag)) {
                    found.add(leaf);
                }
            }
        });
        if (!missing.isEmpty()) {
            throw new LedgerFormatException(
                    "accounting/" + release.submissionId(), "holds every chunk that the ledger names");
        }
        int mask = found.stream().mapToInt(AccountingLeaf::mask).reduce(0, (a, b) -> a | b);
        return new Finding(release, !found.isEmpty(), ReleasedClasses.of(mask), Optional.empty());
    }
}
