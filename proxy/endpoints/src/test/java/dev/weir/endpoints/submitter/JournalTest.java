package dev.weir.endpoints.submitter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.RefusalCode;
import dev.weir.smp.v1.RefusedRow;
import dev.weir.tmsis.file.RowProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path dir;

    private static ChunkSource.ChunkRows rows(int number) {
        return new ChunkSource.ChunkRows(
                number,
                new long[] {10L * number + 1, 10L * number + 2, 10L * number + 4},
                List.of(new ChunkSource.Malformed(10L * number + 3, "ELG00002", RowProblem.COLUMNS)));
    }

    private static ChunkOutcome outcome(int number) {
        return ChunkOutcome.newBuilder()
                .setNumber(number)
                .addRefused(RefusedRow.newBuilder()
                        .setRow(2)
                        .setCode(RefusalCode.REFUSAL_CODE_WIDTH)
                        .setField(7))
                .addWithheld(0)
                .build();
    }

    @Test
    void journal_remembersWhatWasSettled() throws IOException {
        Path path = dir.resolve("a.journal");
        try (Journal journal = Journal.open(path, 256)) {
            journal.settle(rows(0), outcome(0));
            journal.settle(rows(1), outcome(1));
            journal.settle(rows(0), outcome(0));
        }
        try (Journal journal = Journal.open(path, 512)) {
            assertEquals(2, journal.next());
            assertEquals(256, journal.rowsPerChunk(), "cuts stay where they were");
            assertFalse(journal.closed());
            journal.close(List.of());
        }
        try (Journal journal = Journal.open(path, 256)) {
            assertTrue(journal.closed());
            assertEquals("""
                    H 256
                    M 3 ELG00002 COLUMNS
                    R 4 7 WIDTH
                    W 1
                    A 0 3
                    M 13 ELG00002 COLUMNS
                    R 14 7 WIDTH
                    W 11
                    A 1 3
                    C
                    """, Files.readString(path));
        }
    }

    @Test
    void linesBehindTheLastAcknowledgement_areDropped() throws IOException {
        Path path = dir.resolve("a.journal");
        try (Journal journal = Journal.open(path, 256)) {
            journal.settle(rows(0), outcome(0));
        }
        long settled = Files.size(path);
        for (String torn : List.of("R 14 7 WIDTH\nW 11\n", "R 14", "R 14 7 WIDTH\nA 1", "A 1 3", "C")) {
            Files.writeString(path, torn, StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
            try (Journal journal = Journal.open(path, 256)) {
                assertEquals(1, journal.next(), torn);
                assertFalse(journal.closed(), torn);
            }
            assertEquals(settled, Files.size(path), torn);
        }
    }
}
