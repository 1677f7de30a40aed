package dev.weir.conformance.run;

import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.suite.Args;
import java.io.IOException;

/** What a step does or expects. */
@FunctionalInterface
interface Verb {
    void run(Trial trial, Args args) throws CaseFailure, AdapterException, IOException, InterruptedException;
}
