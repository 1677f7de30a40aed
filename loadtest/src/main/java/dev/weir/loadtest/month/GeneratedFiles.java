package dev.weir.loadtest.month;

import dev.weir.loadtest.sample.AssumedLayout;
import dev.weir.loadtest.sample.SampleFiles;
import dev.weir.loadtest.sample.StateMonth;
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
import java.util.Locale;
import java.util.function.ObjLongConsumer;

/** Writes the rows of a plan as T-MSIS files, in memory of one row. */
public final class GeneratedFiles {
    private final StateRows rows;
    private final Encoding encoding;

    public GeneratedFiles(StateRows rows, Encoding encoding) {
        this.rows = rows;
        this.encoding = encoding;
    }

    /** Writes all files into a directory and tells each one's path and rows. */
    public void write(Path directory, ObjLongConsumer<Path> written) throws IOException {
        Files.createDirectories(directory);
        for (FileType type : FileType.values()) {
            if (rows.plan().rows(type) > 0) {
                Path file = directory.resolve(
                        SampleFiles.baseName(type) + "." + encoding.name().toLowerCase(Locale.ROOT));
                write(type, file);
                written.accept(file, rows.plan().rows(type));
            }
        }
    }

    private void write(FileType type, Path file) throws IOException {
        WriteSettings settings = new WriteSettings(
                encoding, FileCharset.ISO_8859_1, LineEnd.LF, AssumedLayout.layout(), WriteSettings.RowMode.AS_READ);
        WireBuffer record = new WireBuffer(4096);
        StateMonth.header(type, encoding, rows.plan().ansi(), rows.plan().rows(type))
                .writeRecord(new RowEncoder(), record);
        try (TmsisWriter writer = new TmsisWriter(Files.newOutputStream(file), settings)) {
            writer.row(record.array(), 0, record.size());
            for (long index = 0; index < rows.plan().rows(type); index++) {
                record.clear();
                rows.record(type, index, record);
                writer.row(record.array(), 0, record.size());
            }
        } catch (WireFaultException e) {
            throw new IllegalStateException(type + ": generated rows are in canonical form", e);
        }
    }
}
