package dev.weir.loadtest.sample;

import dev.weir.tmsis.FileType;
import dev.weir.tmsis.file.Encoding;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.LineEnd;
import dev.weir.tmsis.file.TmsisWriter;
import dev.weir.tmsis.file.WriteSettings;
import dev.weir.tmsis.wire.RowEncoder;
import dev.weir.tmsis.wire.WireBuffer;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The files of a state month in both encodings, and the layout that the fixed-length ones need. */
public final class SampleFiles {
    /**
     * One file that was written.
     *
     * @param rows rows behind the header row
     */
    public record Written(Path path, long rows, long bytes) {}

    private final StateMonth month;

    public SampleFiles(StateMonth month) {
        this.month = month;
    }

    /**
     * Writes all files into a directory: {@code psv/}, {@code flf/} and the layout. Files that are there are replaced,
     * others are left alone.
     */
    public List<Written> write(Path directory) throws IOException {
        List<Written> written = new ArrayList<>();
        for (Encoding encoding : Encoding.values()) {
            String extension = encoding.name().toLowerCase(Locale.ROOT);
            Path folder = Files.createDirectories(directory.resolve(extension));
            for (FileType type : FileType.values()) {
                Path file = folder.resolve(baseName(type) + "." + extension);
                long rows = write(file, type, encoding);
                written.add(new Written(file, rows, Files.size(file)));
            }
        }
        Path layout = directory.resolve(AssumedLayout.FILE);
        Files.writeString(layout, String.join("\n", AssumedLayout.lines()) + "\n");
        written.add(new Written(layout, 0, Files.size(layout)));
        return written;
    }

    /** Returns the name that a file of a type has in front of its extension. */
    public static String baseName(FileType type) {
        return switch (type) {
            case ELG -> "ELIGIBLE";
            case PRV -> "PROVIDER";
            case MCR -> "MNGDCARE";
            case TPL -> "TPL";
            case CIP -> "CLAIMIP";
            case CLT -> "CLAIMLT";
            case COT -> "CLAIMOT";
            case CRX -> "CLAIMRX";
            case FTX -> "FTX";
        };
    }

    private long write(Path file, FileType type, Encoding encoding) throws IOException {
        List<Row> rows = month.rows(type);
        WriteSettings settings = new WriteSettings(
                encoding, FileCharset.ISO_8859_1, LineEnd.LF, AssumedLayout.layout(), WriteSettings.RowMode.AS_READ);
        RowEncoder encoder = new RowEncoder();
        WireBuffer record = new WireBuffer(4096);
        try (TmsisWriter writer = new TmsisWriter(Files.newOutputStream(file), settings)) {
            write(HeaderRow.of(type, encoding, rows.size()), encoder, record, writer);
            long number = 0;
            for (Row row : rows) {
                number++;
                write(row.put("RECORD-NUMBER", Numbers.padded(number, 11)), encoder, record, writer);
            }
            return writer.rows();
        }
    }

    private static void write(Row row, RowEncoder encoder, WireBuffer record, TmsisWriter writer) throws IOException {
        record.clear();
        row.writeRecord(encoder, record);
        try {
            writer.row(record.array(), 0, record.size());
        } catch (WireFaultException e) {
            throw new IllegalStateException(row.segment().id() + ": a generated row is not in canonical form", e);
        }
    }
}
