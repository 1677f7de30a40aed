package dev.weir.proxy.app;

import dev.weir.core.policy.Purpose;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.proxy.testing.ReleaseRig;
import dev.weir.proxy.testing.SampleMonth;
import dev.weir.tmsis.FieldClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Compares a stream that releases addresses with one that minimizes everything: same file, same proxy, same receiver, by
 * turns. Run by hand with {@code -Dweir.root} set to the root of the repository.
 */
public final class ReleaseBenchmark {
    private static final int BYTES = Integer.getInteger("weir.bytes", 25_000_000);
    private static final int ROUNDS = Integer.getInteger("weir.rounds", 5);
    private static final Set<FieldClass> ADDRESS = Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY);

    private ReleaseBenchmark() {}

    /** Prints rows a second of both, the ratio of the best, and the median of the ratios of all rounds. */
    public static void main(String[] args) throws Exception {
        Path dir = Files.createTempDirectory("weir-release-benchmark");
        try (ReleaseRig rig = new ReleaseRig(dir, SampleMonth.large(dir.resolve("ELIGIBLE.psv"), BYTES), 512, 16)) {
            double stripped = 0;
            double released = 0;
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                double plain = rate(rig, List.of(), "plain-" + round);
                String label = "released-" + round;
                double open = rate(rig, rig.approved(label, Purpose.PROGRAM_INTEGRITY.uri(), ADDRESS, label), label);
                System.out.printf("round %d: stripped %,.0f rows/s, released %,.0f rows/s%n", round, plain, open);
                ratios[round] = open / plain;
                stripped = Math.max(stripped, plain);
                released = Math.max(released, open);
            }
            Arrays.sort(ratios);
            System.out.printf(
                    "%,d rows; best: stripped %,.0f rows/s, released %,.0f rows/s, ratio %.2f; median of the rounds %.2f%n",
                    rig.rows(), stripped, released, released / stripped, ratios[ROUNDS / 2]);
        }
    }

    private static double rate(ReleaseRig rig, List<String> bundle, String label) throws Exception {
        long begin = System.nanoTime();
        rig.submit(bundle, label, SubmitProgress.NONE);
        return rig.rows() * 1e9 / (System.nanoTime() - begin);
    }
}
