package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.proxy.config.ServeConfig;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.testing.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyPinTest {
    @TempDir
    Path dir;

    @Test
    void firstProbe_isTakenForGood() throws Exception {
        KeyPin pin = new KeyPin(dir.resolve("state"));
        pin.require("ONE");
        pin.require("ONE");
        assertThrows(StartupException.class, () -> pin.require("TWO"));
        assertThrows(StartupException.class, () -> new KeyPin(dir.resolve("state")).require("TWO"));
        new KeyPin(dir.resolve("state")).require("ONE");
    }

    @Test
    void emptyPin_isRefused() throws Exception {
        Path state = Files.createDirectories(dir.resolve("state"));
        Files.writeString(state.resolve("root-key-probe"), "");
        assertThrows(StartupException.class, () -> new KeyPin(state).require("ONE"));
    }

    /** Another root key with a description that fits it is in order by itself; only the proxy remembers. */
    @Test
    void proxyWithAnotherRootKey_doesNotStart() throws Exception {
        try (Rig rig = new Rig(dir)) {
            ServeConfig config = rig.config(1);
            rig.proxy(config).close();
            try (var files = Files.list(config.keys())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            KeyFolder.create(config.keys(), "CA", Instant.parse("2026-11-02T00:00:00Z"));
            StartupException refused = assertThrows(StartupException.class, () -> rig.proxy(config));
            assertEquals(1, refused.problems().size());
            assertTrue(refused.problems().get(0).contains("root key"), refused::toString);
            assertFalse(refused.toString().contains(KeyFolder.PUBLIC_KEYS), "a message says nothing it need not say");
        }
    }
}
