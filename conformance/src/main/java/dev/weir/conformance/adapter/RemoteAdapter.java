package dev.weir.conformance.adapter;

import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A proxy that somebody else has started, told by a configuration file. It can be asked what it is and where it listens;
 * everything else it lacks.
 */
public final class RemoteAdapter implements Adapter {
    private final Args configuration;
    private final String target;

    /** Takes a target {@code host:port} and its configuration. */
    public RemoteAdapter(String target, Args configuration) {
        this.target = target;
        this.configuration = configuration;
    }

    @Override
    public Args ask(String verb, Map<String, Object> args) throws AdapterException {
        Map<String, Object> answer = new LinkedHashMap<>();
        switch (verb) {
            case "describe" -> {
                answer.put("name", configuration.text("name", "remote " + target));
                answer.put("version", configuration.text("version", ""));
                answer.put("features", configuration.texts("features"));
            }
            case "start" -> {
                answer.put("listen", target);
                configuration
                        .optional("admin")
                        .ifPresent(a -> answer.put("admin", a.node().asString()));
                answer.put("statement_keys", configuration.text("statement_keys", ""));
            }
            default -> throw AdapterException.skipped(verb);
        }
        try {
            return new Args(Documents.parse(Documents.line(answer)));
        } catch (SuiteException e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }

    @Override
    public void close() {}
}
