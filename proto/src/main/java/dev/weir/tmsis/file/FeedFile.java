package dev.weir.tmsis.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Element;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.v4.Record;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A minimized file being written. Its header row says what became of the file: TOT-REC-CNT counts the rows written,
 * SSN-INDICATOR is 0, STATE-NOTATION names the policy, FILE-ENCODING-SPECIFICATION the encoding. The file appears under
 * its name when it is finished and not before. Confined to one thread.
 */
public final class FeedFile implements Closeable {
    private static final String COUNT = "TOT-REC-CNT";

    private final Path target;
    private final Path partial;
    private final FileChannel channel;
    private final TmsisWriter writer;
    private final long countPosition;
    private boolean finished;

    /**
     * Begins a file.
     *
     * @param target where the finished file is to be; replaced if it exists
     * @param header minimized header row, a record in wire form
     * @param policySha256 digest of the policy, lower-case hexadecimal
     */
    public FeedFile(Path target, ByteString header, String policySha256, WriteSettings settings)
            throws IOException, WireFaultException {
        this.target = target;
        this.partial = target.resolveSibling(target.getFileName() + ".partial");
        channel = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            writer = new TmsisWriter(Channels.newOutputStream(channel), settings);
            Segment segment = header(header, policySha256, settings);
            countPosition = countPosition(segment, settings);
        } catch (IOException | WireFaultException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(partial);
            throw e;
        }
    }

    /**
     * Returns the names of minimized files: those of the inputs, with the ending of the encoding for their own. Where two
     * would have the same name, all of these keep their own ending before it.
     *
     * @param inputs names of files, no two the same
     */
    public static List<String> names(List<String> inputs, Encoding encoding) {
        String ending = "." + encoding.name().toLowerCase(Locale.ROOT);
        List<String> stems = inputs.stream()
                .map(name -> name.replaceFirst("(?i)\\.gz$", "").replaceFirst("(?i)\\.(psv|flf|txt|dat)$", ""))
                .toList();
        // A name that is kept whole can be the stem of another input, so this goes on until nothing is there twice.
        while (Set.copyOf(stems).size() < stems.size()) {
            List<String> before = stems;
            stems = IntStream.range(0, before.size())
                    .mapToObj(i -> Collections.frequency(before, before.get(i)) > 1 ? inputs.get(i) : before.get(i))
                    .toList();
        }
        return stems.stream().map(stem -> stem + ending).toList();
    }

    private Segment header(ByteString header, String policySha256, WriteSettings settings)
            throws IOException, WireFaultException {
        Record.Builder record = Record.parseFrom(header).toBuilder();
        var field =
                Record.getDescriptor().findFieldByNumber(record.getSegmentCase().getNumber());
        Segment segment = Catalogue.v4().segment(field.getNumber()).orElseThrow();
        Message.Builder row = ((Message) record.getField(field)).toBuilder();
        put(row, segment, "FILE-ENCODING-SPECIFICATION", settings.encoding().name());
        put(row, segment, "SSN-INDICATOR", "0");
        put(row, segment, COUNT, count(0));
        put(row, segment, "STATE-NOTATION", "SMP1 MINIMIZED " + policySha256.substring(0, 16));
        byte[] bytes = record.setField(field, row.build()).build().toByteArray();
        writer.row(bytes, 0, bytes.length);
        writer.flush();
        return segment;
    }

    private static void put(Message.Builder row, Segment segment, String name, String value) {
        segment.element(name).ifPresent(e -> row.setField(segment.descriptor().findFieldByNumber(e.field()), value));
    }

    private static String count(long rows) {
        return String.format(Locale.ROOT, "%011d", rows);
    }

    /** Returns where the count stands in the header row just written. */
    private long countPosition(Segment segment, WriteSettings settings) throws IOException {
        Element count = segment.element(COUNT).orElseThrow();
        if (settings.encoding() == Encoding.FLF) {
            return settings.layout().segment(segment).orElseThrow().starts()[count.field() - 1];
        }
        String row = Files.readString(partial, StandardCharsets.ISO_8859_1);
        int at = 0;
        for (int column = 1; column < count.field(); column++) {
            at = row.indexOf('|', at) + 1;
        }
        return at;
    }

    /** Writes one record as a row; see {@link TmsisWriter#row}. */
    public void row(byte[] bytes, int offset, int length) throws IOException, WireFaultException {
        writer.row(bytes, offset, length);
    }

    /** Returns the rows written so far. */
    public long rows() {
        return writer.rows();
    }

    /** Returns how often a token was left blank because it is wider than its element, by segment and element. */
    public Map<String, Long> blanked() {
        return writer.blanked();
    }

    /** Writes the count, makes the file durable and gives it its name. */
    public void finish() throws IOException {
        writer.flush();
        ByteBuffer count = ByteBuffer.wrap(count(writer.rows()).getBytes(StandardCharsets.US_ASCII));
        while (count.hasRemaining()) {
            channel.write(count, countPosition + count.position());
        }
        channel.force(true);
        channel.close();
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        finished = true;
    }

    /** Drops a file that was not finished. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            channel.close();
            Files.deleteIfExists(partial);
        }
    }
}
