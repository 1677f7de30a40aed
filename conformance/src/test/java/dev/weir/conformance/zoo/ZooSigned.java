package dev.weir.conformance.zoo;

import dev.weir.conformance.authority.Canonical;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What governs releases, as the proxies of the zoo read it: they believe their folder, and test other things. */
final class ZooSigned {
    private final Path folder;

    ZooSigned(Path folder) {
        this.folder = folder;
    }

    private Args payload(String name) {
        try {
            String envelope = Files.readString(folder.resolve(name));
            byte[] payload = Base64.getDecoder().decode(new Args(Documents.parse(envelope)).text("payload"));
            return new Args(Documents.parse(new String(payload, StandardCharsets.UTF_8)));
        } catch (IOException | SuiteException e) {
            throw new IllegalStateException("zoo: a signed file can be read", e);
        }
    }

    Args policy() {
        return payload("policy.json").at("policy");
    }

    @SuppressWarnings("unchecked")
    byte[] policySha256() {
        return Canonical.sha256(Canonical.json((Map<String, Object>) Canonical.plain(policy().node())));
    }

    Optional<Args> key(String keyId) {
        return payload("trust.json").list("entries").stream()
                .filter(e -> e.text("kid").equals(keyId))
                .findFirst();
    }

    Optional<Args> recipient(String uri) {
        return payload("trust.json").list("recipients").stream()
                .filter(r -> r.text("uri").equals(uri))
                .findFirst();
    }

    /** Returns whether a hold names a release. */
    boolean holds(Map<String, String> release, java.util.Set<String> classes) {
        return payload("holds.json").list("holds").stream()
                .anyMatch(hold -> hold.members().keySet().stream()
                        .filter(name -> !name.equals("id") && !name.equals("reason"))
                        .allMatch(name -> name.equals("class")
                                ? classes.contains(hold.text(name))
                                : hold.text(name).equals(release.get(name))));
    }

    /** Returns the two bits of a place in the status list. */
    int status(int index) {
        try {
            String token = Files.readString(folder.resolve("status/1.jwt"));
            byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
            String packed = new Args(Documents.parse(new String(claims, StandardCharsets.UTF_8)))
                    .at("status_list")
                    .text("lst");
            Inflater inflater = new Inflater();
            inflater.setInput(Base64.getUrlDecoder().decode(packed));
            byte[] bits = new byte[64];
            int length = inflater.inflate(bits);
            inflater.end();
            return index / 4 < length ? bits[index / 4] >> index % 4 * 2 & 3 : 1;
        } catch (IOException | SuiteException | DataFormatException e) {
            return 1;
        }
    }
}
