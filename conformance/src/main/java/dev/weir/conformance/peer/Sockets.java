package dev.weir.conformance.peer;

import dev.weir.endpoints.net.TlsFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS sockets of the Java runtime, with every setting chosen by the case. */
public final class Sockets {
    private static final char[] PASSWORD = "in memory only".toCharArray();
    private static final int PATIENCE_MILLIS = 10_000;

    private Sockets() {}

    /**
     * What a client offers.
     *
     * @param certificate certificate that it shows, if any
     * @param protocols versions of TLS
     * @param suites cipher suites; none for the runtime's own choice
     * @param applications names for ALPN
     */
    public record Offer(Optional<TlsFiles> certificate, String[] protocols, String[] suites, String[] applications) {
        /** Returns what a submitter offers. */
        public static Offer of(TlsFiles certificate) {
            return new Offer(
                    Optional.of(certificate), new String[] {"TLSv1.3", "TLSv1.2"}, new String[0], new String[] {"h2"});
        }
    }

    /** Opens a connection and shakes hands. */
    public static SSLSocket connect(InetSocketAddress address, TlsFiles trust, Offer offer) throws IOException {
        SSLContext context = context(offer.certificate(), trust);
        Socket plain = new Socket();
        plain.setTcpNoDelay(true);
        plain.connect(address, PATIENCE_MILLIS);
        plain.setSoTimeout(PATIENCE_MILLIS);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(offer.protocols());
        parameters.setApplicationProtocols(offer.applications());
        if (offer.suites().length > 0) {
            parameters.setCipherSuites(offer.suites());
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    /** Returns a context with a certificate and with the authorities of some files. */
    public static SSLContext context(Optional<TlsFiles> own, TlsFiles trusted) throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            if (own.isPresent()) {
                store.setKeyEntry(
                        "own", key(own.get()), PASSWORD, certificates(own.get().certificates()));
            }
            keys.init(store, PASSWORD);
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates(trusted.trust())) {
                authorities.setCertificateEntry("authority" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("certificates: can be used", e);
        }
    }

    private static PrivateKey key(TlsFiles files) throws IOException, GeneralSecurityException {
        String pem = Files.readString(files.key(), StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    }

    private static Certificate[] certificates(java.nio.file.Path file) throws IOException, GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                .toArray(new Certificate[0]);
    }
}
