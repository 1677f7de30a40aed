package dev.weir.loadtest.cli;

import java.nio.file.Path;

/** Where the tool and what it reads lie. */
final class Home {
    private Home() {}

    /** Returns the folder of the tool. */
    static Path tool() {
        return Path.of(System.getProperty("weir.loadtest.home", "loadtest")).toAbsolutePath();
    }

    /** Returns the folder of the states' policies. */
    static Path stateConfigs() {
        return tool().resolveSibling("state-configs");
    }
}
