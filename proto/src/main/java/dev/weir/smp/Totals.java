package dev.weir.smp;

import dev.weir.smp.annotations.v1.FieldClass;
import dev.weir.smp.v1.ClassCount;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.Tally;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Sums of counts and the progress of a file, which proxy and receiver keep alike. */
public final class Totals {
    private Totals() {}

    /** Returns the progress of a file before its first chunk. */
    public static Progress none() {
        return Progress.newBuilder()
                .setOutputDigest(Sha256.ZERO.toByteString())
                .setTally(Tally.getDefaultInstance())
                .build();
    }

    /**
     * Returns the progress with one more chunk.
     *
     * @param rows rows of the chunk that were sent on
     * @param digest digest of the chunk
     * @param tally what became of the rows that came in
     */
    public static Progress append(Progress soFar, int rows, Sha256 digest, Tally tally) {
        Sha256 chain = Sha256.from(soFar.getOutputDigest())
                .orElseThrow(() -> new IllegalArgumentException("progress: output digest: has 32 bytes"));
        return Progress.newBuilder()
                .setChunks(soFar.getChunks() + 1)
                .setRows(soFar.getRows() + rows)
                .setOutputDigest(OutputChain.append(chain, digest).toByteString())
                .setTally(plus(soFar.getTally(), tally))
                .build();
    }

    /** Returns the progress with its known fields only: what a peer sent beside them is left behind. */
    public static Progress known(Progress progress) {
        return Progress.newBuilder()
                .setChunks(progress.getChunks())
                .setRows(progress.getRows())
                .setOutputDigest(progress.getOutputDigest())
                .setTally(plus(Tally.getDefaultInstance(), progress.getTally()))
                .build();
    }

    /** Returns the sum of two tallies, with known fields and classes only. */
    public static Tally plus(Tally a, Tally b) {
        Map<Integer, ClassCount> classes = new TreeMap<>();
        Stream.concat(a.getClassesList().stream(), b.getClassesList().stream())
                .filter(c -> c.getFieldClass() != FieldClass.UNRECOGNIZED)
                .forEach(c ->
                        classes.merge(c.getFieldClassValue(), plus(ClassCount.getDefaultInstance(), c), Totals::plus));
        return Tally.newBuilder()
                .setRows(a.getRows() + b.getRows())
                .setRefused(a.getRefused() + b.getRefused())
                .setWithheld(a.getWithheld() + b.getWithheld())
                .addAllClasses(classes.values())
                .setDroppedFields(a.getDroppedFields() + b.getDroppedFields())
                .setIrregularSsns(a.getIrregularSsns() + b.getIrregularSsns())
                .setTokenShaped(a.getTokenShaped() + b.getTokenShaped())
                .build();
    }

    private static ClassCount plus(ClassCount a, ClassCount b) {
        return ClassCount.newBuilder()
                .setFieldClass(b.getFieldClass())
                .setRows(a.getRows() + b.getRows())
                .setChanged(a.getChanged() + b.getChanged())
                .build();
    }
}
