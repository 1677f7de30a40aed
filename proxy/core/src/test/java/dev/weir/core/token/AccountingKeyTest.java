package dev.weir.core.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vector of the accounting key. */
class AccountingKeyTest {
    @Test
    void key_isThatOfTheStandard() {
        Secret key = KeyDerivation.accountingKey(TestKeys.root(), "CA", "0190f3a2-7c11-7b44-9f00-3d5b8a1e2c77");
        assertEquals(
                "591d88343e655188beaf0c77c94989456b061f1c95e7d82831a55c304e3aee9b",
                HexFormat.of().formatHex(key.copy()));
    }
}
