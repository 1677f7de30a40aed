package dev.weir.proxy.app;

import dev.weir.core.policy.Policy;
import dev.weir.proxy.config.AuthorityStore;
import dev.weir.proxy.config.ConfigException;
import dev.weir.proxy.config.ConfigProblem;
import dev.weir.proxy.config.PolicyReader;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Where the policy comes from: a folder as people write it, or what was signed. */
sealed interface PolicySource {
    /** Returns whether there is a policy to work by now; without one nothing passes. */
    boolean usable();

    /** Returns something that changes when the policy does. */
    Object state();

    /** Reads the policy, or says what is wrong with it. */
    Optional<Policy> read(List<String> problems);

    /** A folder of state-configs. Under it nothing is released. */
    record Written(Path folder) implements PolicySource {
        @Override
        public boolean usable() {
            return true;
        }

        @Override
        public Object state() {
            TreeMap<Path, FileTime> files = new TreeMap<>();
            ActivePlans.add(folder, files);
            Path parent = folder.getParent();
            if (parent != null) {
                ActivePlans.add(parent.resolve("_base"), files);
            }
            return files;
        }

        @Override
        public Optional<Policy> read(List<String> problems) {
            try {
                return Optional.of(PolicyReader.read(folder));
            } catch (ConfigException e) {
                e.problems().stream().map(ConfigProblem::text).forEach(problems::add);
                return Optional.empty();
            }
        }
    }

    /** The signed folder. While its policy cannot be read or has expired, nothing passes. */
    record Signed(AuthorityStore store, Path folder, InstantSource clock) implements PolicySource {
        @Override
        public boolean usable() {
            return store.current()
                    .filter(a -> clock.instant().isBefore(a.policyExpires()))
                    .isPresent();
        }

        @Override
        public Object state() {
            return store.current().map(a -> a.policy().sha256().hex());
        }

        @Override
        public Optional<Policy> read(List<String> problems) {
            Optional<Policy> policy = store.current().map(a -> a.policy());
            if (policy.isEmpty()) {
                problems.add(folder + ": holds a signed policy in force");
            }
            return policy;
        }
    }
}
