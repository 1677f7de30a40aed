package dev.weir.endpoints.testing;

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
import java.util.Base64;

/** An authority and the certificates it gives out. */
public final class TestPki {
    private final Path dir;
    private final X509Bundle authority;

    public TestPki(Path dir) throws Exception {
        this.dir = Files.createDirectories(dir);
        this.authority = new CertificateBuilder()
                .subject("CN=test authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    /** Returns certificate files of a peer with a role. */
    public TlsFiles role(Role role, String state) throws Exception {
        return peer(role + "-" + state, PeerIdentity.uri(role, state));
    }

    /** Returns certificate files of a peer with a URI among its names. */
    public TlsFiles peer(String name, String uri) throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .subject("CN=" + name)
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addSanUriName(uri)
                .buildIssuedBy(authority);
        TlsFiles files =
                new TlsFiles(dir.resolve(name + ".pem"), dir.resolve(name + ".key"), dir.resolve("authority.pem"));
        Files.writeString(files.certificates(), bundle.getCertificatePathPEM(), StandardCharsets.US_ASCII);
        Files.writeString(files.key(), key(bundle.getKeyPair().getPrivate()), StandardCharsets.US_ASCII);
        Files.writeString(files.trust(), authority.getCertificatePEM(), StandardCharsets.US_ASCII);
        return files;
    }

    private static String key(PrivateKey key) throws IOException {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
