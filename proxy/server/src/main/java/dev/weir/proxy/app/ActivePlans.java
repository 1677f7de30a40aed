package dev.weir.proxy.app;

import dev.weir.core.plan.Plan;
import dev.weir.core.policy.Policy;
import dev.weir.proxy.config.ConfigException;
import dev.weir.proxy.config.ConfigProblem;
import dev.weir.proxy.config.PolicyReader;
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

    private final Path policyFolder;
    private final Path keyFolder;
    private final Path keyEncryptionKey;
    private final KeyPin pin;
    private volatile Active active;

    /** What is in use, and the state of the files it was read from. */
    private record Active(ActivePlan plan, KeyFolder.Signer signer, TreeMap<Path, FileTime> files) {}

    /**
     * Reads policy and keys.
     *
     * @throws StartupException with everything that is wrong with them
     */
    ActivePlans(Path policyFolder, Path keyFolder, Path keyEncryptionKey, KeyPin pin) throws StartupException {
        this.policyFolder = policyFolder;
        this.keyFolder = keyFolder;
        this.keyEncryptionKey = keyEncryptionKey;
        this.pin = pin;
        this.active = load();
    }

    Optional<ActivePlan> current() {
        return Optional.of(active.plan());
    }

    StatementSigner signer() {
        return bytes -> active.signer().sign(bytes);
    }

    /** Reads policy and keys again if their files have changed. */
    void reloadIfChanged() {
        TreeMap<Path, FileTime> now = files();
        Active before = active;
        if (now.equals(before.files())) {
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
            active = new Active(before.plan(), before.signer(), now);
            for (String problem : e.problems()) {
                LOG.atError().addKeyValue("problem", problem).log("reload refused, the old policy and keys stay");
            }
        }
    }

    private Active load() throws StartupException {
        TreeMap<Path, FileTime> files = files();
        List<String> problems = new ArrayList<>();
        Optional<Policy> policy = policy(problems);
        Optional<KeyFolder> keys = keys(problems);
        if (policy.isEmpty() || keys.isEmpty()) {
            throw new StartupException(problems);
        }
        try {
            Plan plan = Plan.withoutAttestation(policy.get());
            pin.require(keys.get().metadata().probe());
            return new Active(
                    new ActivePlan(plan, keys.get().tokenKeys(plan.scope())),
                    keys.get().signer(),
                    files);
        } catch (GeneralSecurityException e) {
            throw new StartupException(keyFolder + ": keys fit the policy's state and token epoch");
        } catch (IOException e) {
            throw new StartupException("state directory: can be read and written");
        }
    }

    private Optional<Policy> policy(List<String> problems) {
        try {
            return Optional.of(PolicyReader.read(policyFolder));
        } catch (ConfigException e) {
            e.problems().stream().map(ConfigProblem::text).forEach(problems::add);
            return Optional.empty();
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

    /** Returns when each file of policy and keys was changed. */
    private TreeMap<Path, FileTime> files() {
        TreeMap<Path, FileTime> files = new TreeMap<>();
        Path parent = policyFolder.getParent();
        add(policyFolder, files);
        add(keyFolder, files);
        if (parent != null) {
            add(parent.resolve("_base"), files);
        }
        return files;
    }

    private static void add(Path folder, TreeMap<Path, FileTime> files) {
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.toList()) {
                files.put(file, Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            files.put(folder, FileTime.fromMillis(0));
        }
    }
}
