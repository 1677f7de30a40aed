package dev.weir.tmsis.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.tmsis.wire.WireBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlfNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0000000012345,  2, 123.45",
        "-000000012345,  2, -123.45",
        "+000000012345,  2, 123.45",
        "0000000000000,  2, 0.00",
        "0000000000005,  2, 0.05",
        "9999999999999,  2, 99999999999.99",
        "000123,         0, 123",
        "000000,         0, 0",
        "5,              2, refused",
        "12a45,          2, refused",
        "12-45,          2, refused",
        "-,              0, refused",
        "'',             2, ''"
    })
    void column_becomesANumberWithAPoint(String column, int scale, String expected) {
        WireBuffer out = new WireBuffer(32);
        byte[] bytes = column.getBytes(StandardCharsets.US_ASCII);
        boolean number = FlfNumbers.putWithPoint(bytes, 0, bytes.length, scale, out);
        assertEquals(expected, number ? text(out) : "refused");
    }

    @ParameterizedTest
    @CsvSource({
        "123.45,   13, 2, 0000000012345",
        "-123.45,  13, 2, -000000012345",
        "+123.45,  13, 2, 0000000012345",
        "123.4,    13, 2, 0000000012340",
        "123,      13, 2, 0000000012300",
        ".5,       13, 2, 0000000000050",
        "123.450,  13, 2, 0000000012345",
        "000123.45, 7, 2, 0012345",
        "123.456,  13, 2, refused",
        "123456.00, 7, 2, refused",
        "-12345.00, 7, 2, refused",
        "12.3.4,   13, 2, refused",
        "1e5,      13, 2, refused",
        ".,        13, 2, refused",
        "-,        13, 2, refused",
        "7,         3, 0, 007"
    })
    void number_fillsItsColumn(String number, int width, int scale, String expected) {
        WireBuffer out = new WireBuffer(32);
        byte[] bytes = number.getBytes(StandardCharsets.US_ASCII);
        boolean fits = FlfNumbers.putFixed(bytes, 0, bytes.length, width, scale, out);
        assertEquals(expected, fits ? text(out) : "refused");
    }

    private static String text(WireBuffer out) {
        return new String(out.toByteArray(), StandardCharsets.US_ASCII);
    }
}
