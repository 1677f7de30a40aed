package dev.weir.proxy.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.minimize.FastEngine;
import dev.weir.core.minimize.RowContext;
import dev.weir.core.plan.Plan;
import dev.weir.proxy.config.PolicyReader;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.proofs.Proves;
import dev.weir.proxy.store.Drafts;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.Ledger;
import dev.weir.proxy.store.LedgerConfig;
import dev.weir.proxy.store.LedgerFolder;
import dev.weir.proxy.testing.RawSubmitter;
import dev.weir.proxy.testing.Rig;
import dev.weir.tmsis.FileType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sender that opens submissions in a loop does not fill the ledger. */
class OpenedSubmissionsTest {
    private static final String SENDER = "submitter";

    @TempDir
    Path dir;

    private final NoteSigner signer = Drafts.signer(Drafts.ORIGIN, NoteKey.Kind.LEDGER);
    private Instant now = Instant.parse("2026-01-31T08:00:00Z");
    private Admission any;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void admit() throws Exception {
        Plan plan = Plan.withoutAttestation(PolicyReader.read(Rig.STATE_CONFIGS.resolve("ca")));
        KeyFolder.create(dir.resolve("keys"), "CA", Instant.EPOCH);
        KeyFolder keys = KeyFolder.open(
                dir.resolve("keys"), new FileKeyEncryption(dir.resolve("keys").resolve(KeyFolder.KEY_ENCRYPTION_KEY)));
        FastEngine engine = new FastEngine(plan, keys.tokenKeys(plan.scope()), new RowContext(FileType.ELG, "06"));
        any = new Admission(plan, engine, RawSubmitter.open(UUID.randomUUID().toString()));
    }

    private Optional<Long> open(OpenedSubmissions opened, String sender, String submission) throws Exception {
        Admission admission = new Admission(
                any.plan(),
                any.engine(),
                any.upstream().toBuilder().setSubmissionId(submission).build());
        return opened.record(sender, new Records(any.plan().policySha256(), Optional.empty()), admission)
                .get(20, TimeUnit.SECONDS);
    }

    private List<LedgerEntry> entries() throws Exception {
        List<LedgerEntry> entries = new ArrayList<>();
        LedgerFolder.open(new FileDisk(dir.resolve("ledger")), Drafts.keys(signer), Drafts.verifier())
                .forEach(entries::add);
        return entries;
    }

    private Ledger ledger() throws Exception {
        return Ledger.open(
                Drafts.config(), new FileDisk(dir.resolve("ledger")), List.of(signer), Drafts.verifier(), () -> now);
    }

    @Test
    @Proves("T71")
    void submissions_beyondSoManyInAnHour_areOneSum() throws Exception {
        int many = OpenedSubmissions.EACH + 10;
        try (Ledger ledger = ledger()) {
            OpenedSubmissions opened = new OpenedSubmissions(ledger, () -> now);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                ids.add(UUID.randomUUID().toString());
                boolean alone = i < OpenedSubmissions.EACH;
                assertEquals(alone ? Optional.of((long) i) : Optional.empty(), open(opened, SENDER, ids.get(i)));
            }
            for (int i = 0; i < many; i++) {
                boolean alone = i < OpenedSubmissions.EACH;
                assertEquals(
                        alone ? Optional.of((long) i) : Optional.empty(),
                        open(opened, SENDER, ids.get(i)),
                        "a submission is recorded or counted once");
            }
            assertEquals(
                    Optional.of((long) OpenedSubmissions.EACH),
                    open(opened, "another", UUID.randomUUID().toString()),
                    "each sender has an hour of its own");
            opened.tick();
            now = now.plus(SenderWindows.LENGTH).plusSeconds(1);
            opened.tick();
            opened.tick();
            open(opened, SENDER, UUID.randomUUID().toString());
            opened.close();
            ledger.seal().get(20, TimeUnit.SECONDS);
        }
        List<LedgerEntry> entries = entries();
        assertEquals(OpenedSubmissions.EACH + 3, entries.size());
        LedgerEntry sum = entries.get(OpenedSubmissions.EACH + 1);
        assertEquals(EntryType.SUBMISSION_OPENED, sum.type());
        assertEquals("MORE", sum.text("submission_id"));
        assertEquals(10, sum.whole("count"));
        assertEquals("2026-01-31T08:00:00Z", sum.text("since"));
    }

    @Test
    void sum_thatIsUnderWay_isRecordedWhenTheProxyStops() throws Exception {
        try (Ledger ledger = ledger()) {
            OpenedSubmissions opened = new OpenedSubmissions(ledger, () -> now);
            for (int i = 0; i < OpenedSubmissions.EACH + 1; i++) {
                open(opened, SENDER, UUID.randomUUID().toString());
            }
            opened.close();
            ledger.seal().get(20, TimeUnit.SECONDS);
        }
        assertEquals(1, entries().get(OpenedSubmissions.EACH).whole("count"));
    }

    @Test
    @Proves("T71")
    void nothingIsOpened_oneByOneOrInASum_whereTheDiskHasNoRoom() throws Exception {
        LedgerConfig config = Drafts.config().keepingFree(Long.MAX_VALUE);
        try (Ledger ledger = Ledger.open(
                config, new FileDisk(dir.resolve("ledger")), List.of(signer), Drafts.verifier(), () -> now)) {
            OpenedSubmissions opened = new OpenedSubmissions(ledger, () -> now);
            for (int i = 0; i < OpenedSubmissions.EACH + 1; i++) {
                assertThrows(
                        ExecutionException.class,
                        () -> open(opened, SENDER, UUID.randomUUID().toString()));
            }
        }
    }

    @Test
    @Proves("T71")
    void nothingIsOpened_alsoNotInASum_whereTheLedgerIsShut() throws Exception {
        Ledger ledger = ledger();
        OpenedSubmissions opened = new OpenedSubmissions(ledger, () -> now);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < OpenedSubmissions.EACH + 1; i++) {
            ids.add(UUID.randomUUID().toString());
            open(opened, SENDER, ids.get(i));
        }
        ledger.close();
        for (String id : List.of(
                ids.get(0), ids.get(OpenedSubmissions.EACH), UUID.randomUUID().toString())) {
            assertThrows(ExecutionException.class, () -> open(opened, SENDER, id));
        }
    }
}
