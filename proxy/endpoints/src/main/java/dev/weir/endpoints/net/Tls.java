package dev.weir.endpoints.net;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Mutual TLS 1.2 or 1.3 from files. BoringSSL where it is there, else the Java runtime's own. Only the given authorities
 * are trusted, never those of the system.
 */
public final class Tls implements Closeable {
    private static final int REREAD_SECONDS = 60;

    private final ScheduledExecutorService rereader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "weir-tls-files");
        thread.setDaemon(true);
        return thread;
    });
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final TlsFiles files;

    /** Reads the files; a file that cannot be read or does not fit is an error now and keeps the old one later. */
    public Tls(TlsFiles files) throws IOException {
        this.files = files;
        try {
            keys.updateIdentityCredentials(
                    files.certificates().toFile(), files.key().toFile(), REREAD_SECONDS, TimeUnit.SECONDS, rereader);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            rereader.shutdownNow();
            throw new UnusableException(
                    files.certificates(), "is a certificate chain in PEM that fits the key " + files.key(), e);
        }
    }

    /** Returns the context of a server, which asks every client for a certificate. */
    SslContext server() throws IOException {
        return context(
                SslContextBuilder.forServer(keys).clientAuth(ClientAuth.REQUIRE).trustManager(trust(true)));
    }

    /** Returns the context of a client, which checks the server's name. */
    SslContext client() throws IOException {
        return context(SslContextBuilder.forClient().keyManager(keys).trustManager(trust(false)));
    }

    private AdvancedTlsX509TrustManager trust(boolean ofClients) throws IOException {
        try {
            AdvancedTlsX509TrustManager trust = AdvancedTlsX509TrustManager.newBuilder()
                    .setVerification(
                            ofClients
                                    ? AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION
                                    : AdvancedTlsX509TrustManager.Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION)
                    .build();
            trust.updateTrustCredentials(files.trust().toFile(), REREAD_SECONDS, TimeUnit.SECONDS, rereader);
            return trust;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new UnusableException(files.trust(), "holds certificate authorities in PEM", e);
        }
    }

    private static SslContext context(SslContextBuilder builder) throws SSLException {
        SslProvider provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
        return GrpcSslContexts.configure(builder, provider)
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    @Override
    public void close() {
        rereader.shutdownNow();
    }
}
