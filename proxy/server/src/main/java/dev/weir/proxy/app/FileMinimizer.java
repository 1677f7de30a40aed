package dev.weir.proxy.app;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.core.minimize.FastEngine;
import dev.weir.core.minimize.Minimized;
import dev.weir.core.minimize.MinimizedHeader;
import dev.weir.core.minimize.PlainEngine;
import dev.weir.core.minimize.RowContext;
import dev.weir.core.minimize.RowRefusal;
import dev.weir.core.plan.Plan;
import dev.weir.core.token.TokenKeys;
import dev.weir.endpoints.submitter.ChunkSource;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.RefusalCode;
import dev.weir.smp.v1.Tally;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.file.FeedFile;
import dev.weir.tmsis.file.FileHeader;
import dev.weir.tmsis.file.FileProblem;
import dev.weir.tmsis.file.FileRefusedException;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.TmsisReader;
import dev.weir.tmsis.file.WriteSettings;
import dev.weir.tmsis.v4.Record;
import dev.weir.tmsis.wire.WireFaultException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Minimizes files to files, with the engine of the proxy, for federal endpoints that are still file drops. Memory does
 * not depend on the size of a file; an output appears when it is complete and not before.
 */
public final class FileMinimizer {
    private static final int ROWS_PER_CHUNK = 512;
    private static final String CODE = "REFUSAL_CODE_";

    private final Plan plan;
    private final TokenKeys keys;
    private final ReadSettings read;
    private final WriteSettings write;

    /** Creates a minimizer; the keys are those of the plan's scope. */
    public FileMinimizer(Plan plan, TokenKeys keys, ReadSettings read, WriteSettings write) {
        this.plan = plan;
        this.keys = keys;
        this.read = read;
        this.write = write;
    }

    /** Told how many rows have been read. */
    @FunctionalInterface
    public interface RowProgress {
        /** Takes the rows read so far and the rows of the file. */
        void rows(long done, long all);
    }

    /**
     * What became of a file.
     *
     * @param output the minimized file
     * @param rejects list of the rows that are not in it
     * @param header what the header row of the input said
     * @param rows rows written
     * @param malformed rows that were malformed
     * @param tally counts of the others
     * @param blanked how often a token was left blank because it is wider than its element, by segment and element
     */
    public record Result(
            Path output,
            Path rejects,
            FileHeader header,
            long rows,
            long malformed,
            Tally tally,
            Map<String, Long> blanked) {}

    /**
     * Minimizes one file.
     *
     * @param output the file to be written; replaced if it exists
     * @throws FileRefusedException where the file is refused as a whole; the output is then not written
     */
    public Result run(Path input, Path output, RowProgress progress) throws IOException {
        Path rejects = output.resolveSibling(output.getFileName() + ".rejects.csv");
        Path partial = output.resolveSibling(output.getFileName() + ".rejects.partial");
        try (TmsisReader reader = TmsisReader.open(input, read);
                BufferedWriter list = Files.newBufferedWriter(partial, StandardCharsets.US_ASCII)) {
            FileHeader header = reader.header();
            requireState(header, input);
            list.write("row,outcome,code,field\n");
            RowContext context = new RowContext(header.fileType(), header.state());
            FastEngine engine = new FastEngine(plan, keys, context);
            try (FeedFile feed = new FeedFile(
                    output,
                    header(header, context, input).record(),
                    plan.policySha256().hex(),
                    write)) {
                Tally tally = rows(reader, engine, feed, list, input, progress);
                feed.finish();
                list.close();
                Files.move(partial, rejects, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                return new Result(
                        output, rejects, header, feed.rows(), reader.malformed(), tally, new TreeMap<>(feed.blanked()));
            } finally {
                engine.wipe();
            }
        } catch (WireFaultException e) {
            throw new IllegalStateException("a reader makes records in canonical form", e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void requireState(FileHeader header, Path input) throws FileRefusedException {
        if (!plan.policy().jurisdiction().ansi().contains(header.state())) {
            throw new FileRefusedException(
                    FileProblem.HEADER,
                    input.getFileName() + ": "
                            + Catalogue.v4().header(header.fileType()).id() + ".SUBMITTING-STATE",
                    "is a code of the policy's state");
        }
    }

    private MinimizedHeader header(FileHeader header, RowContext context, Path input) throws IOException {
        try {
            return new PlainEngine(plan, keys, context)
                    .minimizeHeader(Record.parseFrom(header.record()))
                    .orElseThrow(() -> new FileRefusedException(
                            FileProblem.HEADER,
                            String.valueOf(input.getFileName()),
                            "the header row has values that fit their elements"));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a reader makes records that can be parsed", e);
        }
    }

    private Tally rows(
            TmsisReader reader, FastEngine engine, FeedFile feed, BufferedWriter list, Path input, RowProgress progress)
            throws IOException, WireFaultException {
        Tally tally = Tally.getDefaultInstance();
        ChunkSource chunks = new ChunkSource(reader, ROWS_PER_CHUNK);
        while (chunks.next()) {
            Minimized minimized = engine.minimize(chunks.bytes(), 0, chunks.length());
            minimized.forEachRecord(feed::row);
            tally = Totals.plus(tally, minimized.tally());
            list(chunks.rows(), minimized, list);
            requireFewRefusals(tally, input);
            progress.rows(reader.row(), reader.header().rows());
        }
        malformed(chunks.rows(), list);
        return tally;
    }

    private static void list(ChunkSource.ChunkRows rows, Minimized minimized, BufferedWriter list) throws IOException {
        malformed(rows, list);
        for (RowRefusal refused : minimized.refused()) {
            list.write(rows.rowNumbers()[refused.row()] + ",refused," + code(refused.code()) + "," + refused.field()
                    + "\n");
        }
        for (int withheld : minimized.withheld()) {
            list.write(rows.rowNumbers()[withheld] + ",withheld,ROWS,\n");
        }
    }

    private static void malformed(ChunkSource.ChunkRows rows, BufferedWriter list) throws IOException {
        for (ChunkSource.Malformed row : rows.malformed()) {
            list.write(row.row() + ",malformed," + row.problem() + ",\n");
        }
    }

    private static String code(RefusalCode code) {
        return code.name().substring(CODE.length());
    }

    private void requireFewRefusals(Tally tally, Path input) throws FileRefusedException {
        if (read.stopRule().stops(tally.getRefused(), tally.getRows())) {
            throw new FileRefusedException(
                    FileProblem.STOP_RULE,
                    String.valueOf(input.getFileName()),
                    tally.getRefused() + " of " + tally.getRows()
                            + " rows were refused, more than the stop rule allows");
        }
    }
}
