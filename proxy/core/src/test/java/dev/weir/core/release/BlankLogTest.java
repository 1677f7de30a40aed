package dev.weir.core.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.core.minimize.Blanks;
import dev.weir.core.minimize.FastEngine;
import dev.weir.core.minimize.RowContext;
import dev.weir.core.plan.Plan;
import dev.weir.core.testing.Chunks;
import dev.weir.core.testing.TestPolicies;
import dev.weir.core.token.TestKeys;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.testing.RandomRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was blanked is counted once for every chunk that the receiver has, and not at all where a chunk was not seen. */
class BlankLogTest {
    private static final Segment PEOPLE = Catalogue.v4().segment("ELG00003").orElseThrow();

    private final BlankLog log = new BlankLog();

    /** Returns what is blanked in a chunk of some people with an immigration status, and of some in another state. */
    private static Blanks blanks(int people, int refused) throws Exception {
        int status = PEOPLE.element("IMMIGRATION-STATUS").orElseThrow().field();
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < people + refused; i++) {
            List<String> values = new ArrayList<>(List.of("ELG00003", i < people ? "06" : "53"));
            while (values.size() < status - 1) {
                values.add("");
            }
            values.add("1");
            rows.add(RandomRows.record(PEOPLE, values));
        }
        byte[] chunk = Chunks.of(0, rows);
        FastEngine engine = new FastEngine(
                Plan.withoutAttestation(TestPolicies.california()),
                TestKeys.keys(),
                new RowContext(FileType.ELG, "06"));
        return engine.minimize(chunk, 0, chunk.length).blanks();
    }

    private static List<String> text(Optional<Blanks> blanks) {
        List<String> lines = new ArrayList<>();
        blanks.orElseThrow()
                .forEach((segment, element, rows) -> lines.add(segment.id() + "." + element.name() + " " + rows));
        return lines;
    }

    @Test
    void rowsThatLeave_areCounted_andRefusedOnesAreNot() throws Exception {
        assertEquals(List.of("ELG00003.IMMIGRATION-STATUS 3"), text(Optional.of(blanks(3, 2))));
        assertEquals(Blanks.NONE, blanks(0, 4));
    }

    @Test
    void chunk_thatIsSentTwice_countsOnce() throws Exception {
        log.opened(0);
        log.sent(0, blanks(1, 0));
        log.sent(1, blanks(2, 0));
        log.acked(0);
        log.opened(1);
        log.sent(1, blanks(2, 0));
        log.acked(1);
        assertEquals(List.of("ELG00003.IMMIGRATION-STATUS 3"), text(log.of(2)));
    }

    @Test
    void chunk_whoseAcknowledgementWasLost_isCountedWhenTheReceiverHasIt() throws Exception {
        log.opened(0);
        log.sent(0, blanks(4, 0));
        log.opened(1);
        assertEquals(List.of("ELG00003.IMMIGRATION-STATUS 4"), text(log.of(1)));
    }

    @Test
    void chunk_thatWasNotSeen_leavesTheSumUnknown() throws Exception {
        log.opened(2);
        log.sent(2, blanks(1, 0));
        log.acked(2);
        assertEquals(Optional.empty(), log.of(3));
    }
}
