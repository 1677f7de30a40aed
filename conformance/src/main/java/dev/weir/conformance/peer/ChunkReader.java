package dev.weir.conformance.peer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.weir.conformance.peer.Inbox.StoredChunk;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes a chunk apart and keeps its records as they stand on the wire. */
final class ChunkReader {
    private ChunkReader() {}

    /** Returns the bytes of the message inside a request envelope. */
    static byte[] inner(byte[] request) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(request);
        in.readTag();
        return in.readByteArray();
    }

    static StoredChunk read(byte[] chunk) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(chunk);
        int number = 0;
        Tally tally = Tally.getDefaultInstance();
        List<byte[]> records = new ArrayList<>();
        ByteArrayOutputStream stretch = new ByteArrayOutputStream();
        while (!in.isAtEnd()) {
            int from = in.getTotalBytesRead();
            int tag = in.readTag();
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> number = in.readUInt32();
                case 2 -> tally = Tally.parseFrom(in.readByteArray());
                case 3 -> {
                    records.add(in.readByteArray());
                    stretch.writeBytes(Arrays.copyOfRange(chunk, from, in.getTotalBytesRead()));
                }
                default -> throw new IOException("chunk: holds an unknown field");
            }
        }
        return new StoredChunk(number, records, Sha256.of(stretch.toByteArray()), tally);
    }
}
