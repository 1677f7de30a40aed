package dev.weir.proxy.store;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which uses of which attestations are taken, and which releases are open. Made from the entries and from nothing else,
 * so it cannot disagree with them. Confined to one thread.
 */
final class Uses {
    private final Map<Key, Release> releases = new LinkedHashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, String> registered = new HashMap<>();

    private record Key(String jti, String submissionId) {}

    private record Release(int use, long intent, String attestation, String plan, long expires, boolean open) {
        Release ended() {
            return new Release(use, intent, attestation, plan, expires, false);
        }
    }

    /** What a wish to release comes to. */
    sealed interface Wish {
        /** The next use is taken. */
        record Take(int use) implements Wish {}

        /** The release goes on. */
        record Resume(int use) implements Wish {}

        /** Nothing. */
        record Refuse(Reservation.Reason reason) implements Wish {}
    }

    Wish wish(String jti, String submissionId, int maxUses, String attestation, String plan) {
        Optional<Release> release = Optional.ofNullable(releases.get(new Key(jti, submissionId)));
        if (release.isEmpty()) {
            int next = taken.getOrDefault(jti, 0) + 1;
            return next <= maxUses ? new Wish.Take(next) : new Wish.Refuse(Reservation.Reason.REPLAY);
        }
        if (!release.get().open()) {
            return new Wish.Refuse(Reservation.Reason.REPLAY);
        }
        boolean same = release.get().attestation().equals(attestation)
                && release.get().plan().equals(plan);
        return same ? new Wish.Resume(release.get().use()) : new Wish.Refuse(Reservation.Reason.PLAN_CHANGED);
    }

    void apply(LedgerEntry entry) {
        if (entry.type() == EntryType.RELEASE_INTENT) {
            String jti = entry.text("jti");
            taken.merge(jti, 1, Integer::sum);
            releases.put(
                    new Key(jti, entry.text("submission_id")),
                    new Release(
                            (int) entry.whole("use"),
                            entry.seq(),
                            entry.text("att_sha256"),
                            entry.text("plan_sha256"),
                            entry.whole("expires"),
                            true));
        } else if (entry.type() == EntryType.RELEASE_COMPLETED || entry.type() == EntryType.RELEASE_ABORTED) {
            String submission = entry.text("submission_id");
            releases.replaceAll((key, release) -> key.submissionId().equals(submission) ? release.ended() : release);
        } else if (entry.type() == EntryType.ATTESTATION_REGISTERED) {
            registered.putIfAbsent(entry.text("att_sha256"), entry.time());
        }
    }

    /** Returns the time of the first entry that registered an attestation. */
    Optional<String> registered(String attestation) {
        return Optional.ofNullable(registered.get(attestation));
    }

    List<OpenRelease> open() {
        List<OpenRelease> open = new ArrayList<>();
        releases.forEach((key, release) -> {
            if (release.open()) {
                open.add(new OpenRelease(
                        key.jti(), key.submissionId(), release.intent(), release.use(), release.expires()));
            }
        });
        return open;
    }
}
