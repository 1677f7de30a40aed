package dev.weir.conformance.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final byte[] ROOT =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    @Test
    void key_isTheOneOfTheSpecification() {
        Tokens tokens = new Tokens(ROOT, "CA", "cms.tmsis", 'A');
        assertEquals(
                "2943f706c7d95e4ae9a06662b984b62041d29595ab3786c22c408d9375051040",
                HexFormat.of().formatHex(tokens.key("msis-id")));
    }

    @Test
    void tokens_areThoseOfTheSpecification() {
        Tokens tokens = new Tokens(ROOT, "CA", "cms.tmsis", 'A');
        assertEquals("TAW2WWQ7G7LHER2SOKVX", tokens.token("msis-id", "123456789"));
        assertEquals("TARWH6EZBUX3VVB2LN6T", tokens.token("msis-id", "1234567890123456"));
        assertEquals("TABMPVGC2CZGYLZE5U3M", tokens.token("msis-id", "A".repeat(17)));
        assertEquals("&TANYA46C4SC2543IHMJ", tokens.token("msis-id", "&900001"));
        assertEquals("TAKTI3FULIF6XMUDZEHU", tokens.token("ssn", Normal.of("ssn", "123-45-6789")));
        assertEquals("TAIZHR2UT7UGDV6GT4W7", tokens.token("medicare-id", Normal.of("medicare-id", "1eg4te5mk73")));
    }
}
