package dev.weir.loadtest.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.loadtest.sample.Identifiers.SsnHolder;
import dev.weir.tmsis.FileType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every value is a function of the seed and an index. */
class StateMonthTest {
    @ParameterizedTest
    @EnumSource(FileType.class)
    void unit_askedForAlone_hasTheRowsItHasAmongAll(FileType type) {
        FileRows inOrder = StateMonth.sample().file(type);
        FileRows alone = StateMonth.sample().file(type);
        List<List<String>> last = values(alone.rows(alone.units() - 1));
        for (int unit = 0; unit < inOrder.units() - 1; unit++) {
            inOrder.rows(unit);
        }
        assertEquals(values(inOrder.rows(inOrder.units() - 1)), last);
    }

    private static List<List<String>> values(List<Row> rows) {
        return rows.stream().map(Row::values).toList();
    }

    @Test
    void largeMonth_makesRowsByIndex() {
        StateMonth month = new StateMonth(
                1, new StateSize(15_000_000, 80_000, 30, 40, 1_000_000, 500_000, 90_000_000, 30_000_000, 100_000));
        for (FileType type : FileType.values()) {
            FileRows file = month.file(type);
            for (int i = 0; i < 50; i++) {
                file.rows((int) ((long) i * file.units() / 50));
            }
        }
    }

    @Test
    void identifiers_ofManyIndexes_differ() {
        Identifiers identifiers = new Identifiers(Draw.of(3));
        int count = 200_000;
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            seen.add(identifiers.msisId(i));
            seen.add(identifiers.ssn(SsnHolder.PERSON, i));
            seen.add(identifiers.ssn(SsnHolder.RELATIVE, i));
            seen.add(identifiers.medicareId(i));
            seen.add(identifiers.medicareClaimNumber(i));
            seen.add(identifiers.phone(i));
        }
        assertEquals(6 * count, seen.size());
    }

    @Test
    void people_notAMultipleOfABlock_areRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new StateMonth(1, new StateSize(134, 40, 6, 6, 1, 1, 1, 1, 1)));
    }

    @Test
    void row_withAnUnknownElement_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> Row.of("ELG00002").put("ELIGIBLE-CITY", "X"));
    }

    @Test
    void row_withAValueTooWide_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> Row.of("ELG00002").put("SEX", "FM"));
    }
}
