package dev.weir.core.attestation;

import static dev.weir.core.attestation.DeniedException.unless;

import dev.weir.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The checks that make signed tokens out of texts: nothing is believed yet of what the claims say. */
final class TokenChecks {
    /** How far clocks may differ. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private static final int MOST_TOKENS = 5;

    private TokenChecks() {}

    /** Sizes first, so that a large bundle costs nothing. */
    static void sizes(BundleCase in) throws DeniedException {
        List<String> bundle = in.bundle;
        unless(
                !bundle.isEmpty() && bundle.size() <= MOST_TOKENS,
                DenialCode.SIZE,
                "bundle",
                "is an attestation and at most four approvals");
        long together = 0;
        for (String text : bundle) {
            unless(
                    text.length() <= CompactJwt.MAX_LENGTH,
                    DenialCode.SIZE,
                    "bundle",
                    "each token has at most 8192 bytes");
            together += text.length();
        }
        unless(together <= BundleCheck.MAX_LENGTH, DenialCode.SIZE, "bundle", "all tokens have at most 32768 bytes");
    }

    static void headers(BundleCase in) throws DeniedException {
        for (int i = 0; i < in.bundle.size(); i++) {
            String name = i == 0 ? "attestation" : "approval " + i;
            String type = i == 0 ? Attestation.TYPE : Approval.TYPE;
            try {
                CompactJwt jwt = CompactJwt.read(in.bundle.get(i));
                unless(jwt.type().equals(type), DenialCode.HEADER, name + ": header.typ", "is " + type);
                in.tokens.add(new BundleCase.Token(name, jwt));
            } catch (ClaimException e) {
                throw new DeniedException(DenialCode.HEADER, name + ": " + e.place(), e.rule());
            }
        }
    }

    /** Nothing is looked up in a list that says nothing any more. */
    static void standing(BundleCase in) throws DeniedException {
        Authorities authorities = in.authorities;
        unless(
                in.now.isBefore(authorities.policyExpires()),
                DenialCode.STALE,
                "policy",
                "is signed anew before it expires");
        unless(
                authorities.trust().filter(t -> t.isFresh(in.now)).isPresent(),
                DenialCode.STALE,
                "trust list",
                "can be read and has not expired");
        unless(
                authorities.holds().filter(h -> h.isFresh(in.now)).isPresent(),
                DenialCode.STALE,
                "holds",
                "can be read and have not expired");
    }

    static void keys(BundleCase in) throws DeniedException {
        for (BundleCase.Token token : in.tokens) {
            in.trust().key(token.jwt.keyId()).ifPresent(token::key);
            unless(
                    in.trust().key(token.jwt.keyId()).isPresent(),
                    DenialCode.KEY,
                    token.name,
                    "is signed with a key of the trust list");
            TrustEntry key = token.key();
            TrustEntry.Kind kind = token.isAttestation() ? TrustEntry.Kind.ATTESTATION : TrustEntry.Kind.APPROVAL;
            unless(key.kinds().contains(kind), DenialCode.KEY, token.name, "is signed with a key for " + kind);
            unless(key.isInForce(in.now), DenialCode.KEY, token.name, "is signed with a key that is trusted now");
            unless(
                    key.jwk().algorithm().equals(token.jwt.algorithm()),
                    DenialCode.KEY,
                    token.name + ": header.alg",
                    "is the algorithm of the key");
        }
    }

    static void signatures(BundleCase in) throws DeniedException {
        String audience = in.policy().terms().audience();
        for (BundleCase.Token token : in.tokens) {
            token.result = in.verifier.verify(token.jwt, token.key(), audience, in.now);
            unless(
                    token.result != JwtVerifier.Result.INVALID,
                    DenialCode.SIGNATURE,
                    token.name,
                    "has the signature of its key");
        }
    }

    static void payloads(BundleCase in) throws DeniedException {
        for (BundleCase.Token token : in.tokens) {
            try {
                token.claims(token.jwt.claims());
            } catch (ClaimException e) {
                throw new DeniedException(DenialCode.SCHEMA, token.name + ": " + e.place(), e.rule());
            }
        }
    }

    static void issuers(BundleCase in) throws DeniedException {
        for (BundleCase.Token token : in.tokens) {
            Optional<String> issuer = token.claims().text("iss");
            unless(
                    issuer.filter(token.key().issuer()::equals).isPresent(),
                    DenialCode.ISSUER,
                    token.name + ": iss",
                    "is the issuer of the key, letter by letter");
        }
    }

    static void audiences(BundleCase in) throws DeniedException {
        String audience = in.policy().terms().audience();
        for (BundleCase.Token token : in.tokens) {
            Optional<String> named = token.claims().text("aud");
            unless(
                    !audience.isEmpty() && named.filter(audience::equals).isPresent(),
                    DenialCode.AUDIENCE,
                    token.name + ": aud",
                    "is the URI of this proxy and no other");
        }
    }

    static void times(BundleCase in) throws DeniedException {
        for (BundleCase.Token token : in.tokens) {
            Instant issued = time(token, "iat");
            Instant from = time(token, "nbf");
            Instant to = time(token, "exp");
            Instant latest = in.now.plus(SKEW);
            unless(!issued.isAfter(latest), DenialCode.TIME, token.name + ": iat", "is not in the future");
            unless(!from.isAfter(latest), DenialCode.TIME, token.name + ": nbf", "has come");
            unless(to.isAfter(in.now.minus(SKEW)), DenialCode.TIME, token.name + ": exp", "has not come");
            unless(from.isBefore(to), DenialCode.TIME, token.name + ": exp", "is after nbf");
            unless(
                    Duration.between(from, to).compareTo(longest(token)) <= 0,
                    DenialCode.TIME,
                    token.name + ": exp",
                    "is not later than its kind allows");
            unless(
                    token.result == JwtVerifier.Result.VALID,
                    DenialCode.TIME,
                    token.name,
                    "holds up in the signature library as well");
        }
    }

    private static Duration longest(BundleCase.Token token) {
        if (!token.isAttestation()) {
            return Approval.LONGEST;
        }
        boolean recurring =
                token.claims().text("use").filter("recurring"::equals).isPresent();
        return recurring ? Attestation.LONGEST_RECURRING : Attestation.LONGEST_SINGLE;
    }

    private static Instant time(BundleCase.Token token, String name) throws DeniedException {
        try {
            return new ClaimReader(token.name, new Json.Members(token.claims().values())).time(name);
        } catch (ClaimException e) {
            throw new DeniedException(DenialCode.TIME, token.name + ": " + name, e.rule());
        }
    }

    /** Between the registration of an attestation and a release lies the time in which people can object. */
    static void coolingOff(BundleCase in) throws DeniedException {
        int hours = in.policy().terms().coolingOffHours();
        Optional<Instant> registered = in.facts.registered();
        boolean cooled =
                registered.isPresent() ? !in.now.isBefore(registered.get().plus(Duration.ofHours(hours))) : hours == 0;
        unless(
                cooled,
                DenialCode.COOLING_OFF,
                "attestation",
                "was registered in the ledger at least " + hours + " hours ago");
    }

    static void schemas(BundleCase in) throws DeniedException {
        for (BundleCase.Token token : in.tokens) {
            try {
                if (token.isAttestation()) {
                    in.attestation(Attestation.read(token.claims()));
                } else {
                    in.approvals.add(new Grant.SignedApproval(
                            Approval.read(token.claims()), token.jwt.sha256(), token.jwt.keyId()));
                }
            } catch (ClaimException e) {
                throw new DeniedException(DenialCode.SCHEMA, token.name + ": " + e.place(), e.rule());
            }
        }
    }
}
