package dev.weir.conformance.adapter;

import dev.weir.conformance.suite.Args;
import java.io.Closeable;
import java.util.Map;

/** The one thing that a vendor writes: it starts, asks and stops a proxy. One adapter runs one proxy at a time. */
public interface Adapter extends Closeable {
    /**
     * Asks for something and returns the answer.
     *
     * @throws AdapterException where it fails, or the adapter lacks the feature
     */
    Args ask(String verb, Map<String, Object> args) throws AdapterException;

    /** Asks what the proxy is. */
    default Described describe(String suiteVersion) throws AdapterException {
        return Described.of(ask("describe", Map.of("suite", suiteVersion)));
    }

    /** Starts the proxy, anew or with the data of before. */
    default Started start(Map<String, Object> order) throws AdapterException {
        return Started.of(ask("start", order));
    }

    @Override
    void close();
}
