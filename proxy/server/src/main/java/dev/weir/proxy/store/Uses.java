package dev.weir.proxy.store;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.smp.Manifests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which uses of which attestations are taken, which releases are open, and which submissions lack their receipt. Made from
 * the entries and from nothing else, so it cannot disagree with them. Confined to one thread.
 */
final class Uses {
    /** How often a release may be resumed in an hour beyond once for every file of its submission. */
    static final int RESUMED_AN_HOUR = 120;

    /** Most submissions without a grant that may wait for their receipt; the oldest is forgotten first. */
    static final int UNRECEIPTED = 1_000;

    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<Key, Release> releases = new LinkedHashMap<>();

    /** Submissions without a grant that are complete and whose receipt nobody has acknowledged, the oldest first. */
    private final Map<String, LedgerEntry> unreceipted = new LinkedHashMap<>();

    private final Map<String, Key> latest = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, String> registered = new HashMap<>();
    private final Map<String, ChunkNames> chunks = new HashMap<>();

    private record Key(String jti, String submissionId) {}

    private static final Key NO_RELEASE = new Key("", "");

    private record Release(
            int use,
            long intent,
            Terms terms,
            long expires,
            Resumptions resumed,
            Optional<LedgerEntry> completed,
            Stage stage) {
        Release at(Stage next, Optional<LedgerEntry> end) {
            return new Release(use, intent, terms, expires, resumed, end, next);
        }

        /** A release that goes on under fresh approvals lasts as long as they do. */
        /** A chunk makes up for a resumption: a line that is cut often and still gets on is no flood. */
        Release progressed() {
            return resumed.count() == 0
                    ? this
                    : new Release(use, intent, terms, expires, resumed.less(), completed, stage);
        }

        Release resumed(LedgerEntry entry) {
            long until = Math.max(expires, entry.members().whole("expires").orElse(expires));
            return new Release(use, intent, terms, until, resumed.with(entry), completed, stage);
        }
    }

    /**
     * How often a release was resumed in an hour.
     *
     * @param most how often it may be
     * @param since when the hour began
     * @param count entries in it
     */
    private record Resumptions(long most, Instant since, long count) {
        /** Every file of the submission is a stream of its own, and each but the first resumes the release. */
        static Resumptions none(LedgerEntry intent) {
            long files = intent.members().whole("files").orElse((long) Manifests.MAX_FILES);
            return new Resumptions(files + RESUMED_AN_HOUR, Instant.EPOCH, 0);
        }

        Resumptions less() {
            return new Resumptions(most, since, count - 1);
        }

        Resumptions with(LedgerEntry entry) {
            Instant time = Instant.parse(entry.time());
            return isOver(time) ? new Resumptions(most, time, 1) : new Resumptions(most, since, count + 1);
        }

        boolean allowOneAt(Instant time) {
            return isOver(time) || count < most;
        }

        private boolean isOver(Instant time) {
            return !time.isBefore(since.plus(HOUR));
        }
    }

    /**
     * What a release is bound to: another of any of them is another release.
     *
     * @param attestation digest of the attestation
     * @param plan digest of the plan
     * @param manifest digest of the manifest of the files
     */
    record Terms(String attestation, String plan, String manifest) {}

    private enum Stage {
        /** Announced, and not ended. */
        OPEN,
        /** Complete at the receiver, which has not acknowledged the receipt. */
        COMPLETED,
        /** Aborted, or complete to the last receipt. */
        ENDED
    }

    /** What a wish to release comes to. */
    sealed interface Wish {
        /** The next use is taken. */
        record Take(int use) implements Wish {}

        /** The release goes on. */
        record Resume(int use) implements Wish {}

        /** The release is complete but for its receipt. */
        record Receipt(LedgerEntry completed) implements Wish {}

        /** Nothing. */
        record Refuse(Reservation.Reason reason) implements Wish {}
    }

    /**
     * Returns what a wish comes to.
     *
     * @param now time that the next entry will have
     */
    Wish wish(String jti, String submissionId, int maxUses, Terms terms, Instant now) {
        Optional<Release> release = Optional.ofNullable(releases.get(new Key(jti, submissionId)));
        boolean underAnother = running(submissionId).isPresent() && release.isEmpty();
        if (underAnother) {
            return new Wish.Refuse(Reservation.Reason.PLAN_CHANGED);
        }
        if (release.isEmpty()) {
            int next = taken.getOrDefault(jti, 0) + 1;
            return next <= maxUses ? new Wish.Take(next) : new Wish.Refuse(Reservation.Reason.REPLAY);
        }
        if (release.get().stage() == Stage.ENDED) {
            return new Wish.Refuse(Reservation.Reason.REPLAY);
        }
        if (!release.get().terms().equals(terms)) {
            return new Wish.Refuse(Reservation.Reason.PLAN_CHANGED);
        }
        if (release.get().completed().isPresent()) {
            return new Wish.Receipt(release.get().completed().get());
        }
        return release.get().resumed().allowOneAt(now)
                ? new Wish.Resume(release.get().use())
                : new Wish.Refuse(Reservation.Reason.RESUMED_TOO_OFTEN);
    }

    private Optional<Release> running(String submissionId) {
        return Optional.ofNullable(latest.get(submissionId)).map(releases::get).filter(r -> r.stage() != Stage.ENDED);
    }

    /** Returns whether chunks of a submission may be recorded: its release is announced and has no end. */
    boolean isOpen(String submissionId) {
        return running(submissionId).filter(r -> r.stage() == Stage.OPEN).isPresent();
    }

    /**
     * Returns with which entry a submission was completed. One without a grant is forgotten when its receipt is
     * acknowledged, so that memory does not grow with every submission.
     */
    Optional<LedgerEntry> completed(String submissionId) {
        return completedRelease(submissionId).or(() -> Optional.ofNullable(unreceipted.get(submissionId)));
    }

    private Optional<LedgerEntry> completedRelease(String submissionId) {
        return Optional.ofNullable(latest.get(submissionId)).map(releases::get).flatMap(Release::completed);
    }

    void apply(LedgerEntry entry) {
        if (entry.type() == EntryType.RELEASE_INTENT) {
            String jti = entry.text("jti");
            taken.merge(jti, 1, Integer::sum);
            Key key = new Key(jti, entry.text("submission_id"));
            latest.put(key.submissionId(), key);
            releases.put(
                    key,
                    new Release(
                            (int) entry.whole("use"),
                            entry.seq(),
                            new Terms(
                                    entry.text("att_sha256"), entry.text("plan_sha256"), entry.text("manifest_sha256")),
                            entry.whole("expires"),
                            Resumptions.none(entry),
                            Optional.empty(),
                            Stage.OPEN));
        } else if (entry.type() == EntryType.RELEASE_CHUNK) {
            chunks.computeIfAbsent(entry.text("submission_id"), id -> ChunkNames.none())
                    .add(entry);
            releases.computeIfPresent(
                    latest.getOrDefault(entry.text("submission_id"), NO_RELEASE),
                    (key, release) -> release.progressed());
        } else if (entry.type() == EntryType.RELEASE_RESUMED) {
            releases.computeIfPresent(
                    new Key(entry.text("jti"), entry.text("submission_id")), (key, release) -> release.resumed(entry));
        } else if (entry.type() == EntryType.RELEASE_COMPLETED) {
            chunks.remove(entry.text("submission_id"));
            end(entry, Stage.COMPLETED, Optional.of(entry));
        } else if (entry.type() == EntryType.RELEASE_ABORTED) {
            end(entry, Stage.ENDED, Optional.empty());
        } else if (entry.type() == EntryType.SUBMISSION_COMPLETED) {
            // The latest: an earlier one whose acknowledgement was not kept can never get its receipt.
            unreceipted.remove(entry.text("submission_id"));
            unreceipted.put(entry.text("submission_id"), entry);
            if (unreceipted.size() > UNRECEIPTED) {
                unreceipted.remove(unreceipted.keySet().iterator().next());
            }
        } else if (entry.type() == EntryType.RECEIPT_ACK) {
            unreceipted.remove(entry.text("submission_id"));
            end(entry, Stage.ENDED, completedRelease(entry.text("submission_id")));
        } else if (entry.type() == EntryType.ATTESTATION_REGISTERED) {
            registered.putIfAbsent(entry.text("att_sha256"), entry.time());
        }
    }

    private void end(LedgerEntry entry, Stage stage, Optional<LedgerEntry> completed) {
        releases.computeIfPresent(
                latest.getOrDefault(entry.text("submission_id"), NO_RELEASE),
                (key, release) -> release.at(stage, completed));
    }

    /** Returns the time of the first entry that registered an attestation. */
    Optional<String> registered(String attestation) {
        return Optional.ofNullable(registered.get(attestation));
    }

    /** Returns the recorded chunks of a submission that is not complete, also those of a release that was aborted. */
    ChunkNames chunks(String submissionId) {
        return chunks.getOrDefault(submissionId, ChunkNames.none()).copy();
    }

    /** Returns whether a submission is complete, and the receiver has not acknowledged the receipt. */
    boolean awaitsReceipt(String submissionId) {
        return unreceipted.containsKey(submissionId)
                || running(submissionId)
                        .filter(r -> r.stage() == Stage.COMPLETED)
                        .isPresent();
    }

    List<OpenRelease> open() {
        List<OpenRelease> open = new ArrayList<>();
        releases.forEach((key, release) -> {
            if (release.stage() == Stage.OPEN) {
                open.add(new OpenRelease(
                        key.jti(), key.submissionId(), release.intent(), release.use(), release.expires()));
            }
        });
        return open;
    }
}
