package dev.weir.core.hold;

import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.core.policy.Purpose;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads a set of holds back from its canonical JSON. What would be written differently is not that set. */
public final class HoldReader {
    private HoldReader() {}

    /** Returns the holds that these bytes are the canonical JSON of; empty where they are not. */
    public static Optional<HoldSet> read(byte[] canonicalJson) {
        try {
            Json.Members json = JsonReader.readObject(canonicalJson);
            List<Hold> holds = new ArrayList<>();
            for (Json item : json.items("holds").orElseThrow()) {
                if (!(item instanceof Json.Members members)) {
                    return Optional.empty();
                }
                holds.add(hold(members));
            }
            HoldSet set = new HoldSet(
                    json.whole("version").orElseThrow(),
                    Instant.ofEpochSecond(json.whole("issued").orElseThrow()),
                    Instant.ofEpochSecond(json.whole("expires").orElseThrow()),
                    holds);
            return Arrays.equals(set.canonicalJson(), canonicalJson) ? Optional.of(set) : Optional.empty();
        } catch (JsonException | NoSuchElementException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Hold hold(Json.Members json) {
        return new Hold(
                json.text("id").orElseThrow(),
                json.text("state"),
                json.text("purpose").map(p -> Purpose.ofCode(p).orElseThrow()),
                json.text("recipient"),
                json.text("class").map(FieldClass::valueOf),
                json.text("attestation").map(a -> Sha256.fromHex(a).orElseThrow()),
                json.text("reason").orElseThrow());
    }
}
