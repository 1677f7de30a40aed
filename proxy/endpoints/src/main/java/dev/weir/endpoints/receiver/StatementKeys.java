package dev.weir.endpoints.receiver;

import dev.weir.endpoints.keys.VerifyingKeys;
import dev.weir.smp.v1.SignedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The public keys with which the states' proxies sign their statements. Immutable and safe for any thread. */
public final class StatementKeys {
    private final Map<String, VerifyingKeys> byState;

    private StatementKeys(Map<String, VerifyingKeys> byState) {
        this.byState = Map.copyOf(byState);
    }

    /** Returns a set without keys: no statement verifies. */
    public static StatementKeys none() {
        return new StatementKeys(Map.of());
    }

    /** Reads a directory of files {@code STATE.pem}, each with one or more P-256 public keys in PEM. */
    public static StatementKeys read(Path dir) throws IOException {
        Map<String, VerifyingKeys> keys = new HashMap<>();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("[A-Z]{2}\\.pem"))
                    .toList()) {
                keys.put(file.getFileName().toString().substring(0, 2), VerifyingKeys.read(file));
            }
        }
        return new StatementKeys(keys);
    }

    /** Returns whether a statement has the type and is signed with a key of the state. */
    boolean verifies(String state, String payloadType, SignedStatement statement) {
        return byState.getOrDefault(state, VerifyingKeys.none()).verifies(payloadType, statement);
    }
}
