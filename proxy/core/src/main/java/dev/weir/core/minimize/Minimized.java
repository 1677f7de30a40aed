package dev.weir.core.minimize;

import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Tally;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that may leave. Only the engines of this package make one, and nothing else is taken by an upstream stream, so
 * what was not minimized cannot be sent. The bytes belong to the engine and are valid until its next chunk.
 */
public final class Minimized {
    private static final int CHUNK_FIELD = 2;
    private static final int NUMBER_FIELD = 1;
    private static final int TALLY_FIELD = 2;
    static final int RECORDS_FIELD = 3;

    private final int number;
    private final int rows;
    private final byte[] bytes;
    private final int length;
    private final List<RowRefusal> refused;
    private final List<Integer> withheld;
    private final Tally tally;
    private final Blanks blanks;
    private final Optional<ReleasedPeople> people;
    private @Nullable Sha256 digest;

    Minimized(
            int number,
            int rows,
            byte[] bytes,
            int length,
            List<RowRefusal> refused,
            List<Integer> withheld,
            Tally tally,
            Blanks blanks,
            Optional<ReleasedPeople> people) {
        this.number = number;
        this.rows = rows;
        this.bytes = bytes;
        this.length = length;
        this.refused = List.copyOf(refused);
        this.withheld = List.copyOf(withheld);
        this.tally = tally;
        this.blanks = blanks;
        this.people = people;
    }

    /** Receives the records of a chunk. */
    @FunctionalInterface
    public interface RecordSink {
        /** Takes one record in canonical form; the array is valid during the call only. */
        void record(byte[] bytes, int offset, int length) throws IOException, WireFaultException;
    }

    /** Returns the number of the chunk in its file. */
    public int number() {
        return number;
    }

    /** Returns the rows that leave. */
    public int rows() {
        return rows;
    }

    /** Returns the rows that could not be handled, in row order. */
    public List<RowRefusal> refused() {
        return refused;
    }

    /** Returns the positions of withheld rows in the chunk, ascending. */
    public List<Integer> withheld() {
        return withheld;
    }

    /** Returns the counts of the chunk. */
    public Tally tally() {
        return tally;
    }

    /** Returns what the plan has blanked, by element; it stays here, while the tally goes on to the receiver. */
    public Blanks blanks() {
        return blanks;
    }

    /**
     * Returns about whom something left, where the plan runs under an attestation. Like the bytes, it belongs to the engine
     * and is valid until its next chunk.
     */
    public Optional<ReleasedPeople> people() {
        return people;
    }

    /**
     * Returns the content digest of the chunk: SHA-256 over its records as they stand on the wire. Computed when it is
     * first asked for, because a file that is minimized to a file needs none.
     */
    public Sha256 digest() {
        Sha256 known = digest;
        if (known == null) {
            known = Sha256.of(bytes, 0, length);
            digest = known;
        }
        return known;
    }

    /** Gives every record to a sink. */
    public void forEachRecord(RecordSink sink) throws IOException, WireFaultException {
        WireReader reader = new WireReader().start(bytes, 0, length);
        while (!reader.atEnd()) {
            reader.tag();
            int size = reader.length();
            sink.record(bytes, reader.position(), size);
            reader.skip(size);
        }
    }

    /** Returns the bytes of the chunk as a {@code SubmitRequest} of the second hop. */
    public int frameSize() {
        int chunk = chunkSize();
        return Varints.size(Varints.lengthTag(CHUNK_FIELD)) + Varints.size(chunk) + chunk;
    }

    private int chunkSize() {
        int tallySize = tally.getSerializedSize();
        return (number == 0 ? 0 : 1 + Varints.size(number)) + 1 + Varints.size(tallySize) + tallySize + length;
    }

    /** Returns the chunk as a {@code SubmitRequest} of the second hop, in bytes of its own that outlive the engine's next chunk. */
    public MinimizedFrame keep() {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(frameSize());
        try {
            writeFrame(frame);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written", e);
        }
        return new MinimizedFrame(number, frame.toByteArray());
    }

    /** Writes the chunk as a {@code SubmitRequest} of the second hop. */
    public void writeFrame(OutputStream out) throws IOException {
        byte[] head = new byte[32];
        int at = Varints.put(head, 0, Varints.lengthTag(CHUNK_FIELD));
        at = Varints.put(head, at, chunkSize());
        if (number != 0) {
            at = Varints.put(head, at, NUMBER_FIELD << 3 | Varints.VARINT);
            at = Varints.put(head, at, number);
        }
        at = Varints.put(head, at, Varints.lengthTag(TALLY_FIELD));
        at = Varints.put(head, at, tally.getSerializedSize());
        out.write(head, 0, at);
        tally.writeTo(out);
        out.write(bytes, 0, length);
    }
}
