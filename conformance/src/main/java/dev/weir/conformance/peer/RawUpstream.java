package dev.weir.conformance.peer;

import dev.weir.conformance.wire.Http2;
import dev.weir.endpoints.net.TlsFiles;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Something at the receiver's address that is no receiver: {@code html} answers calls with a page, {@code goaway} ends
 * every connection at the first call, {@code silent} says nothing, {@code garbage} sends what is no HTTP/2. One thread.
 */
public final class RawUpstream implements Closeable {
    private final SSLServerSocket server;
    private final String kind;
    private final String text;

    /**
     * Begins to listen.
     *
     * @param text a canary that every answer holds
     */
    public RawUpstream(TlsFiles files, String kind, String text) throws IOException {
        this.kind = kind;
        this.text = text;
        server = (SSLServerSocket) Sockets.context(Optional.of(files), files)
                .getServerSocketFactory()
                .createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "conform-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"h2"});
                socket.setSSLParameters(parameters);
                Thread thread = new Thread(() -> talk(socket), "conform-upstream-call");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // A handshake that failed, or the end: the loop looks which.
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private void talk(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            socket.getInputStream().readNBytes(Http2.PREFACE.length);
            Http2 http2 = new Http2(socket);
            if (kind.equals("garbage")) {
                http2.raw(("HTTP/1.1 400 Bad Request\r\n\r\n" + text).getBytes(StandardCharsets.US_ASCII));
                return;
            }
            http2.frame(Http2.SETTINGS, 0, 0, new byte[0]);
            while (true) {
                Optional<Http2.Frame> frame = http2.next(60_000);
                if (frame.isEmpty() || frame.get().type() < 0) {
                    return;
                }
                if (frame.get().type() == Http2.HEADERS && !kind.equals("silent")) {
                    answer(http2, frame.get().stream());
                }
            }
        } catch (IOException e) {
            // The proxy went away.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Http2 http2, int stream) throws IOException {
        if (kind.equals("goaway")) {
            http2.frame(Http2.GOAWAY, 0, 0, new byte[8]);
            http2.close();
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":status", "502");
        headers.put("content-type", "text/html");
        headers.put("x-error", text);
        http2.headers(stream, headers, false);
        http2.frame(
                Http2.DATA,
                Http2.END_STREAM,
                stream,
                ("<html><body>Bad gateway: " + text + "</body></html>").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
