package dev.weir.endpoints.submitter;

import dev.weir.endpoints.wire.Payload;
import dev.weir.tmsis.wire.Varints;
import java.io.IOException;
import java.io.OutputStream;

/** A chunk as a {@code SubmitRequest} of the first hop, valid until the next one is made. */
final class ChunkPayload implements Payload {
    private static final int CHUNK_FIELD = 2;
    private static final int NUMBER_FIELD = 1;

    private final byte[] head = new byte[16];
    private final int headSize;
    private final byte[] records;
    private final int length;

    private ChunkPayload(int number, byte[] records, int length) {
        this.records = records;
        this.length = length;
        int chunk = (number == 0 ? 0 : 1 + Varints.size(number)) + length;
        int at = Varints.put(head, 0, Varints.lengthTag(CHUNK_FIELD));
        at = Varints.put(head, at, chunk);
        if (number > 0) {
            at = Varints.put(head, at, NUMBER_FIELD << 3 | Varints.VARINT);
            at = Varints.put(head, at, number);
        }
        headSize = at;
    }

    static ChunkPayload of(Chunks chunks) {
        return new ChunkPayload(chunks.number(), chunks.bytes(), chunks.length());
    }

    @Override
    public int size() {
        return headSize + length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(head, 0, headSize);
        out.write(records, 0, length);
    }
}
