package dev.weir.core.attestation;

import dev.weir.core.json.Json;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.PurposePolicy;
import dev.weir.core.policy.ReleaseRow;
import dev.weir.smp.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One bundle under way through the checks. Each check finds here what the ones before it established. */
final class BundleCase {
    final List<String> bundle;
    final Authorities authorities;
    final JwtVerifier verifier;
    final ReleaseFacts facts;
    final Instant now;
    final List<Token> tokens = new ArrayList<>();
    final List<Grant.SignedApproval> approvals = new ArrayList<>();
    private @Nullable Attestation attestation;
    private @Nullable Recipient recipient;
    private @Nullable ReleaseRow asked;
    private @Nullable Sha256 policySha256;

    /** A token of the bundle: its name for refusals, what it is, its key, its claims. */
    static final class Token {
        final String name;
        final CompactJwt jwt;
        private @Nullable TrustEntry key;
        private Json.Members claims = new Json.Members(Map.of());
        JwtVerifier.Result result = JwtVerifier.Result.INVALID;

        Token(String name, CompactJwt jwt) {
            this.name = name;
            this.jwt = jwt;
        }

        boolean isAttestation() {
            return jwt.type().equals(Attestation.TYPE);
        }

        TrustEntry key() {
            return established(key);
        }

        void key(TrustEntry entry) {
            key = entry;
        }

        Json.Members claims() {
            return claims;
        }

        void claims(Json.Members read) {
            claims = read;
        }
    }

    BundleCase(List<String> bundle, Authorities authorities, JwtVerifier verifier, ReleaseFacts facts, Instant now) {
        this.bundle = bundle;
        this.authorities = authorities;
        this.verifier = verifier;
        this.facts = facts;
        this.now = now;
    }

    private static <T> T established(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("bundle check: an earlier check establishes what a later one needs");
        }
        return value;
    }

    Policy policy() {
        return authorities.policy();
    }

    PurposePolicy purposePolicy() {
        return policy().purpose(attestation().purpose());
    }

    TrustList trust() {
        return authorities.trust().orElseThrow(() -> new IllegalStateException("bundle check: trust list was checked"));
    }

    Token first() {
        return tokens.get(0);
    }

    List<Token> approvalTokens() {
        return tokens.subList(1, tokens.size());
    }

    Attestation attestation() {
        return established(attestation);
    }

    void attestation(Attestation read) {
        attestation = read;
    }

    Recipient recipient() {
        return established(recipient);
    }

    void recipient(Recipient bound) {
        recipient = bound;
    }

    /** Returns the treatments that the attestation asks for, before approvals narrow them. */
    ReleaseRow asked() {
        return established(asked);
    }

    void asked(ReleaseRow row) {
        asked = row;
    }

    Sha256 policySha256() {
        Sha256 digest = policySha256 == null ? policy().sha256() : policySha256;
        policySha256 = digest;
        return digest;
    }
}
