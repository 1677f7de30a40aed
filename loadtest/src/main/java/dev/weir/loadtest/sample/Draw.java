package dev.weir.loadtest.sample;

import java.util.List;

/**
 * A draw that depends on nothing but the seed and the path of aspects and indexes that leads to it. What was drawn before
 * makes no difference.
 */
record Draw(long key) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    static Draw of(long seed) {
        return new Draw(mix(seed + GOLDEN));
    }

    /** Returns the draw of one aspect of the same thing, such as its price. */
    Draw about(String aspect) {
        long hash = key;
        for (int i = 0; i < aspect.length(); i++) {
            hash = mix(hash + GOLDEN * (aspect.charAt(i) + 1));
        }
        return new Draw(hash);
    }

    /** Returns the draw of one thing of many. */
    Draw at(long index) {
        return new Draw(mix(key ^ mix(index + GOLDEN)));
    }

    /** Returns a number from 0 to one less than the bound. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(key, bound);
    }

    /** Returns true for one draw in so many. */
    boolean oneIn(int count) {
        return below(count) == 0;
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** The finalizer of SplitMix64: a bijection that leaves no bit where it was. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
