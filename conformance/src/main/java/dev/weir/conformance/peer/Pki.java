package dev.weir.conformance.peer;

import dev.weir.endpoints.net.TlsFiles;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An authority, the certificates it gives out, and the bad ones that nobody may accept. Safe for any thread. */
public final class Pki {
    private static final String ROLE = "urn:smp:role:1:";

    private final Path dir;
    private final X509Bundle authority;
    private final X509Bundle stranger;
    private final Map<String, TlsFiles> made = new ConcurrentHashMap<>();

    /** Makes an authority whose files lie in a directory. */
    public Pki(Path dir) throws IOException {
        this.dir = Files.createDirectories(dir);
        try {
            authority = authority("CN=conformance authority");
            stranger = authority("CN=an authority that nobody knows");
        } catch (Exception e) {
            throw new IOException("certificates: can be made", e);
        }
    }

    private static X509Bundle authority(String name) throws Exception {
        return new CertificateBuilder()
                .subject(name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    /**
     * Returns the certificate files of a peer by its kind: {@code submitter:CA}, {@code proxy:CA}, {@code receiver}, and
     * with {@code !} and a defect behind it a bad one: {@code expired}, {@code early}, {@code stranger},
     * {@code selfsigned}, {@code name}, {@code usage}, {@code norole}.
     */
    public TlsFiles files(String kind) throws IOException {
        TlsFiles known = made.get(kind);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            TlsFiles files = made.containsKey(kind) ? made.get(kind) : make(kind);
            made.put(kind, files);
            return files;
        }
    }

    private TlsFiles make(String kind) throws IOException {
        int mark = kind.indexOf('!');
        String role = mark < 0 ? kind : kind.substring(0, mark);
        String defect = mark < 0 ? "" : kind.substring(mark + 1);
        try {
            X509Bundle bundle = bundle(role, defect);
            String name = kind.replaceAll("[^A-Za-z0-9]", "-");
            TlsFiles files =
                    new TlsFiles(dir.resolve(name + ".pem"), dir.resolve(name + ".key"), dir.resolve("authority.pem"));
            Files.writeString(files.certificates(), bundle.getCertificatePathPEM(), StandardCharsets.US_ASCII);
            Files.writeString(files.key(), pem(bundle.getKeyPair().getPrivate()), StandardCharsets.US_ASCII);
            Files.writeString(files.trust(), authority.getCertificatePEM(), StandardCharsets.US_ASCII);
            return files;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("certificates: can be made", e);
        }
    }

    private X509Bundle bundle(String role, String defect) throws Exception {
        Instant now = Instant.now();
        CertificateBuilder builder = new CertificateBuilder()
                .subject("CN=conformance " + role.replace(':', ' '))
                .notBefore(now.minus(Duration.ofDays(defect.equals("expired") ? 20 : 1)))
                .notAfter(now.plus(Duration.ofDays(2)));
        switch (defect) {
            case "expired" -> builder.notAfter(now.minus(Duration.ofDays(10)));
            case "early" -> builder.notBefore(now.plus(Duration.ofDays(1)));
            default -> {}
        }
        if (defect.equals("name")) {
            builder.addSanDnsName("somebody-else.example");
        } else {
            builder.addSanDnsName("localhost").addSanIpAddress("127.0.0.1");
        }
        if (!defect.equals("norole")) {
            builder.addSanUriName(ROLE + role);
        }
        if (defect.equals("usage")) {
            builder.addExtendedKeyUsageCodeSigning();
        } else {
            builder.addExtendedKeyUsageServerAuth().addExtendedKeyUsageClientAuth();
        }
        if (defect.equals("selfsigned")) {
            return builder.setIsCertificateAuthority(true).buildSelfSigned();
        }
        return builder.buildIssuedBy(defect.equals("stranger") ? stranger : authority);
    }

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
