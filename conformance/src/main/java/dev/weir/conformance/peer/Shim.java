package dev.weir.conformance.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A TCP line between the proxy and the receiver that can be delayed, throttled, sliced, frozen, cut and reset. Two threads
 * for each connection; settings take effect at once.
 */
public final class Shim implements Closeable {
    private final ServerSocket server;
    private final Supplier<InetSocketAddress> target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private volatile long delayMillis;
    private volatile long bytesPerSecond;
    private volatile int sliceBytes = 64 << 10;
    private volatile boolean frozen;
    private volatile boolean refusing;
    private volatile boolean closed;

    /** Opens a line to a target. */
    public Shim(Supplier<InetSocketAddress> target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Returns where the line begins. */
    public int port() {
        return server.getLocalPort();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "conform-shim");
        thread.setDaemon(true);
        thread.start();
    }

    /** Holds every piece back for a while. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    /** Lets only so many bytes pass in a second; 0 for no limit. */
    public void throttle(long perSecond) {
        bytesPerSecond = perSecond;
    }

    /** Passes pieces of at most some bytes. */
    public void slice(int bytes) {
        sliceBytes = bytes;
    }

    /** Lets nothing pass and closes nothing, as when a cable is pulled. */
    public void freeze() {
        frozen = true;
    }

    /** Lets everything pass again. */
    public void heal() {
        synchronized (lock) {
            frozen = false;
            refusing = false;
            delayMillis = 0;
            bytesPerSecond = 0;
            sliceBytes = 64 << 10;
            lock.notifyAll();
        }
    }

    /** Closes all connections, and takes no new ones until it is healed. */
    public void cut() {
        refusing = true;
        drop(false);
    }

    /** Resets all connections; new ones are taken. */
    public void reset() {
        drop(true);
    }

    private void drop(boolean hard) {
        for (Socket socket : open) {
            try {
                if (hard) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                open.remove(socket);
            }
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket in = server.accept();
                if (refusing) {
                    in.close();
                    continue;
                }
                Socket out = new Socket();
                out.connect(target.get(), 5000);
                in.setTcpNoDelay(true);
                out.setTcpNoDelay(true);
                open.add(in);
                open.add(out);
                start(() -> pump(in, out));
                start(() -> pump(out, in));
            } catch (IOException e) {
                // A target that is down, or a line that was closed: the next connection is another try.
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[64 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (!closed) {
                int read = in.read(buffer, 0, Math.min(buffer.length, sliceBytes));
                if (read < 0) {
                    break;
                }
                hold(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // Ends the connection on both sides, which is all that can be done.
            open.remove(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.remove(from);
        open.remove(to);
    }

    private void hold(int bytes) throws InterruptedException {
        synchronized (lock) {
            while (frozen && !closed) {
                lock.wait(1000);
            }
        }
        long millis = delayMillis + (bytesPerSecond > 0 ? bytes * 1000L / bytesPerSecond : 0);
        if (millis > 0) {
            TimeUnit.MILLISECONDS.sleep(millis);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        heal();
        drop(false);
    }
}
