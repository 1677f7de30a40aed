package dev.weir.endpoints.submitter;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.tmsis.file.ReadSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a submitter works.
 *
 * @param target the state's proxy
 * @param tls own certificate and the authorities of the proxy
 * @param read how files are read
 * @param journal directory in which it keeps what was acknowledged and what was refused
 * @param rowsPerChunk rows of a chunk, 64 to 1,024
 * @param chunksInFlight chunks of one file that are sent and not acknowledged
 * @param streams files that are sent at a time
 * @param retryFor how long it tries to reach the proxy again
 */
public record SubmitterConfig(
        Endpoint target,
        TlsFiles tls,
        ReadSettings read,
        Path journal,
        int rowsPerChunk,
        int chunksInFlight,
        int streams,
        Duration retryFor) {
    public static final int ROWS_PER_CHUNK = 512;
    public static final int CHUNKS_IN_FLIGHT = 16;

    public SubmitterConfig {
        require(rowsPerChunk >= 64 && rowsPerChunk <= 1024, "rows per chunk", "lie between 64 and 1024");
        require(chunksInFlight >= 1 && chunksInFlight <= 256, "chunks in flight", "lie between 1 and 256");
        require(streams >= 1 && streams <= 64, "streams", "lie between 1 and 64");
        require(!retryFor.isNegative(), "retry for", "is not negative");
    }

    private static void require(boolean holds, String place, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("submitter: " + place + ": " + rule);
        }
    }
}
