package dev.weir.conformance.run;

import dev.weir.conformance.adapter.Adapter;
import java.nio.file.Path;
import java.util.Map;

/** Leaky proxies, each one small difference from a right one. Found as a service; only test sources have one. */
public interface Zoo {
    /** The one that is right. */
    String HEALTHY = "M00";

    /** Returns the proxies by name, with what is wrong with each. */
    Map<String, String> species();

    /** Returns a new adapter of a proxy. */
    Adapter adapter(String name, Path directory);
}
