package dev.weir.conformance.run;

import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import dev.weir.conformance.suite.Vector;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Known answers, put to the proxy as rows. */
final class VectorSteps {
    private VectorSteps() {}

    /** Sends the input of a known answer in a row and compares what arrives. */
    static void vector(Trial trial, Args args) throws CaseFailure, IOException, InterruptedException {
        Vector vector = trial.settings()
                .suite()
                .vector(args.text("id"))
                .orElseThrow(() -> new CaseFailure("suite: a vector has its id"));
        int dot = vector.element().indexOf('.');
        String segment = vector.element().substring(0, dot);
        String element = vector.element().substring(dot + 1);
        Map<String, Object> row = Map.of("segment", segment, "values", Map.of(element, vector.input()));
        Map<String, Object> send = Map.of("file", segment.substring(0, 3), "rows", List.of(row));
        StreamSteps.send(trial, parsed(send));
        Map<String, Object> expected = vector.result().equals("refused")
                ? Map.of("rows", 0)
                : Map.of("rows", 1, "row", List.of(Map.of("at", 0, "values", Map.of(element, vector.answer()))));
        ReceivedSteps.received(trial, parsed(expected));
        if (vector.result().equals("refused")) {
            SentRow sent = trial.session("s").allRows().get(0);
            if (!sent.outcome().refusal().equals(vector.answer())) {
                throw new CaseFailure("suite: a vector and the oracle agree");
            }
        }
    }

    private static Args parsed(Map<String, Object> value) throws CaseFailure {
        try {
            return new Args(Documents.parse(Documents.line(value)));
        } catch (SuiteException e) {
            throw new CaseFailure("suite: what was written can be read");
        }
    }

    static Map<String, Verb> verbs() {
        return Map.of("vector", VectorSteps::vector);
    }
}
