package dev.weir.loadtest.drive;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.weir.loadtest.check.LedgerCheck;
import dev.weir.loadtest.check.SentFile;
import dev.weir.loadtest.month.MonthPlan;
import dev.weir.loadtest.month.PlanFile;
import dev.weir.loadtest.month.StateRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was sent in a run, on disk, so that the receiver's store can be verified later.
 *
 * @param load what was sent
 * @param month the month whose rows they are; the load may be a part of it
 * @param submissionId under which id
 * @param store folder of the receiver's store
 * @param releases attested releases that were sent beside it
 */
public record LoadFile(Load load, MonthPlan month, String submissionId, Path store, int releases) {
    /** Name of the file in the folder of a run. */
    public static final String NAME = "load.json";

    private static final String LOAD = "load-plan.json";
    private static final String MONTH = "month-plan.json";

    /** Rows of a chunk of a release. */
    public static final int RELEASE_ROWS_PER_CHUNK = ReleaseLoad.ROWS_PER_CHUNK;

    /** Returns whether a file is one of a release. */
    public static boolean isRelease(String fileName) {
        return ReleaseLoad.isRelease(fileName);
    }

    /** Returns the files of the releases beside the load. */
    public List<SentFile> releaseFiles(StateRows rows) {
        return ReleaseLoad.files(rows, releases);
    }

    /**
     * Returns what came to its end, with its receipts.
     *
     * @param dir folder of the run
     */
    public List<LedgerCheck.Submitted> submitted(Path dir, StateRows rows) {
        List<LedgerCheck.Submitted> all = new ArrayList<>();
        all.add(new LedgerCheck.Submitted(
                submissionId, dir.resolve("journal").resolve(submissionId).resolve(ReleaseLoad.RECEIPT), 0));
        for (SentFile file : releaseFiles(rows)) {
            all.add(ReleaseLoad.submitted(rows, file, dir));
        }
        return all;
    }

    static void write(Load load, MonthPlan month, String submissionId, Path store, int releases, Path dir)
            throws IOException {
        write(load.month(), dir.resolve(LOAD));
        write(month, dir.resolve(MONTH));
        JsonObject how = new JsonObject();
        how.addProperty("submission", submissionId);
        how.addProperty(
                "store", dir.toAbsolutePath().relativize(store.toAbsolutePath()).toString());
        how.addProperty("arrival", load.arrival().name());
        how.addProperty("releases", releases);
        how.addProperty("parts", load.parts());
        how.addProperty("rowsPerChunk", load.rowsPerChunk());
        Files.writeString(dir.resolve(NAME), how.toString());
    }

    private static void write(MonthPlan plan, Path file) throws IOException {
        Files.writeString(file, new PlanFile(plan, Optional.empty()).toJson());
    }

    /** Reads what was sent; send times are not kept. */
    public static LoadFile read(Path dir) throws IOException {
        Path file = dir.resolve(NAME);
        try {
            JsonObject how = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            Load load = new Load(
                    PlanFile.read(dir.resolve(LOAD)).plan(),
                    Duration.ofSeconds(1),
                    Arrival.valueOf(how.get("arrival").getAsString()),
                    Replay.EVEN,
                    how.get("parts").getAsInt(),
                    0,
                    1,
                    how.get("rowsPerChunk").getAsInt());
            return new LoadFile(
                    load,
                    PlanFile.read(dir.resolve(MONTH)).plan(),
                    how.get("submission").getAsString(),
                    dir.resolve(how.get("store").getAsString()),
                    how.get("releases").getAsInt());
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            throw new IOException(file + ": was written by a run", e);
        }
    }
}
