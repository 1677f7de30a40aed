package dev.weir.proxy.store;

import dev.weir.core.ledger.EntryDraft;
import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.ledger.NoteKey;
import dev.weir.core.ledger.NoteSigner;
import dev.weir.core.ledger.P256;
import dev.weir.smp.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries, keys and a clock for tests. */
public final class Drafts {
    /** Name of the ledger of tests. */
    public static final String ORIGIN = "proxy.ca.example/ledger";

    private Drafts() {}

    /** Settings whose journal begins anew soon, so that tests see it. */
    public static LedgerConfig config() {
        LedgerConfig defaults = LedgerConfig.of(ORIGIN, "CA", "weir/test");
        return new LedgerConfig(ORIGIN, "CA", "weir/test", defaults.maxClockBehind(), 4096, 256, 256, 0);
    }

    /** A clock that goes a second further at every look. */
    public static final class Ticking implements java.time.InstantSource {
        private Instant now = Instant.parse("2026-01-31T08:00:00Z");

        @Override
        public synchronized Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }

        synchronized void set(Instant instant) {
            now = instant;
        }
    }

    /** Returns a key made for a test. */
    public static NoteSigner signer(String name, NoteKey.Kind kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            NoteKey key = NoteKey.of(name, kind, pair.getPublic().getEncoded());
            return new NoteSigner() {
                @Override
                public NoteKey key() {
                    return key;
                }

                @Override
                public byte[] sign(byte[] message) throws GeneralSecurityException {
                    Signature signature = Signature.getInstance("SHA256withECDSA");
                    signature.initSign(pair.getPrivate());
                    signature.update(message);
                    return signature.sign();
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 is part of every Java runtime", e);
        }
    }

    /** Returns the verification of the Java runtime. */
    public static P256 verifier() {
        return (publicKey, message, signature) -> {
            try {
                Signature check = Signature.getInstance("SHA256withECDSA");
                check.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey)));
                check.update(message);
                return check.verify(signature);
            } catch (GeneralSecurityException e) {
                return false;
            }
        };
    }

    /** Returns what a verifier knows of a signer. */
    public static LedgerKeys keys(NoteSigner signer, NoteSigner... witnesses) {
        return new LedgerKeys(
                List.of(signer.key()),
                List.of(witnesses).stream().map(NoteSigner::key).toList());
    }

    /** Returns a denial, the smallest entry. */
    public static EntryDraft denied(int number) {
        return draft(EntryType.DENIED, Map.of("reason", "SCHEMA", "number", number));
    }

    /** Returns an intent for the release of addresses. */
    public static EntryDraft intent(String plan) {
        return draft(
                EntryType.RELEASE_INTENT,
                Map.ofEntries(
                        Map.entry("att_sha256", Sha256.of(new byte[] {1}).hex()),
                        Map.entry("plan_sha256", plan),
                        Map.entry("manifest_sha256", Sha256.of(new byte[] {2}).hex()),
                        Map.entry("recipient", "https://oig.hhs.example/audit"),
                        Map.entry("recipient_name", "Office of Inspector General"),
                        Map.entry("recipient_address", "1 Example Ave, Washington DC"),
                        Map.entry("domain", "oig.audit"),
                        Map.entry("epoch", "A"),
                        Map.entry("purpose", "urn:smp:purpose:1:AUDIT"),
                        Map.entry("authority", List.of("45 CFR 164.512(d)")),
                        Map.entry("treatments", Map.of("ADDRESS", "COPY")),
                        Map.entry("expires", 1_800_000_000L)));
    }

    /** Returns the end of a release. */
    public static EntryDraft completed(String submissionId, Sha256 root, long count) {
        return draft(
                EntryType.RELEASE_COMPLETED,
                Map.of(
                        "submission_id",
                        submissionId,
                        "counts",
                        Map.of(),
                        "rows_refused",
                        0,
                        "rows_withheld",
                        0,
                        "ack_sha256",
                        Sha256.of(new byte[] {3}).hex(),
                        "subjects_root",
                        root.hex(),
                        "subjects_count",
                        count));
    }

    static EntryDraft draft(EntryType type, Map<String, Object> members) {
        return new EntryDraft(type, "PROXY", Optional.of(Sha256.of(new byte[] {9})), Optional.empty(), members);
    }
}
