package dev.weir.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class Http2Test {
    /** Found with a server that sends its settings with the end of the handshake: their answer went out before the preface. */
    @Test
    @Timeout(60)
    void serverSpeaksFirst_prefaceIsStillTheFirstThingItReads() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket line = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket far = server.accept();
                Http2 http2 = new Http2(line)) {
            far.getOutputStream().write(Http2.bytes(Http2.SETTINGS, 0, 0, new byte[0]));
            assertEquals(Http2.SETTINGS, http2.next(30_000).orElseThrow().type());
            // The frame is handed out after its answer was made; nothing of it may be on the line yet.
            TimeUnit.MILLISECONDS.sleep(50);
            assertEquals(0, far.getInputStream().available());

            http2.begin();

            assertArrayEquals(Http2.PREFACE, far.getInputStream().readNBytes(Http2.PREFACE.length));
            assertEquals(Http2.SETTINGS, far.getInputStream().readNBytes(9)[3]);
            byte[] answer = far.getInputStream().readNBytes(9);
            assertEquals(Http2.SETTINGS, answer[3]);
            assertTrue((answer[4] & Http2.ACK) != 0, "the settings are answered");
        }
    }
}
