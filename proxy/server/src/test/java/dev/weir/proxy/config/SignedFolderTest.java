package dev.weir.proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.core.attestation.Authorities;
import dev.weir.core.attestation.Envelope;
import dev.weir.core.attestation.RootKeys;
import dev.weir.core.attestation.RootKeys.Kind;
import dev.weir.core.attestation.StatusList;
import dev.weir.core.attestation.TrustEntry;
import dev.weir.core.hold.Hold;
import dev.weir.core.hold.HoldSet;
import dev.weir.core.json.CanonicalJson;
import dev.weir.core.policy.SignedPolicy;
import dev.weir.proxy.keys.OfficialKeys;
import dev.weir.proxy.keys.TinkEnvelopeVerifier;
import dev.weir.proxy.keys.TinkJwtVerifier;
import dev.weir.proxy.testing.Rig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed files: thresholds, rising versions, expiry, handing over, holds. */
class SignedFolderTest {
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");

    @TempDir
    Path dir;

    private Path folder;
    private OfficialKeys a;
    private OfficialKeys b;
    private OfficialKeys c;

    @BeforeEach
    void writeAll() throws Exception {
        folder = Files.createDirectories(dir.resolve("signed"));
        a = OfficialKeys.create(dir.resolve("a"), false);
        b = OfficialKeys.create(dir.resolve("b"), false);
        c = OfficialKeys.create(dir.resolve("c"), false);
        write(SignedFolder.ROOT, Kind.ROOT, root(1, a, b).canonicalJson(), a, b);
        policy(1, a, b);
        trust(1, NOW.plusSeconds(1000), a, b);
        holds(1, List.of(), a);
    }

    private static RootKeys root(long version, OfficialKeys... officials) throws GeneralSecurityException {
        Map<String, TrustEntry.Jwk> keys = new TreeMap<>();
        for (OfficialKeys official : officials) {
            keys.put(official.fileJwk().thumbprint(), official.fileJwk());
        }
        RootKeys.Role two = new RootKeys.Role(2, keys.keySet());
        RootKeys.Role one = new RootKeys.Role(1, keys.keySet());
        return new RootKeys(
                version,
                NOW.minusSeconds(100),
                NOW.plus(Duration.ofDays(365)),
                keys,
                Map.of(Kind.ROOT, two, Kind.POLICY, two, Kind.TRUST_LIST, two, Kind.HOLD, one));
    }

    private void write(String name, Kind kind, byte[] payload, OfficialKeys... signers)
            throws IOException, GeneralSecurityException {
        Envelope envelope = Envelope.of(kind.payloadType(), payload);
        for (OfficialKeys signer : signers) {
            envelope = signer.sign(envelope);
        }
        Files.write(folder.resolve(name), envelope.json());
    }

    private void policy(long version, OfficialKeys... signers) throws Exception {
        SignedPolicy policy = new SignedPolicy(
                version,
                NOW.minusSeconds(version == 1 ? 100 : 50),
                NOW.plusSeconds(1000),
                PolicyReader.read(Rig.STATE_CONFIGS.resolve("ca")));
        write(SignedFolder.POLICY, Kind.POLICY, policy.payload(), signers);
    }

    private void trust(long version, Instant expires, OfficialKeys... signers) throws Exception {
        TrustEntry.Jwk jwk = c.tokenJwk();
        Map<String, Object> entry = new TreeMap<>();
        entry.put("iss", "https://oig.example");
        entry.put("kid", jwk.thumbprint());
        entry.put("jwk", jwk.json());
        entry.put("kinds", List.of("STATUS"));
        entry.put("not_before", NOW.getEpochSecond() - 1);
        entry.put("not_after", NOW.getEpochSecond() + 1_000_000);
        Map<String, Object> list = new TreeMap<>();
        list.put("version", version);
        list.put("issued", NOW.getEpochSecond() - 10);
        list.put("expires", expires.getEpochSecond());
        list.put("entries", List.of(entry));
        list.put("recipients", List.of());
        write(SignedFolder.TRUST, Kind.TRUST_LIST, CanonicalJson.write(list), signers);
    }

    private static Hold hold(String id) {
        return new Hold(
                id,
                Optional.of("CA"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "injunction");
    }

    private void holds(long version, List<Hold> holds, OfficialKeys... signers) throws Exception {
        HoldSet set = new HoldSet(version, NOW.minusSeconds(10), NOW.plusSeconds(1000), holds);
        write(SignedFolder.HOLDS, Kind.HOLD, set.canonicalJson(), signers);
    }

    private SignedFolder signed() throws GeneralSecurityException {
        return new SignedFolder(folder, dir.resolve("memory"), new TinkEnvelopeVerifier(), new TinkJwtVerifier());
    }

    private Authorities accepted() throws Exception {
        SignedFolder.Loaded loaded = signed().load(NOW);
        assertEquals(List.of(), loaded.problems());
        return loaded.authorities().orElseThrow();
    }

    private String problem() throws Exception {
        List<ConfigProblem> problems = signed().load(NOW).problems();
        assertEquals(1, problems.size(), () -> problems.toString());
        return problems.get(0).rule();
    }

    @Test
    void allSigned_isReadAsItWasWritten() throws Exception {
        Authorities authorities = accepted();
        assertEquals(
                PolicyReader.read(Rig.STATE_CONFIGS.resolve("ca")).sha256(),
                authorities.policy().sha256());
        assertEquals(1, authorities.trust().orElseThrow().version());
        assertTrue(authorities.holds().orElseThrow().holds().isEmpty());
    }

    @Test
    void tooFewOrRepeatedOrStrangeSignatures_areRefused() throws Exception {
        accepted();
        policy(2, a);
        assertTrue(problem().contains("at least 2 different root keys"));
        policy(2, a, c);
        assertTrue(problem().contains("at least 2 different root keys"));
        policy(2, a);
        String once = Files.readString(folder.resolve(SignedFolder.POLICY));
        int from = once.indexOf("{\"keyid\"");
        String signature = once.substring(from, once.indexOf('}', from) + 1);
        Files.writeString(folder.resolve(SignedFolder.POLICY), once.replace(signature, signature + "," + signature));
        assertTrue(problem().contains("at least 2 different root keys"));
        assertTrue(signed().load(NOW).authorities().isEmpty());
    }

    @Test
    void payloadChanged_orOfAnotherType_isRefused() throws Exception {
        policy(2, a, b);
        String text = Files.readString(folder.resolve(SignedFolder.POLICY));
        Envelope envelope = Envelope.read(text.getBytes(StandardCharsets.UTF_8));
        byte[] changed = new String(envelope.payload(), StandardCharsets.UTF_8)
                .replace("\"cooling_off_hours\":24", "\"cooling_off_hours\":25")
                .getBytes(StandardCharsets.UTF_8);
        Files.writeString(
                folder.resolve(SignedFolder.POLICY),
                text.replace(
                        Base64.getEncoder().encodeToString(envelope.payload()),
                        Base64.getEncoder().encodeToString(changed)));
        assertTrue(problem().contains("at least 2"));
        Files.copy(
                folder.resolve(SignedFolder.TRUST),
                folder.resolve(SignedFolder.POLICY),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertTrue(problem().contains("at least 2"));
    }

    @Test
    void olderVersion_orAnotherOfTheSame_isRefusedAlsoAfterARestart() throws Exception {
        policy(2, a, b);
        accepted();
        policy(1, a, b);
        assertTrue(problem().contains("higher version"));
        trust(1, NOW.plusSeconds(999), a, b);
        assertEquals(2, signed().load(NOW).problems().size());
        trust(2, NOW.plusSeconds(999), a, b);
        policy(3, a, b);
        accepted();
    }

    @Test
    void expired_isRefused() throws Exception {
        assertEquals(3, signed().load(NOW.plusSeconds(1000)).problems().size());
        trust(2, NOW.minusSeconds(1), a, b);
        assertEquals("expires: has not come", problem());
        assertTrue(signed().load(NOW).authorities().orElseThrow().trust().isEmpty());
    }

    @Test
    void hold_isSetByOneAndLiftedByTwo() throws Exception {
        accepted();
        holds(2, List.of(hold("h")), b);
        assertEquals(1, accepted().holds().orElseThrow().holds().size());
        holds(3, List.of(), a);
        assertTrue(problem().contains("two different keys"));
        assertTrue(signed().load(NOW).authorities().orElseThrow().holds().isEmpty());
        holds(3, List.of(), a, b);
        assertTrue(accepted().holds().orElseThrow().holds().isEmpty());
    }

    @Test
    void root_isHandedOverByOldAndNewKeys() throws Exception {
        accepted();
        write(SignedFolder.ROOT, Kind.ROOT, root(2, b, c).canonicalJson(), b, c);
        assertTrue(problem().contains("old and new root keys"));
        write(SignedFolder.ROOT, Kind.ROOT, root(2, b, c).canonicalJson(), a, b);
        assertTrue(problem().contains("its own root keys"));
        write(SignedFolder.ROOT, Kind.ROOT, root(2, b, c).canonicalJson(), a, b, c);
        policy(2, b, c);
        trust(2, NOW.plusSeconds(999), b, c);
        holds(2, List.of(), c);
        accepted();
        write(SignedFolder.ROOT, Kind.ROOT, root(1, a, b).canonicalJson(), a, b);
        assertFalse(signed().load(NOW).problems().isEmpty());
    }

    @Test
    void store_noticesChangesAndFailsClosed() throws Exception {
        AuthorityStore store = new AuthorityStore(signed());
        assertTrue(store.current().isEmpty());
        assertEquals(List.of(), store.reloadIfChanged(NOW));
        assertTrue(store.current().orElseThrow().holds().isPresent());
        holds(2, List.of(hold("h")), a);
        assertEquals(List.of(), store.reloadIfChanged(NOW));
        assertEquals(
                1, store.current().orElseThrow().holds().orElseThrow().holds().size());
        Files.writeString(folder.resolve(SignedFolder.HOLDS), "{");
        assertEquals(1, store.reloadIfChanged(NOW).size());
        assertTrue(store.current().orElseThrow().holds().isEmpty());
        assertEquals(List.of(), store.reloadIfChanged(NOW), "said once");
        Files.delete(folder.resolve(SignedFolder.POLICY));
        assertEquals(2, store.reloadIfChanged(NOW).size());
        assertTrue(store.current().isEmpty());
    }

    @Test
    void statusList_isReadFromItsSignedToken() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(packed)) {
            zlib.write(new byte[] {0b0100, 0});
        }
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", "https://oig.example");
        claims.put("sub", "https://oig.example/status");
        claims.put("iat", NOW.getEpochSecond());
        claims.put("exp", NOW.getEpochSecond() + 60);
        claims.put(
                "status_list",
                new TreeMap<>(Map.of(
                        "bits",
                        2,
                        "lst",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(packed.toByteArray()))));
        Path status = Files.createDirectories(folder.resolve(SignedFolder.STATUS));
        Files.writeString(status.resolve("oig.jwt"), c.sign("statuslist+jwt", CanonicalJson.write(claims)) + "\n");
        StatusList list = accepted().statuses().get("https://oig.example/status");
        assertEquals(
                StatusList.Status.REVOKED,
                Optional.ofNullable(list).orElseThrow().status(1).orElseThrow());
        Files.writeString(status.resolve("oig.jwt"), a.sign("statuslist+jwt", CanonicalJson.write(claims)) + "\n");
        assertTrue(problem().contains("STATUS key"));
        assertEquals(List.of(), statuses());
    }

    /** Returns of which URIs there are status lists. */
    private List<String> statuses() throws Exception {
        return new ArrayList<>(
                signed().load(NOW).authorities().orElseThrow().statuses().keySet());
    }

    private void status(String file, long issued, Map<String, Object> more) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(packed)) {
            zlib.write(new byte[] {0, 0});
        }
        Map<String, Object> claims = new TreeMap<>(more);
        claims.put("iss", "https://oig.example");
        claims.put("sub", "https://oig.example/status");
        claims.put("iat", issued);
        claims.put("exp", NOW.getEpochSecond() + 1_000_000_000);
        String bits = Base64.getUrlEncoder().withoutPadding().encodeToString(packed.toByteArray());
        claims.put("status_list", new TreeMap<>(Map.of("bits", 2, "lst", bits)));
        Path status = Files.createDirectories(folder.resolve(SignedFolder.STATUS));
        Files.writeString(status.resolve(file), c.sign("statuslist+jwt", CanonicalJson.write(claims)) + "\n");
    }

    @Test
    void statusLists_twoOfOneUri_orAnOlderOne_areNotThere() throws Exception {
        status("a.jwt", NOW.getEpochSecond() - 5, Map.of());
        assertEquals(1, statuses().size());
        status("b.jwt", NOW.getEpochSecond() - 5, Map.of());
        assertEquals(List.of(), statuses());
        Files.delete(folder.resolve(SignedFolder.STATUS).resolve("b.jwt"));
        assertEquals(1, statuses().size());
        status("a.jwt", NOW.getEpochSecond() - 6, Map.of());
        assertEquals(List.of(), statuses(), "an old list does not come back, also after a restart");
        status("a.jwt", NOW.getEpochSecond() - 4, Map.of());
        assertEquals(1, statuses().size());
    }

    @Test
    void statusList_speaksNoLongerThanItsTtlAndItsKey() throws Exception {
        status("a.jwt", NOW.getEpochSecond() - 5, Map.of());
        StatusList byKey = onlyStatus();
        assertTrue(byKey.isFresh(NOW.plusSeconds(999_999)));
        assertFalse(byKey.isFresh(NOW.plusSeconds(1_000_000)));
        status("a.jwt", NOW.getEpochSecond() - 5, Map.of("ttl", 65));
        StatusList byTtl = onlyStatus();
        assertTrue(byTtl.isFresh(NOW.plusSeconds(59)));
        assertFalse(byTtl.isFresh(NOW.plusSeconds(60)));
        status("a.jwt", NOW.getEpochSecond() - 5, Map.of("ttl", 0));
        assertEquals(List.of(), statuses());
    }

    private StatusList onlyStatus() throws Exception {
        return accepted().statuses().values().iterator().next();
    }
}
