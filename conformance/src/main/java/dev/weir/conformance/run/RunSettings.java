package dev.weir.conformance.run;

import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Suite;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a run goes.
 *
 * @param suite the suite
 * @param target {@code exec:COMMAND}, {@code remote:HOST:PORT}, or empty for no proxy at all
 * @param configuration configuration of a remote target
 * @param work directory for everything that is made
 * @param seed text from which all canaries and ids follow
 * @param parallel cases at a time
 * @param timeoutScale factor on every patience, for slow machines
 * @param trace whether each step is told
 */
public record RunSettings(
        Suite suite,
        String target,
        Optional<Args> configuration,
        Path work,
        String seed,
        int parallel,
        double timeoutScale,
        boolean trace) {
    /** Returns how long to wait for something that should take some time. */
    public long millis(long usual) {
        return (long) (usual * timeoutScale);
    }

    /** Returns whether submitter and receiver stand face to face. */
    public boolean direct() {
        return target.isEmpty();
    }
}
