package dev.weir.endpoints.receiver;

import com.google.protobuf.ByteString;
import dev.weir.smp.Dsse;
import dev.weir.smp.v1.SignedStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The public keys with which the states' proxies sign their statements. Immutable and safe for any thread. */
public final class StatementKeys {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private final Map<String, List<PublicKey>> byState;

    private StatementKeys(Map<String, List<PublicKey>> byState) {
        this.byState = Map.copyOf(byState);
    }

    /** Returns a set without keys: no statement verifies. */
    public static StatementKeys none() {
        return new StatementKeys(Map.of());
    }

    /** Reads a directory of files {@code STATE.pem}, each with one or more P-256 public keys in PEM. */
    public static StatementKeys read(Path dir) throws IOException {
        Map<String, List<PublicKey>> keys = new HashMap<>();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("[A-Z]{2}\\.pem"))
                    .toList()) {
                keys.put(file.getFileName().toString().substring(0, 2), keys(file));
            }
        }
        return new StatementKeys(keys);
    }

    private static List<PublicKey> keys(Path file) throws IOException {
        List<PublicKey> keys = new ArrayList<>();
        Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        while (matcher.find()) {
            try {
                byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
                keys.add(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new IOException(file + ": holds P-256 public keys in PEM", e);
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(file + ": holds at least one public key in PEM");
        }
        return List.copyOf(keys);
    }

    /** Returns whether a statement has the type and is signed with a key of the state. */
    boolean verifies(String state, String payloadType, SignedStatement statement) {
        if (!statement.getPayloadType().equals(payloadType)) {
            return false;
        }
        byte[] signed = Dsse.preAuthenticationEncoding(
                payloadType, statement.getPayload().toByteArray());
        return byState.getOrDefault(state, List.of()).stream()
                .anyMatch(key -> verifies(key, signed, statement.getSignature()));
    }

    private static boolean verifies(PublicKey key, byte[] signed, ByteString signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
