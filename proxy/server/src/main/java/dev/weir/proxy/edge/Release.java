package dev.weir.proxy.edge;

import dev.weir.core.attestation.BundleCheck;
import dev.weir.core.attestation.DenialCode;
import dev.weir.core.attestation.Grant;
import dev.weir.core.attestation.Verdict;
import dev.weir.core.ledger.AccountingLeaf;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.ReleasedClasses;
import dev.weir.core.minimize.Minimized;
import dev.weir.core.token.AccountingKey;
import dev.weir.proxy.store.Accounting;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.FieldClass;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The release of one stream: checked again before every chunk, and every chunk recorded before it leaves. Used under the
 * lock of its stream.
 */
final class Release {
    private final Releasing releasing;
    private final Grant grant;
    private final ChunkRecorder recorder;
    private final AccountingKey accountingKey;
    private final DurableEntry entry;
    private final Map<Integer, Integer> masks = new HashMap<>();

    Release(Releasing releasing, Grant grant, ChunkRecorder recorder, AccountingKey accountingKey, DurableEntry entry) {
        this.releasing = releasing;
        this.grant = grant;
        this.recorder = recorder;
        this.accountingKey = accountingKey;
        this.entry = entry;
    }

    Grant grant() {
        return grant;
    }

    /** Returns the index of the entry under which the stream releases. */
    long index() {
        return entry.index();
    }

    /** Checks that the release may go on: expiry, keys, revocation and holds, against what is in force now. */
    void requireAllowed() throws RefusedException {
        if (entry.entry().type() == EntryType.RELEASE_COMPLETED) {
            throw Denials.refused(
                    new Verdict.Denied(DenialCode.REPLAY, "chunk", "is of a release that is not complete already"));
        }
        BundleCheck check = releasing
                .checks()
                .get()
                .orElseThrow(() -> new RefusedException(
                        ReasonCode.REASON_CODE_STALE, "policy", "can be read and has not expired"));
        Optional<Verdict.Denied> denied = check.recheck(grant, releasing.clock().instant());
        if (denied.isPresent()) {
            throw Denials.refused(denied.get());
        }
    }

    /**
     * Checks that a file may be closed: what must not go on must not be completed either, because the receiver publishes
     * nothing before that. A release that is complete and lacks its receipt only may have it.
     */
    void requireMayEnd() throws RefusedException {
        if (entry.entry().type() != EntryType.RELEASE_COMPLETED) {
            requireAllowed();
        }
    }

    /**
     * Records a chunk: first who is in it, then the chunk. The bytes of the chunk are not looked at after this returns.
     *
     * @return the entry, once it is durable
     */
    CompletableFuture<DurableEntry> record(Minimized chunk) {
        return recorder.record(new Accounting.People(chunk.number(), people(chunk)));
    }

    /** Returns the people of a chunk, blinded. */
    private List<AccountingLeaf> people(Minimized chunk) {
        List<AccountingLeaf> people = new ArrayList<>();
        chunk.people()
                .ifPresent(all -> all.forEach((ids, offset, length, classes) ->
                        people.add(new AccountingLeaf(accountingKey.tag(ids, offset, length), mask(classes)))));
        return people;
    }

    private int mask(int classes) {
        return masks.computeIfAbsent(classes, bits -> {
            Set<FieldClass> set = EnumSet.noneOf(FieldClass.class);
            for (FieldClass fieldClass : FieldClass.values()) {
                if ((bits >>> fieldClass.ordinal() & 1) == 1) {
                    set.add(fieldClass);
                }
            }
            return ReleasedClasses.mask(set);
        });
    }
}
