package dev.weir.loadtest.drive;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.weir.loadtest.month.PlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What was sent in a run, on disk beside the receiver's store, so that the store can be verified later. */
public final class LoadFile {
    /** Name of the file in the folder of a run. */
    public static final String NAME = "load.json";

    private LoadFile() {}

    static void write(Load load, Path dir) throws IOException {
        JsonObject json = JsonParser.parseString(new PlanFile(load.month(), Optional.empty()).toJson())
                .getAsJsonObject();
        Files.writeString(dir.resolve("plan.json"), json.toString());
        JsonObject how = new JsonObject();
        how.addProperty("arrival", load.arrival().name());
        how.addProperty("parts", load.parts());
        how.addProperty("rowsPerChunk", load.rowsPerChunk());
        Files.writeString(dir.resolve(NAME), how.toString());
    }

    /** Reads what was sent; send times are not kept. */
    public static Load read(Path file) throws IOException {
        try {
            JsonObject how = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            return new Load(
                    PlanFile.read(file.resolveSibling("plan.json")).plan(),
                    Duration.ofSeconds(1),
                    Arrival.valueOf(how.get("arrival").getAsString()),
                    Replay.EVEN,
                    how.get("parts").getAsInt(),
                    0,
                    1,
                    how.get("rowsPerChunk").getAsInt());
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            throw new IOException(file + ": was written by a run", e);
        }
    }
}
