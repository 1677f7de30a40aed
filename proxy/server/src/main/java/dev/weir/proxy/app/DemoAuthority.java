package dev.weir.proxy.app;

import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.TlsFiles;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/**
 * A certificate authority for the quickstart and for rehearsals on one machine. Certificates are for localhost and two
 * days. Not for real use: the authority's key is never written, and nobody vouches for it.
 */
public final class DemoAuthority {
    private static final String NAME = "CN=Weir demonstration ";

    private final Path dir;

    private DemoAuthority(Path dir) {
        this.dir = dir;
    }

    /** Makes an authority and the certificates of a state's submitter, its proxy and a receiver. */
    public static DemoAuthority create(Path dir, String state) throws IOException {
        Files.createDirectories(dir);
        DemoAuthority authority = new DemoAuthority(dir);
        Instant now = Clock.systemUTC().instant();
        try {
            X509Bundle issuer = certificate("authority", now)
                    .setIsCertificateAuthority(true)
                    .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign, CertificateBuilder.KeyUsage.cRLSign)
                    .buildSelfSigned();
            for (Role role : Role.values()) {
                authority.write(
                        role,
                        issuer,
                        certificate(name(role), now)
                                .addSanDnsName("localhost")
                                .addSanIpAddress("127.0.0.1")
                                .addSanUriName(PeerIdentity.uri(role, state))
                                .addExtendedKeyUsageServerAuth()
                                .addExtendedKeyUsageClientAuth()
                                .buildIssuedBy(issuer));
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("demonstration certificates: can be made", e);
        }
        return authority;
    }

    private static CertificateBuilder certificate(String name, Instant now) {
        return new CertificateBuilder()
                .ecp256()
                .subject(NAME + name)
                .notBefore(now.minus(Duration.ofMinutes(5)))
                .notAfter(now.plus(Duration.ofDays(2)));
    }

    /** Returns the certificate files of a role. */
    public TlsFiles files(Role role) {
        return new TlsFiles(
                dir.resolve(name(role) + ".pem"), dir.resolve(name(role) + ".key"), dir.resolve("authority.pem"));
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private void write(Role role, X509Bundle issuer, X509Bundle bundle) throws IOException {
        TlsFiles files = files(role);
        Files.writeString(files.certificates(), bundle.getCertificatePathPEM(), StandardCharsets.US_ASCII);
        Files.writeString(files.key(), pem(bundle.getKeyPair().getPrivate()), StandardCharsets.US_ASCII);
        Files.writeString(files.trust(), issuer.getCertificatePEM(), StandardCharsets.US_ASCII);
    }

    private static String pem(PrivateKey key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }
}
