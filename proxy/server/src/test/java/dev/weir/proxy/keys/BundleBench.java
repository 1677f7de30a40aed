package dev.weir.proxy.keys;

import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.attestation.JwtVerifier;
import dev.weir.core.attestation.TrustEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Prints how long the signatures of a bundle of three tokens take to read and check, warm: nearly all of what a bundle costs.
 * The keys are known, as those of a trust list are. Run by hand; no test.
 */
final class BundleBench {
    private static final String AUDIENCE = "https://proxy.example";
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
        TinkJwtVerifier verifier = new TinkJwtVerifier();
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 3 * (WARM_UP + ROUNDS); i++) {
            tokens.add(token(keys, i));
        }
        print("a new bundle", tokens, entry, now, verifier);
        print("a bundle seen before", Collections.nCopies(tokens.size(), tokens.get(0)), entry, now, verifier);
    }

    private static String token(OfficialKeys keys, int number) throws GeneralSecurityException {
        String claims = "{\"aud\":\"" + AUDIENCE + "\",\"exp\":1790000100,\"iat\":1790000000,"
                + "\"iss\":\"https://oig.example\",\"jti\":\"" + number + "\",\"nbf\":1790000000,\"note\":\""
                + "x".repeat(2000) + "\"}";
        return keys.sign("purpose-attestation+jwt", claims.getBytes(StandardCharsets.UTF_8));
    }

    private static void print(String what, List<String> tokens, TrustEntry entry, Instant now, TinkJwtVerifier verifier)
            throws ClaimException {
        long[] nanos = new long[ROUNDS];
        Iterator<String> next = tokens.iterator();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long from = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                CompactJwt read = CompactJwt.read(next.next());
                read.claims();
                if (verifier.verify(read, entry, AUDIENCE, now) != JwtVerifier.Result.VALID) {
                    throw new IllegalStateException("the bundle of the benchmark is valid");
                }
            }
            if (round >= 0) {
                nanos[round] = System.nanoTime() - from;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s, three tokens of %d characters: best %.3f ms, p50 %.3f ms, p99 %.3f ms%n",
                what, tokens.get(0).length(), nanos[0] / 1e6, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 99 / 100] / 1e6);
    }
}
