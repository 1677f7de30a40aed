package dev.weir.proxy.app;

import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.net.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A certificate authority for the quickstart and for rehearsals on one machine, made with the Java runtime's keytool.
 * Certificates are for localhost and two days. Not for real use: the authority's key is thrown away, and nobody vouches
 * for it.
 */
public final class DemoAuthority {
    private static final String PASSWORD = "for-two-days-only";
    private static final String STORE = "authority.p12";

    private final Path dir;

    private DemoAuthority(Path dir) {
        this.dir = dir;
    }

    /** Makes an authority and the certificates of a state's submitter, its proxy and a receiver. */
    public static DemoAuthority create(Path dir, String state) throws IOException {
        Files.createDirectories(dir);
        Path store = dir.resolve(STORE);
        finish(keytool(
                store,
                "-alias",
                "authority",
                "-dname",
                "CN=Weir demonstration authority",
                "-ext",
                "bc:c=ca:true",
                "-ext",
                "ku:c=keyCertSign,cRLSign"));
        List<Process> running = new ArrayList<>();
        for (Role role : Role.values()) {
            Path copy = Files.copy(store, dir.resolve(name(role) + ".p12"));
            running.add(keytool(
                    copy,
                    "-alias",
                    name(role),
                    "-signer",
                    "authority",
                    "-dname",
                    "CN=Weir demonstration " + name(role),
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1,uri:" + PeerIdentity.uri(role, state),
                    "-ext",
                    "eku=serverAuth,clientAuth"));
        }
        for (Process process : running) {
            finish(process);
        }
        DemoAuthority authority = new DemoAuthority(dir);
        for (Role role : Role.values()) {
            authority.export(role);
        }
        Files.delete(store);
        return authority;
    }

    /** Returns the certificate files of a role. */
    public TlsFiles files(Role role) {
        return new TlsFiles(
                dir.resolve(name(role) + ".pem"), dir.resolve(name(role) + ".key"), dir.resolve("authority.pem"));
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Process keytool(Path store, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void finish(Process process) throws IOException {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool: makes a certificate; it comes with every JDK");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("keytool: was interrupted", e);
        }
    }

    private void export(Role role) throws IOException {
        Path file = dir.resolve(name(role) + ".p12");
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            Key key = store.getKey(name(role), PASSWORD.toCharArray());
            Certificate[] chain = store.getCertificateChain(name(role));
            StringBuilder certificates = new StringBuilder();
            for (Certificate certificate : chain) {
                certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            TlsFiles files = files(role);
            Files.writeString(files.certificates(), certificates, StandardCharsets.US_ASCII);
            Files.writeString(files.key(), pem("PRIVATE KEY", key.getEncoded()), StandardCharsets.US_ASCII);
            Files.writeString(
                    files.trust(), pem("CERTIFICATE", chain[chain.length - 1].getEncoded()), StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": holds a key and its certificates", e);
        }
        Files.delete(file);
    }

    private static String pem(String type, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
