package dev.weir.loadtest.month;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.weir.tmsis.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan on disk, and an operator's own counts: JSON with {@code rows} by file type, and for a plan also state, seed, basis
 * and, if there is one, the due time.
 *
 * @param plan what must be sent
 * @param due by when
 */
public record PlanFile(MonthPlan plan, Optional<OffsetDateTime> due) {
    private static final Set<String> KEYS = Set.of("state", "ansi", "seed", "basis", "due", "rows");
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** Reads a plan. */
    public static PlanFile read(Path file) throws IOException {
        JsonObject json = object(file);
        for (String key : json.keySet()) {
            require(KEYS.contains(key), file, key, "is not a key of a plan");
        }
        try {
            MonthPlan plan = new MonthPlan(
                    json.get("state").getAsString(),
                    json.get("ansi").getAsString(),
                    json.get("seed").getAsLong(),
                    json.get("basis").getAsString(),
                    rows(json, file));
            return new PlanFile(
                    plan,
                    json.has("due")
                            ? Optional.of(OffsetDateTime.parse(json.get("due").getAsString()))
                            : Optional.empty());
        } catch (RuntimeException e) {
            throw new IOException(file + ": has state, ansi, seed, basis, rows and perhaps due, each of its type", e);
        }
    }

    /** Reads an operator's own counts: {@code {"rows": {"ELG": 123, ...}}}. */
    public static Map<FileType, Long> counts(Path file) throws IOException {
        return rows(object(file), file);
    }

    private static JsonObject object(Path file) throws IOException {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(file + ": is a JSON object", e);
        }
    }

    private static Map<FileType, Long> rows(JsonObject json, Path file) throws IOException {
        Map<FileType, Long> rows = new EnumMap<>(FileType.class);
        require(json.has("rows") && json.get("rows").isJsonObject(), file, "rows", "is an object");
        for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject("rows").entrySet()) {
            try {
                FileType type = FileType.valueOf(entry.getKey());
                long count = Long.parseLong(entry.getValue().getAsString());
                require(count >= 0, file, "rows." + entry.getKey(), "is not negative");
                rows.put(type, count);
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        file + ": rows." + entry.getKey()
                                + ": is one of ELG PRV MCR TPL CIP CLT COT CRX FTX with a count",
                        e);
            }
        }
        require(rows.values().stream().anyMatch(n -> n > 0), file, "rows", "has a row");
        return rows;
    }

    private static void require(boolean holds, Path file, String place, String rule) throws IOException {
        if (!holds) {
            throw new IOException(file + ": " + place + ": " + rule);
        }
    }

    /** Returns the plan as JSON. */
    public String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("state", plan.state());
        json.addProperty("ansi", plan.ansi());
        json.addProperty("seed", plan.seed());
        json.addProperty("basis", plan.basis());
        due.ifPresent(at -> json.addProperty("due", at.toString()));
        JsonObject rows = new JsonObject();
        for (FileType type : FileType.values()) {
            rows.addProperty(type.name(), plan.rows(type));
        }
        json.add("rows", rows);
        return JSON.toJson(json);
    }

    /** Returns a point in time with its zone. */
    public static OffsetDateTime time(String text) throws IOException {
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            throw new IOException("time: is written like 2026-12-31T23:59:59-05:00", e);
        }
    }
}
