package dev.weir.core.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The vectors of the token standard, and what follows from it. */
class TokenTest {
    private static final Pattern RECOGNIZER = Pattern.compile("^(T[A-Z][A-Z2-7]{18}|&T[A-Z][A-Z2-7]{17})$");

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "MSIS_ID,     '123456789',            TAW2WWQ7G7LHER2SOKVX",
        "MSIS_ID,     '  123456789 ',         TAW2WWQ7G7LHER2SOKVX",
        "MSIS_ID,     '00012345678901234567', TAK5V7INX3C7VYEFEQC3",
        "MSIS_ID,     'ab-12',                TARWCPS7R72VGNSE7DAU",
        "MSIS_ID,     'AB-12',                TAOOLPEISX3FJUQ5ANVO",
        "MSIS_ID,     '1234567890123456',     TARWH6EZBUX3VVB2LN6T",
        "MSIS_ID,     'AAAAAAAAAAAAAAAAA',    TABMPVGC2CZGYLZE5U3M",
        "MSIS_ID,     '&900001',              &TANYA46C4SC2543IHMJ",
        "SSN,         '123456789',            TAKTI3FULIF6XMUDZEHU",
        "SSN,         '123-45-6789',          TAKTI3FULIF6XMUDZEHU",
        "CASE_ID,     'C0012345',             TAC7QKZVMJM7B37ZMHHD",
        "MEDICARE_ID, '1EG4-TE5-MK73',        TAIZHR2UT7UGDV6GT4W7",
        "MEDICARE_ID, '1eg4te5mk73',          TAIZHR2UT7UGDV6GT4W7",
        "CLAIM_ID,    '2026110100000012345',  TA5XNU3VKUAZWP676SYN",
        "OTHER_ID,    'PCN-77',               TAMMFPEQSHVNJ4ZN4JF7"
    })
    void vectors_ofCaliforniaEpochA(TokenClass tokenClass, String value, String token) {
        assertEquals(token, batch(TestKeys.keys(), tokenClass, value));
        assertEquals(token, plain(TestKeys.keys(), tokenClass, value));
    }

    @ParameterizedTest
    @CsvSource({
        "CA, hhs-oig.audit-2026-17, A, TAEKUPP63PX5FFSTCQ3X",
        "CA, cms.tmsis,             B, TB6XFCWDWFKXFNFXQQDB",
        "WA, cms.tmsis,             A, TAMCUOCBWKVVZZJSV6E5"
    })
    void vectors_ofOtherScopes(String state, String domain, char epoch, String token) {
        TokenKeys keys = TokenKeys.derive(TestKeys.root(), new TokenScope(state, domain, epoch));
        assertEquals(token, batch(keys, TokenClass.MSIS_ID, "123456789"));
        assertEquals(token, plain(keys, TokenClass.MSIS_ID, "123456789"));
    }

    @Test
    void vectors_ofKeyAndMac() {
        TokenKeys keys = TestKeys.keys();
        assertEquals(
                "2943f706c7d95e4ae9a06662b984b62041d29595ab3786c22c408d9375051040",
                HexFormat.of().formatHex(keys.key(TokenClass.MSIS_ID).copy()));
        assertEquals(
                "b6ad687cdf59c91d49caadf89f4c3b34",
                HexFormat.of().formatHex(new Tokenizer(keys).mac(TokenClass.MSIS_ID, ascii("123456789"))));
    }

    /** RFC 4493 has AES-128 only; NIST SP 800-38B gives these for AES-256. */
    @ParameterizedTest
    @CsvSource({
        "'', 028962f61b7bf89efc6b551f4667d983",
        "6bc1bee22e409f96e93d7e117393172a, 28a7023f452e8f82bd4bf28d8c37c35c",
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411,"
                + " aaf3d8f1de5640c232f5b169b9c911e6",
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445"
                + "df4f9b17ad2b417be66c3710, e1992190549f6ed5696a2c056c315410"
    })
    void cmac_isTheOneOfTheStandard(String message, String mac) {
        byte[] key = HexFormat.of().parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        Cmac cmac = new Cmac(new Secret(key));
        byte[] bytes = HexFormat.of().parseHex(message);
        int blocks = Math.max(1, (bytes.length + 15) / 16);
        byte[] padded = java.util.Arrays.copyOf(bytes, blocks * 16);
        boolean whole = bytes.length == blocks * 16;
        if (!whole) {
            padded[bytes.length] = (byte) 0x80;
        }
        byte[] state = new byte[16];
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < 16; i++) {
                state[i] ^= (byte) (padded[block * 16 + i] ^ (block == blocks - 1 ? cmac.subkey(whole)[i] : 0));
            }
            cmac.encrypt(state, 0, 16, state);
        }
        assertEquals(mac, HexFormat.of().formatHex(state));
    }

    @ParameterizedTest
    @CsvSource({
        "MSIS_ID, 20, '',                      MISSING",
        "MSIS_ID, 20, '    ',                  MISSING",
        "MSIS_ID, 20, 00000000000000000000,    MISSING",
        "MSIS_ID, 20, 88888888888888888888,    MISSING",
        "MSIS_ID, 20, 99999999999999999999,    MISSING",
        "MSIS_ID, 20, 9999999999999999999,     VALUE",
        "MSIS_ID, 20, 11111111111111111111,    VALUE",
        "SSN,      9, 000-00-0000,             MISSING",
        "SSN,      9, 888888888,               MISSING",
        "SSN,      9, 12345678,                VALUE",
        "SSN,      9, 1234567890,              WIDTH",
        "SSN,      9, ABC,                     VALUE",
        "MEDICARE_ID, 12, 999999999999,        MISSING",
        "CASE_ID, 12, 1234567890123,           WIDTH",
        "CASE_ID, 12, '1\u0001',               CHARACTER",
        "CASE_ID, 12, '1\u007F',               CHARACTER",
        "CASE_ID, 12, '\u00C9',                CHARACTER",
        "SSN,      9, '１２３',                CHARACTER"
    })
    void normalizer_tellsWhatAnIdentifierIs(TokenClass tokenClass, int width, String value, Normalizer.Kind kind) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        Normalizer normalizer = new Normalizer();
        assertEquals(kind, normalizer.normalize(tokenClass, width, bytes, 0, bytes.length, new byte[64], 0));
    }

    @Test
    void irregularSsn_isTokenizedAsItStandsAndReported() {
        byte[] target = new byte[64];
        Normalizer normalizer = new Normalizer();
        byte[] value = ascii(" 12-34567 ");
        assertEquals(Normalizer.Kind.VALUE, normalizer.normalize(TokenClass.SSN, 9, value, 0, 10, target, 0));
        assertTrue(normalizer.irregular());
        assertEquals("12-34567", new String(target, 0, normalizer.length(), StandardCharsets.US_ASCII));
        byte[] regular = ascii("123-45-6789");
        assertEquals(Normalizer.Kind.VALUE, normalizer.normalize(TokenClass.SSN, 9, regular, 0, 11, target, 0));
        assertFalse(normalizer.irregular());
    }

    @ParameterizedTest
    @EnumSource(TokenClass.class)
    void batch_equalsOneAtATime_forEveryLength(TokenClass tokenClass) {
        Random random = new Random(11);
        TokenBatch batch = new TokenBatch(TestKeys.keys());
        Tokenizer plain = new Tokenizer(TestKeys.keys());
        List<String> expected = new ArrayList<>();
        byte[] output = new byte[1000 * TokenShape.LENGTH];
        for (int i = 0; i < 1000; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = 1 + i % 100; value.length() < length; ) {
                value.append((char) ('A' + random.nextInt(26)));
            }
            if (i % 7 == 0) {
                value.setCharAt(0, '&');
            }
            byte[] bytes = ascii(value.toString());
            assertEquals(
                    Normalizer.Kind.VALUE, batch.add(tokenClass, 100, bytes, 0, bytes.length, i * TokenShape.LENGTH));
            expected.add(plain.token(tokenClass, bytes));
        }
        assertEquals(1000, batch.size());
        batch.fill(output);
        assertEquals(String.join("", expected), new String(output, StandardCharsets.US_ASCII));
        assertEquals(0, batch.size());
    }

    @Test
    void truncatedBatch_fillsOnlyWhatIsLeft() {
        TokenBatch batch = new TokenBatch(TestKeys.keys());
        byte[] a = ascii("123456789");
        byte[] longer = ascii("A".repeat(40));
        byte[] output = new byte[60];
        batch.add(TokenClass.MSIS_ID, 50, a, 0, a.length, 0);
        batch.add(TokenClass.MSIS_ID, 50, longer, 0, longer.length, 20);
        batch.add(TokenClass.CLAIM_ID, 50, longer, 0, longer.length, 40);
        batch.truncate(1);
        batch.add(TokenClass.MSIS_ID, 50, ascii("AAAAAAAAAAAAAAAAA"), 0, 17, 10);
        batch.shift(1, 10);
        batch.fill(output);
        assertArrayEquals(ascii("TAW2WWQ7G7LHER2SOKVXTABMPVGC2CZGYLZE5U3M"), java.util.Arrays.copyOf(output, 40));
        assertArrayEquals(new byte[20], java.util.Arrays.copyOfRange(output, 40, 60));
    }

    @Test
    void aHundredThousandTokens_haveOneShapeAndNoCollision() {
        TokenBatch batch = new TokenBatch(TestKeys.keys());
        Set<String> tokens = new HashSet<>();
        byte[] output = new byte[TokenShape.LENGTH];
        for (int i = 0; i < 100_000; i++) {
            byte[] value = ascii(String.format("%09d", i + 1));
            batch.add(TokenClass.SSN, 9, value, 0, 9, 0);
            batch.fill(output);
            String token = new String(output, StandardCharsets.US_ASCII);
            assertTrue(RECOGNIZER.matcher(token).matches());
            assertTrue(tokens.add(token), "a token occurs twice");
        }
    }

    @Test
    void shape_isTheRecognizer() {
        List<String> cases = List.of(
                "TAW2WWQ7G7LHER2SOKVX",
                "&TANYA46C4SC2543IHMJ",
                "TAW2WWQ7G7LHER2SOKV",
                "TAW2WWQ7G7LHER2SOKVXX",
                "taw2wwq7g7lher2sokvx",
                "TAW2WWQ7G7LHER2SOKV1",
                "T2W2WWQ7G7LHER2SOKVX",
                "&&ANYA46C4SC2543IHMJ",
                "AAW2WWQ7G7LHER2SOKVX",
                "TAW2WWQ7G7LHER2SOKV8",
                "");
        for (String text : cases) {
            byte[] bytes = ascii(text);
            assertEquals(RECOGNIZER.matcher(text).matches(), TokenShape.matches(bytes, 0, bytes.length), text);
        }
    }

    @Test
    void classesStatesAndEpochs_areUnlinkable() {
        Set<String> tokens = new HashSet<>();
        for (String state : List.of("CA", "WA")) {
            for (char epoch : new char[] {'A', 'B'}) {
                for (TokenClass tokenClass : TokenClass.values()) {
                    TokenKeys keys = TokenKeys.derive(TestKeys.root(), new TokenScope(state, "cms.tmsis", epoch));
                    assertTrue(tokens.add(plain(keys, tokenClass, "900123456").substring(2)));
                }
            }
        }
        assertEquals(24, tokens.size());
    }

    @Test
    void secrets_doNotPrint() {
        Secret secret = new Secret(ascii("not for anybody's eyes"));
        assertEquals("[redacted]", secret.toString());
        assertTrue(secret.sameAs(new Secret(secret.copy())));
        Secret other = new Secret(secret.copy());
        other.wipe();
        assertFalse(secret.sameAs(other));
        assertNotEquals(secret.hashCode(), new Secret(secret.copy()).hashCode());
    }

    private static String batch(TokenKeys keys, TokenClass tokenClass, String value) {
        byte[] bytes = ascii(value);
        byte[] output = new byte[TokenShape.LENGTH];
        TokenBatch batch = new TokenBatch(keys);
        assertEquals(Normalizer.Kind.VALUE, batch.add(tokenClass, 50, bytes, 0, bytes.length, 0));
        batch.fill(output);
        return new String(output, StandardCharsets.US_ASCII);
    }

    private static String plain(TokenKeys keys, TokenClass tokenClass, String value) {
        byte[] bytes = ascii(value);
        byte[] target = new byte[bytes.length];
        Normalizer normalizer = new Normalizer();
        normalizer.normalize(tokenClass, 50, bytes, 0, bytes.length, target, 0);
        return new Tokenizer(keys).token(tokenClass, java.util.Arrays.copyOf(target, normalizer.length()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
