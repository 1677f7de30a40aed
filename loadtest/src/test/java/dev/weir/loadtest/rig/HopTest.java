package dev.weir.loadtest.rig;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HopTest {
    private final ServerSocket echo;
    private final Hop hop;

    HopTest() throws IOException {
        echo = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        hop = new Hop(echo.getLocalPort());
    }

    /** Sends everything back. */
    @BeforeEach
    void start() {
        Thread thread = new Thread(() -> {
            while (!echo.isClosed()) {
                try (Socket socket = echo.accept()) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                } catch (IOException e) {
                    // The connection was cut, or the test is over.
                    continue;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        hop.close();
        echo.close();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] there(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return new DataInputStream(socket.getInputStream()).readNBytes(bytes.length);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), hop.port());
    }

    @Test
    void bytes_comeAsTheyAre() throws IOException {
        byte[] bytes = bytes(100_000);
        try (Socket socket = connect()) {
            assertArrayEquals(bytes, there(socket, bytes));
        }
    }

    @Test
    void delay_makesBytesLate_andMendingEndsIt() throws IOException {
        try (Socket socket = connect()) {
            hop.delay(100);
            long from = System.nanoTime();
            there(socket, bytes(10));
            assertTrue(System.nanoTime() - from >= 200_000_000L, "each direction takes its time");
            hop.mend();
            assertEquals(10, there(socket, bytes(10)).length);
        }
    }

    @Test
    void narrow_letsNoMoreThrough() throws IOException {
        try (Socket socket = connect()) {
            hop.narrow(100_000);
            long from = System.nanoTime();
            byte[] bytes = bytes(30_000);
            assertArrayEquals(bytes, there(socket, bytes));
            assertTrue(System.nanoTime() - from >= 200_000_000L, "thirty of a hundred kilobytes a second");
        }
    }

    @Test
    void cut_endsWhatIsOpen_andMendingLetsNewBegin() throws IOException {
        try (Socket socket = connect()) {
            there(socket, bytes(10));
            hop.cut();
            assertTrue(isOver(socket), "the connection is over");
        }
        try (Socket refused = connect()) {
            assertTrue(isOver(refused), "none begins");
        }
        hop.mend();
        try (Socket socket = connect()) {
            assertTrue(Arrays.equals(bytes(10), there(socket, bytes(10))), "a new one does");
        }
    }

    private static boolean isOver(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }
}
