package dev.weir.proxy.keys;

import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.attestation.TrustEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Prints how long the signatures of a bundle of three tokens take to read and check, warm: nearly all of what a bundle costs.
 * Run by hand; no test.
 */
final class BundleBench {
    private static final int WARM_UP = 1000;
    private static final int ROUNDS = 500;

    private BundleBench() {}

    public static void main(String[] args) throws Exception {
        Instant now = Instant.ofEpochSecond(1_790_000_000);
        Path dir = Files.createTempDirectory("weir-bench").resolve("keys");
        OfficialKeys keys = OfficialKeys.create(dir, false);
        TrustEntry.Jwk jwk = keys.tokenJwk();
        TrustEntry entry = new TrustEntry(
                "https://oig.example",
                jwk.thumbprint(),
                jwk,
                Set.of(TrustEntry.Kind.ATTESTATION),
                false,
                Set.of(),
                Set.of(),
                Set.of(),
                now,
                now.plusSeconds(1));
        String filler = "x".repeat(2000);
        String claims = "{\"aud\":\"https://proxy.example\",\"exp\":1790000100,\"iat\":1790000000,"
                + "\"iss\":\"https://oig.example\",\"nbf\":1790000000,\"note\":\"" + filler + "\"}";
        String token = keys.sign("purpose-attestation+jwt", claims.getBytes(StandardCharsets.UTF_8));
        TinkJwtVerifier known = new TinkJwtVerifier();
        print("a bundle seen before", token, entry, now, () -> known);
        print("a new bundle", token, entry, now, BundleBench::fresh);
    }

    private static TinkJwtVerifier fresh() {
        try {
            return new TinkJwtVerifier();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink is there", e);
        }
    }

    private static void print(
            String what, String token, TrustEntry entry, Instant now, Supplier<TinkJwtVerifier> verifiers)
            throws ClaimException {
        long[] nanos = new long[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long from = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                CompactJwt read = CompactJwt.read(token);
                read.claims();
                if (verifiers.get().verify(read, entry, "https://proxy.example", now)
                        != dev.weir.core.attestation.JwtVerifier.Result.VALID) {
                    throw new IllegalStateException("the bundle of the benchmark is valid");
                }
            }
            if (round >= 0) {
                nanos[round] = System.nanoTime() - from;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s, three tokens of %d characters: p50 %.3f ms, p99 %.3f ms%n",
                what, token.length(), nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 99 / 100] / 1e6);
    }
}
