package dev.weir.tmsis.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.weir.smp.v1.Chunk;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.SubmitRequest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hostile encodings about which parsers in use disagree. Field 1 of Open is a string, field 3 a message. */
class StrictScanTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "string twice,                         DUPLICATE, 0a0161 0a0162",
        "sub-message in two halves,            DUPLICATE, 1a00 1a00",
        "tag with a superfluous byte,          VARINT,    8a00 0161",
        "tag in nine bytes,                    VARINT,    8a8080808080808000 0161",
        "tag 2^32 + 10,                        TAG,       8a80808010 0161",
        "tag 2^63 + 10,                        TAG,       8a808080808080808001 0161",
        "tag beyond 64 bits,                   VARINT,    8a8080808080808080808001 0161",
        "varint above 2^64,                    VARINT,    98068080808080808080800 2",
        "known string as varint,               WIRE_TYPE, 0801",
        "known string as fixed64,              WIRE_TYPE, 090102030405060708",
        "invalid UTF-8,                        UTF8,      0a01ff",
        "overlong UTF-8,                       UTF8,      0a02c0af",
        "UTF-8 surrogate,                      UTF8,      0a03eda080",
        "UTF-8 above U+10FFFF,                 UTF8,      0a04f4908080",
        "UTF-8 cut short,                      UTF8,      0a02e282",
        "unknown group,                        GROUP,     a306 0801 a406",
        "group end alone,                      GROUP,     a406",
        "field zero,                           TAG,       020161",
        "wire type 6,                          WIRE_TYPE, a606",
        "wire type 7,                          WIRE_TYPE, a706",
        "length varint with superfluous byte,  VARINT,    0a810061",
        "length beyond the end,                LENGTH,    0a0261",
        "length of 2^63,                       LENGTH,    0a8080808080808080800161",
        "unknown length beyond the end,        LENGTH,    a20605",
        "unknown fixed64 cut short,            LENGTH,    a10601020304050607",
        "unknown fixed32 cut short,            LENGTH,    a506010203",
        "varint cut short,                     VARINT,    a00680",
        "nested duplicate,                     DUPLICATE, 1a08 0a06 0a0161 0a0162",
        "length beyond the parent,             LENGTH,    1a03 0a0a61"
    })
    void hostileBytes_areRefusedByTheirRule(String name, WireRule rule, String hex) {
        byte[] bytes = hex(hex);
        WireFaultException fault = assertThrows(
                WireFaultException.class, () -> StrictScan.check(Open.getDescriptor(), bytes, 0, bytes.length));
        assertEquals(rule, fault.fault().rule());
    }

    @Test
    void bothMembersOfAOneof_areRefused() {
        byte[] bytes = hex("0a00 1200");
        WireFaultException fault = assertThrows(
                WireFaultException.class,
                () -> StrictScan.check(SubmitRequest.getDescriptor(), bytes, 0, bytes.length));
        assertEquals(WireRule.DUPLICATE, fault.fault().rule());
    }

    @Test
    void uint32Above32Bits_isRefused() {
        byte[] bytes = hex("088780808010");
        WireFaultException fault = assertThrows(
                WireFaultException.class, () -> StrictScan.check(Chunk.getDescriptor(), bytes, 0, bytes.length));
        assertEquals(WireRule.RANGE, fault.fault().rule());
    }

    @Test
    void unknownFields_areLegalAndCountedAtEveryDepth() throws WireFaultException {
        // A varint, a length, a fixed64 and a fixed32 at the top, one more inside the manifest.
        byte[] bytes = hex("a00601 a2060161 a1060102030405060708 a50601020304 1a03a00601");
        assertEquals(5, StrictScan.check(Open.getDescriptor(), bytes, 0, bytes.length));
    }

    @Test
    void wellFormedMessage_passesWhole() throws WireFaultException {
        byte[] bytes = Open.newBuilder()
                .setSubmissionId("5e9f0f0e-0000-4000-8000-000000000000")
                .setFileName("\u00C9LIGIBLE.psv")
                .setHeader(dev.weir.tmsis.v4.Record.newBuilder()
                        .setFileHeaderRecordEligibility(dev.weir.tmsis.v4.FileHeaderRecordEligibility.newBuilder()
                                .setRecordId("ELG00001")))
                .build()
                .toByteArray();
        assertEquals(0, StrictScan.check(Open.getDescriptor(), bytes, 0, bytes.length));
    }

    @Test
    void aMillionUnknownVarints_takeTimeInProportion() throws WireFaultException {
        ByteString.Output out = ByteString.newOutput();
        for (int i = 0; i < 1_000_000; i++) {
            out.write(0xA0);
            out.write(0x06);
            out.write(0x01);
        }
        byte[] bytes = out.toByteString().toByteArray();
        assertEquals(1_000_000, StrictScan.check(Open.getDescriptor(), bytes, 0, bytes.length));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
