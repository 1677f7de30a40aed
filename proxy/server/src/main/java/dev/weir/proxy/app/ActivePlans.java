package dev.weir.proxy.app;

import dev.weir.core.plan.Plan;
import dev.weir.core.policy.Policy;
import dev.weir.proxy.edge.ActivePlan;
import dev.weir.proxy.edge.StatementSigner;
import dev.weir.proxy.keys.FileKeyEncryption;
import dev.weir.proxy.keys.KeyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan and the keys for new streams, read again when the policy or the keys change on disk. A change that does not
 * hold up is reported and the old plan stays; a root key that is not the one of before is never taken. Safe for any
 * thread.
 */
final class ActivePlans {
    private static final Logger LOG = LoggerFactory.getLogger(ActivePlans.class);

    private final PolicySource policies;
    private final Path keyFolder;
    private final Path keyEncryptionKey;
    private final KeyPin pin;
    private volatile Active active;

    /** What is in use, and the state of what it was made from. */
    private record Active(ActivePlan plan, KeyFolder keys, KeyFolder.Signer signer, Seen seen) {}

    /** State of the policy and of the files of the keys. */
    private record Seen(Object policy, TreeMap<Path, FileTime> keys) {}

    /**
     * Reads policy and keys.
     *
     * @throws StartupException with everything that is wrong with them
     */
    ActivePlans(PolicySource policies, Path keyFolder, Path keyEncryptionKey, KeyPin pin) throws StartupException {
        this.policies = policies;
        this.keyFolder = keyFolder;
        this.keyEncryptionKey = keyEncryptionKey;
        this.pin = pin;
        this.active = load();
    }

    Optional<ActivePlan> current() {
        return policies.usable() ? Optional.of(active.plan()) : Optional.empty();
    }

    /** Returns the keys in use. */
    KeyFolder keys() {
        return active.keys();
    }

    StatementSigner signer() {
        return bytes -> active.signer().sign(bytes);
    }

    /** Reads policy and keys again if their files have changed. */
    void reloadIfChanged() {
        Seen now = seen();
        Active before = active;
        if (now.equals(before.seen())) {
            return;
        }
        try {
            Active loaded = load();
            active = loaded;
            LOG.atInfo()
                    .addKeyValue(
                            "policy_sha256", loaded.plan().plan().policySha256().hex())
                    .addKeyValue("plan_sha256", loaded.plan().plan().sha256().hex())
                    .log("policy and keys reloaded for new streams");
        } catch (StartupException e) {
            active = new Active(before.plan(), before.keys(), before.signer(), now);
            for (String problem : e.problems()) {
                LOG.atError().addKeyValue("problem", problem).log("reload refused, the old policy and keys stay");
            }
        }
    }

    private Active load() throws StartupException {
        Seen seen = seen();
        List<String> problems = new ArrayList<>();
        Optional<Policy> policy = policies.read(problems);
        Optional<KeyFolder> keys = keys(problems);
        if (policy.isEmpty() || keys.isEmpty()) {
            throw new StartupException(problems);
        }
        try {
            Plan plan = Plan.withoutAttestation(policy.get());
            pin.require(keys.get().metadata().probe());
            return new Active(
                    new ActivePlan(plan, keys.get().tokenKeys(plan.scope())),
                    keys.get(),
                    keys.get().signer(),
                    seen);
        } catch (GeneralSecurityException e) {
            throw new StartupException(keyFolder + ": keys fit the policy's state and token epoch");
        } catch (IOException e) {
            throw new StartupException("state directory: can be read and written");
        }
    }

    private Optional<KeyFolder> keys(List<String> problems) {
        try {
            return Optional.of(KeyFolder.open(keyFolder, new FileKeyEncryption(keyEncryptionKey)));
        } catch (IOException | GeneralSecurityException e) {
            problems.add(keyFolder + ": holds keys made by weir keys create, whole and with their key encryption key");
            return Optional.empty();
        }
    }

    private Seen seen() {
        TreeMap<Path, FileTime> files = new TreeMap<>();
        add(keyFolder, files);
        return new Seen(policies.state(), files);
    }

    /** Adds when each file of a folder was changed. */
    static void add(Path folder, TreeMap<Path, FileTime> files) {
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.toList()) {
                files.put(file, Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            files.put(folder, FileTime.fromMillis(0));
        }
    }
}
