package dev.weir.core.attestation;

import dev.weir.core.json.CanonicalJson;
import dev.weir.core.policy.Purpose;
import dev.weir.smp.Sha256;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A key that is trusted, and for what.
 *
 * @param issuer https URI of the body that holds it
 * @param keyId RFC 7638 thumbprint
 * @param jwk the public key
 * @param kinds what it may sign
 * @param federal whether the body is federal, so that a routine use must be named
 * @param purposes for which purposes it may attest
 * @param recipients for which recipients it may attest, by URI
 * @param roles in which offices it may approve
 * @param notBefore from when it is trusted
 * @param notAfter from when on it is not
 */
public record TrustEntry(
        String issuer,
        String keyId,
        Jwk jwk,
        Set<Kind> kinds,
        boolean federal,
        Set<Purpose> purposes,
        Set<String> recipients,
        Set<ApproverRole> roles,
        Instant notBefore,
        Instant notAfter) {
    /** What a key may sign. */
    public enum Kind {
        /** Attestations of a requester. */
        ATTESTATION,
        /** Approvals of a state agency. */
        APPROVAL,
        /** Status lists of a requester. */
        STATUS
    }

    /** A public key on P-256 or P-384, RFC 7517. */
    public record Jwk(String crv, String x, String y) {
        /** Returns the algorithm that the curve decides. */
        public String algorithm() {
            return crv.equals("P-256") ? "ES256" : "ES384";
        }

        /** Returns the members that the thumbprint covers, which are all. */
        public Map<String, String> json() {
            return new TreeMap<>(Map.of("crv", crv, "kty", "EC", "x", x, "y", y));
        }

        /** Returns the RFC 7638 thumbprint. */
        public String thumbprint() {
            return Texts.digest(Sha256.of(CanonicalJson.write(json())));
        }

        static Jwk read(ClaimReader in) throws ClaimException {
            in.is("kty", "EC");
            String crv = in.text("crv", 5);
            int length = crv.equals("P-256") ? 32 : 48;
            if (!crv.equals("P-256") && !crv.equals("P-384")) {
                throw in.problem("crv", "is P-256 or P-384");
            }
            Jwk jwk = new Jwk(crv, in.text("x", 64), in.text("y", 64));
            boolean points = Texts.base64url(jwk.x)
                            .filter(b -> b.length == length)
                            .isPresent()
                    && Texts.base64url(jwk.y).filter(b -> b.length == length).isPresent();
            if (!points) {
                throw in.problem("x", "and y are coordinates of the curve's length in base64url");
            }
            in.finish();
            return jwk;
        }
    }

    public TrustEntry {
        kinds = Set.copyOf(kinds);
        purposes = Set.copyOf(purposes);
        recipients = Set.copyOf(recipients);
        roles = Set.copyOf(roles);
    }

    /** Returns whether the key is trusted at a time. */
    public boolean isInForce(Instant now) {
        return !now.isBefore(notBefore) && now.isBefore(notAfter);
    }
}
