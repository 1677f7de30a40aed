package dev.weir.core.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Computes the tokens of a whole chunk together: one AES call per kind of identifier and block round over all values, an
 * order of magnitude cheaper than one after the other. Values are added with the place where their token goes; then all
 * are filled in at once. Confined to one thread; allocates only while it grows.
 */
public final class TokenBatch {
    private static final VarHandle BIG_LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] BASE32 = {
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V',
        'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7'
    };

    private final byte epoch;
    private final Lane[] lanes = new Lane[TokenClass.values().length];
    private final Normalizer normalizer = new Normalizer();
    private byte[] normalized = new byte[256];
    private int size;

    // What was added, in order: its kind, its place in the lane of the kind, and where its token goes.
    private byte[] laneOf = new byte[256];
    private int[] slotOf = new int[256];
    private int[] targetOf = new int[256];
    private boolean[] nobody = new boolean[256];

    /** Creates a batch for the scope of the keys. */
    public TokenBatch(TokenKeys keys) {
        epoch = (byte) keys.scope().epoch();
        for (TokenClass tokenClass : TokenClass.values()) {
            lanes[tokenClass.ordinal()] = new Lane(new Cmac(keys.key(tokenClass)));
        }
    }

    /** Returns how many values have been added. */
    public int size() {
        return size;
    }

    /** Forgets all values added behind the first {@code newSize}. */
    public void truncate(int newSize) {
        for (int i = newSize; i < size; i++) {
            Lane lane = lanes[laneOf[i]];
            lane.count = Math.min(lane.count, slotOf[i]);
        }
        size = newSize;
    }

    /** Moves the places of all values behind the first {@code from} by some bytes. */
    public void shift(int from, int bytes) {
        for (int i = from; i < size; i++) {
            targetOf[i] += bytes;
        }
    }

    /** Returns whether the value added last was an SSN that is not nine digits. */
    public boolean irregular() {
        return normalizer.irregular();
    }

    /** Returns whether the value added last already looked like a token. */
    public boolean tokenShaped() {
        return TokenShape.matches(normalized, 0, normalizer.length());
    }

    /**
     * Adds a value, unless it is missing or cannot be handled.
     *
     * @param width characters of its element
     * @param target where {@link #fill} puts the token
     */
    public Normalizer.Kind add(TokenClass tokenClass, int width, byte[] source, int offset, int length, int target) {
        if (normalized.length < length) {
            normalized = new byte[length];
        }
        Normalizer.Kind kind = normalizer.normalize(tokenClass, width, source, offset, length, normalized, 0);
        if (kind != Normalizer.Kind.VALUE) {
            return kind;
        }
        if (size == laneOf.length) {
            grow();
        }
        laneOf[size] = (byte) tokenClass.ordinal();
        slotOf[size] = lanes[tokenClass.ordinal()].add(normalized, normalizer.length());
        targetOf[size] = target;
        nobody[size] = tokenClass == TokenClass.MSIS_ID && normalized[0] == '&';
        size++;
        return kind;
    }

    private void grow() {
        int capacity = 2 * size;
        laneOf = Arrays.copyOf(laneOf, capacity);
        slotOf = Arrays.copyOf(slotOf, capacity);
        targetOf = Arrays.copyOf(targetOf, capacity);
        nobody = Arrays.copyOf(nobody, capacity);
    }

    /** Computes all tokens, writes each to its place, and empties the batch. */
    public void fill(byte[] output) {
        for (Lane lane : lanes) {
            lane.run();
        }
        for (int i = 0; i < size; i++) {
            write(lanes[laneOf[i]].state, slotOf[i] * Cmac.BLOCK, output, targetOf[i], nobody[i]);
        }
        clear();
    }

    /** Empties the batch. */
    public void clear() {
        for (Lane lane : lanes) {
            lane.count = 0;
        }
        size = 0;
    }

    private void write(byte[] mac, int offset, byte[] output, int target, boolean aboutNobody) {
        long high = (long) BIG_LONGS.get(mac, offset);
        long low = (long) BIG_LONGS.get(mac, offset + 8);
        int at = target;
        if (aboutNobody) {
            output[at++] = '&';
        }
        output[at++] = 'T';
        output[at++] = epoch;
        // Twelve characters of 60 bits, one across the border of the two words, five of the low word's next 25 bits.
        for (int shift = 59; shift >= 4; shift -= 5) {
            output[at++] = BASE32[(int) (high >>> shift) & 31];
        }
        output[at++] = BASE32[(int) (high << 1 | low >>> 63) & 31];
        for (int shift = 58; shift >= 43; shift -= 5) {
            output[at++] = BASE32[(int) (low >>> shift) & 31];
        }
        if (!aboutNobody) {
            output[at] = BASE32[(int) (low >>> 38) & 31];
        }
    }

    /** All values of one kind. The state of a value begins as its first block and ends as its CMAC. */
    private static final class Lane {
        private final Cmac mac;
        private byte[] state = new byte[64 * Cmac.BLOCK];
        private byte[] rest = new byte[64 * Cmac.BLOCK];
        private int[] restAt = new int[64];
        private int[] blocks = new int[64];
        private byte[] round = new byte[64 * Cmac.BLOCK];
        private int count;
        private int restEnd;

        Lane(Cmac mac) {
            this.mac = mac;
        }

        int add(byte[] value, int length) {
            if (count == blocks.length) {
                state = Arrays.copyOf(state, 2 * state.length);
                round = Arrays.copyOf(round, 2 * round.length);
                restAt = Arrays.copyOf(restAt, 2 * count);
                blocks = Arrays.copyOf(blocks, 2 * count);
            }
            if (count == 0) {
                restEnd = 0;
            }
            int needed = Math.max(1, (length + Cmac.BLOCK - 1) / Cmac.BLOCK);
            blocks[count] = needed;
            restAt[count] = restEnd;
            if (needed == 1) {
                last(value, 0, length, state, count * Cmac.BLOCK);
            } else {
                System.arraycopy(value, 0, state, count * Cmac.BLOCK, Cmac.BLOCK);
                addRest(value, length, needed);
            }
            return count++;
        }

        private void addRest(byte[] value, int length, int needed) {
            int size = (needed - 1) * Cmac.BLOCK;
            if (rest.length - restEnd < size) {
                rest = Arrays.copyOf(rest, 2 * rest.length + size);
            }
            int whole = size - Cmac.BLOCK;
            System.arraycopy(value, Cmac.BLOCK, rest, restEnd, whole);
            last(value, Cmac.BLOCK + whole, length - Cmac.BLOCK - whole, rest, restEnd + whole);
            restEnd += size;
        }

        /** Puts the last block: padded if it is not whole, and mixed with the subkey that belongs to it. */
        private void last(byte[] value, int from, int length, byte[] target, int at) {
            byte[] subkey = mac.subkey(length == Cmac.BLOCK);
            for (int i = 0; i < Cmac.BLOCK; i++) {
                int next = i < length ? value[from + i] : i == length ? 0x80 : 0;
                target[at + i] = (byte) (next ^ subkey[i]);
            }
        }

        void run() {
            if (count == 0) {
                return;
            }
            mac.encrypt(state, 0, count * Cmac.BLOCK, state);
            for (int block = 1; runRound(block) > 0; block++) {
                // Each round takes in one more block of the values that have one.
            }
        }

        private int runRound(int block) {
            int active = 0;
            for (int i = 0; i < count; i++) {
                if (blocks[i] > block) {
                    int from = restAt[i] + (block - 1) * Cmac.BLOCK;
                    for (int b = 0; b < Cmac.BLOCK; b++) {
                        round[active * Cmac.BLOCK + b] = (byte) (state[i * Cmac.BLOCK + b] ^ rest[from + b]);
                    }
                    active++;
                }
            }
            if (active == 0) {
                return 0;
            }
            mac.encrypt(round, 0, active * Cmac.BLOCK, round);
            int done = 0;
            for (int i = 0; i < count; i++) {
                if (blocks[i] > block) {
                    System.arraycopy(round, done++ * Cmac.BLOCK, state, i * Cmac.BLOCK, Cmac.BLOCK);
                }
            }
            return active;
        }
    }
}
