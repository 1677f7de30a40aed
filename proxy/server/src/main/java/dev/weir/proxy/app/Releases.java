package dev.weir.proxy.app;

import dev.weir.core.attestation.Authorities;
import dev.weir.core.attestation.BundleCheck;
import dev.weir.core.attestation.TrustList;
import dev.weir.core.hold.Hold;
import dev.weir.core.hold.HoldSet;
import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.token.AccountingKey;
import dev.weir.core.token.TokenKeys;
import dev.weir.core.token.TokenScope;
import dev.weir.endpoints.keys.VerifyingKeys;
import dev.weir.proxy.config.AuthorityStore;
import dev.weir.proxy.config.ConfigProblem;
import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.config.SignedFolder;
import dev.weir.proxy.edge.DenialLog;
import dev.weir.proxy.edge.KeySource;
import dev.weir.proxy.edge.OpenedSubmissions;
import dev.weir.proxy.edge.Releasing;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.keys.TinkEnvelopeVerifier;
import dev.weir.proxy.keys.TinkJwtVerifier;
import dev.weir.proxy.store.Accounting;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.Ledger;
import dev.weir.proxy.store.LedgerConfig;
import dev.weir.proxy.store.LedgerException;
import dev.weir.proxy.store.LedgerInbox;
import dev.weir.proxy.store.OpenRelease;
import dev.weir.proxy.store.Witnesses;
import dev.weir.smp.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What releases need beside the edge: the ledger, what governs releases, and the housekeeping of both. Looked after by
 * {@link #tick}, several times a second, on one thread.
 */
final class Releases implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
    private static final Duration SEAL_EVERY = Duration.ofHours(1);

    /** Looks come several times a second; after this long without one, nobody knows whether there is a hold. */
    private static final Duration LONGEST_UNSEEN = Duration.ofSeconds(15);

    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final int BLOCKING_THREADS = 4;
    private static final String ROLE = "PROXY";
    private static final HoldSet NO_HOLDS = new HoldSet(1, Instant.EPOCH, Instant.ofEpochSecond(1), List.of());

    private final InstantSource clock;
    private final Optional<AuthorityStore> authorities;
    private final Optional<VerifyingKeys> receiverKeys;
    private final ServeConfig config;
    private final FileDisk disk;
    private final Ledger ledger;
    private final DenialLog denials;
    private final OpenedSubmissions opened;
    private final Witnesses witnesses;
    private final Accounting accounting;
    private final LedgerInbox inbox;
    private final ActivePlans plans;
    private final CmsRules rules;
    private final ExecutorService blocking;
    private volatile Optional<BundleCheck> check = Optional.empty();

    /** When what governs releases was last looked at, on the clock that only goes forward. */
    private volatile long looked;

    private final LongSupplier nanos;

    private final TinkJwtVerifier tokens;
    private Optional<HoldSet> holds = Optional.empty();
    private Optional<Sha256> policy = Optional.empty();
    private Optional<Sha256> trust = Optional.empty();
    private Instant sealed;

    private Releases(
            ServeConfig config,
            InstantSource clock,
            Optional<AuthorityStore> authorities,
            Optional<VerifyingKeys> receiverKeys,
            ActivePlans plans,
            TinkJwtVerifier tokens,
            CmsRules rules,
            FileDisk disk,
            Ledger ledger,
            LongSupplier nanos) {
        this.config = config;
        this.clock = clock;
        this.authorities = authorities;
        this.receiverKeys = receiverKeys;
        this.plans = plans;
        this.tokens = tokens;
        this.rules = rules;
        this.disk = disk;
        this.ledger = ledger;
        this.nanos = nanos;
        this.looked = nanos.getAsLong();
        this.denials = new DenialLog(ledger, clock);
        this.opened = new OpenedSubmissions(ledger, clock);
        this.witnesses = new Witnesses(ledger, config.witnesses(), new P256Verifier());
        this.accounting = new Accounting(disk);
        this.inbox = new LedgerInbox(disk.root());
        this.sealed = clock.instant();
        AtomicInteger number = new AtomicInteger();
        this.blocking = Executors.newFixedThreadPool(BLOCKING_THREADS, task -> {
            Thread thread = new Thread(task, "weir-release-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns the store of what governs releases; empty where nothing signed is named. */
    static Optional<AuthorityStore> authorities(ServeConfig config, InstantSource clock) throws StartupException {
        if (config.signed().isEmpty()) {
            return Optional.empty();
        }
        try {
            AuthorityStore store = new AuthorityStore(new SignedFolder(
                    config.signed().get(),
                    config.stateDirectory().resolve("accepted"),
                    new TinkEnvelopeVerifier(),
                    new TinkJwtVerifier()));
            List<ConfigProblem> problems = store.reloadIfChanged(clock.instant());
            if (store.current().isEmpty()) {
                throw new StartupException(
                        problems.stream().map(ConfigProblem::text).toList());
            }
            log(problems);
            return Optional.of(store);
        } catch (GeneralSecurityException e) {
            throw new StartupException("signatures: can be checked on this Java runtime");
        }
    }

    /** Opens the ledger. */
    static Releases open(
            ServeConfig config, InstantSource clock, ActivePlans plans, Optional<AuthorityStore> authorities)
            throws StartupException, IOException {
        return open(config, clock, System::nanoTime, plans, authorities);
    }

    /**
     * Opens the ledger.
     *
     * @param nanos the clock that only goes forward, by which it is known how long ago anybody looked
     */
    static Releases open(
            ServeConfig config,
            InstantSource clock,
            LongSupplier nanos,
            ActivePlans plans,
            Optional<AuthorityStore> authorities)
            throws StartupException, IOException {
        Optional<VerifyingKeys> receiverKeys = config.receiverKeys().isPresent()
                ? Optional.of(VerifyingKeys.read(config.receiverKeys().get()))
                : Optional.empty();
        FileDisk disk = new FileDisk(config.ledger());
        try {
            Ledger ledger = Ledger.open(
                    LedgerConfig.of(config.origin(), plans.keys().metadata().state(), Version.SOFTWARE)
                            .keepingFree((long) config.minFreeMib() << 20),
                    disk,
                    plans.keys().ledgerSigners(config.origin()),
                    new P256Verifier(),
                    clock);
            Releases releases = new Releases(
                    config,
                    clock,
                    authorities,
                    receiverKeys,
                    plans,
                    new TinkJwtVerifier(),
                    CmsRules.builtIn(),
                    disk,
                    ledger,
                    nanos);
            releases.tick();
            return releases;
        } catch (LedgerException e) {
            throw new StartupException(config.ledger() + ": " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new StartupException(config.ledger() + ": the ledger's keys can be used");
        }
    }

    /** Returns what the edge needs. */
    Releasing forEdge() {
        return new Releasing(
                this::check,
                new Keys(plans),
                ledger,
                denials,
                opened,
                witnesses,
                accounting,
                config.upstream().host() + ":" + config.upstream().port(),
                config.upstream().serverName(),
                receiverKeys,
                (segment, element) -> rules.of(segment, element).stream()
                        .map(CmsRules.Rule::id)
                        .toList(),
                blocking,
                clock);
    }

    /** Derives from the keys in use. */
    private record Keys(ActivePlans plans) implements KeySource {
        @Override
        public TokenKeys tokenKeys(TokenScope scope) throws GeneralSecurityException {
            return plans.keys().tokenKeys(scope);
        }

        @Override
        public AccountingKey accountingKey(String submissionId) throws GeneralSecurityException {
            return plans.keys().accountingKey(submissionId);
        }
    }

    /** Returns whether what is begun can be recorded. */
    boolean healthy() {
        return ledger.isOpen() && ledger.hasRoom() && accounting.isSound();
    }

    /** Returns the check of bundles; empty also where nobody has looked for too long whether it still stands. */
    private Optional<BundleCheck> check() {
        return nanos.getAsLong() - looked < LONGEST_UNSEEN.toNanos() ? check : Optional.empty();
    }

    /** Reads what governs releases, if it has changed. Whatever goes wrong with that, nothing is released after it. */
    private void govern(AuthorityStore store, Instant now) {
        Optional<BundleCheck> found = Optional.empty();
        try {
            log(store.reloadIfChanged(now));
            found = store.current().map(current -> new BundleCheck(current, tokens));
        } finally {
            check = found;
            looked = nanos.getAsLong();
        }
    }

    /** Reads what governs releases, if it has changed; records what took effect; ends what has expired. */
    void tick() {
        Instant now = clock.instant();
        authorities.ifPresent(store -> govern(store, now));
        plans.current().ifPresent(active -> activated(active.plan().policySha256()));
        inbox.poll(ledger);
        denials.tick();
        opened.tick();
        List<OpenRelease> releases = ledger.openReleases();
        for (OpenRelease open : releases) {
            if (now.isAfter(Instant.ofEpochSecond(open.expires()).plus(SKEW))) {
                append(EntryType.RELEASE_ABORTED, Map.of("submission_id", open.submissionId(), "reason", "EXPIRED"));
            }
        }
        // While something is released, what was recorded of it is under a signature before the next look.
        if (!releases.isEmpty() || now.isAfter(sealed.plus(SEAL_EVERY))) {
            sealed = now;
            var unused = ledger.seal();
        }
    }

    private void activated(Sha256 digest) {
        if (!policy.equals(Optional.of(digest))) {
            policy = Optional.of(digest);
            append(EntryType.POLICY_ACTIVATED, Map.of());
        }
        Optional<Authorities> current = authorities.flatMap(AuthorityStore::current);
        Optional<Sha256> list = current.flatMap(Authorities::trust).map(TrustList::sha256);
        if (list.isPresent() && !list.equals(trust)) {
            trust = list;
            append(EntryType.TRUST_ACTIVATED, Map.of());
        }
        current.flatMap(Authorities::holds).ifPresent(this::held);
    }

    private void held(HoldSet now) {
        HoldSet before = holds.orElse(NO_HOLDS);
        if (!now.equals(before)) {
            holds = Optional.of(now);
            for (Hold hold : now.liftedBy(before)) {
                append(EntryType.HOLD_SET, Map.of("hold", hold.id()));
            }
            for (Hold hold : before.liftedBy(now)) {
                append(EntryType.HOLD_LIFTED, Map.of("hold", hold.id()));
            }
        }
    }

    private void append(EntryType type, Map<String, Object> members) {
        var unused = ledger.append(new EntryDraft(type, ROLE, policy, trust, members))
                .whenComplete((entry, failure) -> {
                    if (failure != null) {
                        LOG.atError().addKeyValue("entry", type).log("ledger refuses an entry");
                    }
                });
    }

    private static void log(List<ConfigProblem> problems) {
        problems.forEach(
                problem -> LOG.atError().addKeyValue("problem", problem.text()).log("signed file refused"));
    }

    @Override
    public void close() throws IOException {
        blocking.shutdownNow();
        witnesses.close();
        denials.close();
        opened.close();
        ledger.close();
    }
}
