package dev.weir.endpoints.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.weir.smp.Dsse;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.SignedStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver signs verifies with its public part, and with nothing else. */
class ReceiverKeyTest {
    private static final String TYPE = "receipt-ack+jwt";
    private static final DurableAckStatement STATEMENT =
            DurableAckStatement.newBuilder().setState("CA").build();

    @TempDir
    Path dir;

    private ReceiverKey key;
    private VerifyingKeys keys;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void create() throws IOException {
        key = ReceiverKey.create(dir.resolve("key"), dir.resolve("public.pem"));
        keys = VerifyingKeys.read(dir.resolve("public.pem"));
    }

    @Test
    void statement_verifiesForItsTypeKeyAndBytesOnly() throws IOException {
        SignedStatement signed = ReceiverKey.read(dir.resolve("key")).sign(Dsse.DURABLE_ACK, STATEMENT);
        assertTrue(keys.verifies(Dsse.DURABLE_ACK, signed));
        assertFalse(keys.verifies(Dsse.COUNTS, signed));
        assertFalse(keys.verifies(
                Dsse.COUNTS, signed.toBuilder().setPayloadType(Dsse.COUNTS).build()));
        assertFalse(keys.verifies(
                Dsse.DURABLE_ACK,
                signed.toBuilder()
                        .setPayload(signed.getPayload().concat(ByteString.copyFrom(new byte[] {0})))
                        .build()));
        assertFalse(keys.verifies(
                Dsse.DURABLE_ACK,
                signed.toBuilder().setSignature(ByteString.EMPTY).build()));
        assertFalse(VerifyingKeys.none().verifies(Dsse.DURABLE_ACK, signed));
    }

    @Test
    void token_givesItsClaims_forItsTypeAndOneOfTheKeys() throws IOException {
        String token = key.jwt(TYPE, "{\"a\":1}");
        assertArrayEquals(
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                keys.claims(TYPE, token).orElseThrow());
        assertEquals(Optional.empty(), keys.claims("other+jwt", token));
        String[] parts = token.split("\\.");
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String none = encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        String changed = encoder.encodeToString("{\"a\":2}".getBytes(StandardCharsets.UTF_8));
        for (String hostile : List.of(
                none + "." + parts[1] + ".",
                none + "." + parts[1] + "." + parts[2],
                parts[0] + "." + changed + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                token + ".",
                "!." + parts[1] + "." + parts[2],
                "")) {
            assertEquals(Optional.empty(), keys.claims(TYPE, hostile), hostile);
        }
        ReceiverKey.create(dir.resolve("other"), dir.resolve("other.pem"));
        VerifyingKeys others = VerifyingKeys.read(dir.resolve("other.pem"));
        assertEquals(Optional.empty(), others.claims(TYPE, token));
        Files.writeString(
                dir.resolve("both.pem"),
                Files.readString(dir.resolve("other.pem")) + Files.readString(dir.resolve("public.pem")));
        assertTrue(
                VerifyingKeys.read(dir.resolve("both.pem")).claims(TYPE, token).isPresent());
    }

    @Test
    void key_isForItsOwnerOnly_andNeverOverwritten() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("key"))));
        assertFalse(Files.readString(dir.resolve("public.pem")).contains("PRIVATE"));
        assertThrows(
                FileAlreadyExistsException.class,
                () -> ReceiverKey.create(dir.resolve("key"), dir.resolve("public.pem")));
    }

    @Test
    void fileWithoutAKey_isRefused() throws IOException {
        Path file = Files.writeString(dir.resolve("nothing.pem"), "nothing");
        assertThrows(IOException.class, () -> VerifyingKeys.read(file));
        assertThrows(IOException.class, () -> ReceiverKey.read(file));
        assertThrows(IOException.class, () -> ReceiverKey.read(dir.resolve("public.pem")));
    }
}
