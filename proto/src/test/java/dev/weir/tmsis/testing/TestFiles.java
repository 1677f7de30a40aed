package dev.weir.tmsis.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.v4.Record;
import java.nio.charset.Charset;
import java.util.List;

/** Whole T-MSIS files from columns. */
public final class TestFiles {
    private TestFiles() {}

    /** Returns a pipe-separated file. */
    public static byte[] psv(List<String> header, List<List<String>> rows, String lineEnd, Charset charset) {
        StringBuilder file = new StringBuilder(String.join("|", header)).append(lineEnd);
        for (List<String> row : rows) {
            file.append(String.join("|", row)).append(lineEnd);
        }
        return file.toString().getBytes(charset);
    }

    /** Returns a header record with another FILE-ENCODING-SPECIFICATION. */
    public static byte[] relabel(byte[] header, String encoding) throws InvalidProtocolBufferException {
        Record.Builder record = Record.parseFrom(header).toBuilder();
        var field =
                Record.getDescriptor().findFieldByNumber(record.getSegmentCase().getNumber());
        Segment segment = Catalogue.v4().segment(field.getNumber()).orElseThrow();
        int encodingField =
                segment.element("FILE-ENCODING-SPECIFICATION").orElseThrow().field();
        Message row = ((Message) record.getField(field))
                .toBuilder()
                        .setField(segment.descriptor().findFieldByNumber(encodingField), encoding)
                        .build();
        return record.setField(field, row).build().toByteArray();
    }
}
