package dev.weir.conformance.run;

import dev.weir.conformance.adapter.Adapter;
import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.adapter.ExecAdapter;
import dev.weir.conformance.adapter.RemoteAdapter;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Makes adapters of what the command line names. */
@FunctionalInterface
public interface Targets {
    /** Returns a new adapter; it runs one proxy. */
    Adapter adapter(Path directory) throws AdapterException;

    /** Returns the targets of some settings. */
    static Targets of(RunSettings settings) {
        String target = settings.target();
        if (settings.direct()) {
            return directory -> new Nobody();
        }
        if (target.startsWith("remote:")) {
            Args configuration = settings.configuration().orElseGet(() -> new Args(EMPTY));
            return directory -> new RemoteAdapter(target.substring("remote:".length()), configuration);
        }
        List<String> command =
                Arrays.asList(target.substring(target.indexOf(':') + 1).split(" "));
        long seconds = settings.millis(120_000) / 1000;
        return directory -> new ExecAdapter(command, directory.resolve("adapter.log"), seconds);
    }

    /** A document that says nothing. */
    tools.jackson.databind.JsonNode EMPTY = tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();

    /** Stands for no proxy at all. */
    final class Nobody implements Adapter {
        @Override
        public Args ask(String verb, Map<String, Object> args) throws AdapterException {
            try {
                return new Args(Documents.parse("{\"name\":\"nobody\",\"listen\":\"127.0.0.1:1\"}"));
            } catch (SuiteException e) {
                throw new IllegalStateException("a constant can be read", e);
            }
        }

        @Override
        public void close() {}
    }
}
