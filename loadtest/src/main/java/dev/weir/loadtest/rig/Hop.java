package dev.weir.loadtest.rig;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A piece of network on the loopback address, between submitter and proxy or between proxy and receiver, that can be made
 * slow, narrow, or cut. It passes bytes on and looks at none.
 */
public final class Hop implements Closeable {
    private static final int CONNECT_MILLIS = 2000;
    private static final int PIECE = 16 << 10;
    private static final int PIECES_UNDER_WAY = 256;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile long delayNanos;
    private volatile long bytesPerSecond = Long.MAX_VALUE;
    private volatile boolean cut;
    private volatile boolean closed;

    /** A few bytes, and when they arrive. */
    private record Piece(byte[] bytes, int length, long atNanos) {}

    /** Begins to pass everything on to a port of the loopback address. */
    public Hop(int target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        start("loadtest-hop", this::accept);
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the port on the loopback address at which it begins. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Makes every byte arrive later, in both directions. */
    public void delay(long millis) {
        delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Lets no more than so many bytes a second through, in each direction of each connection. */
    public void narrow(long bytes) {
        bytesPerSecond = bytes;
    }

    /** Ends all connections and lets none begin. */
    public void cut() {
        cut = true;
        open.forEach(Hop::close);
    }

    /** Makes everything as it was; connections have to begin anew. */
    public void mend() {
        cut = false;
        delayNanos = 0;
        bytesPerSecond = Long.MAX_VALUE;
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = listening.accept();
                if (cut) {
                    near.close();
                } else {
                    join(near);
                }
            } catch (IOException e) {
                // A connection that could not be made is the fault that was asked for, or this is being closed.
                continue;
            }
        }
    }

    private void join(Socket near) throws IOException {
        Socket far = new Socket();
        try {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
        } catch (IOException e) {
            near.close();
            throw e;
        }
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        open.add(near);
        open.add(far);
        pump(near, far);
        pump(far, near);
    }

    private void pump(Socket from, Socket to) {
        BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES_UNDER_WAY);
        start("loadtest-hop-in", () -> take(from, to, underWay));
        start("loadtest-hop-out", () -> give(from, to, underWay));
    }

    private void take(Socket from, Socket to, BlockingQueue<Piece> underWay) {
        try (InputStream in = from.getInputStream()) {
            while (true) {
                byte[] bytes = new byte[PIECE];
                int length = in.read(bytes);
                Piece piece = new Piece(bytes, length, System.nanoTime() + delayNanos);
                while (!underWay.offer(piece, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (to.isClosed()) {
                        return;
                    }
                }
                if (length < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            end(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void give(Socket from, Socket to, BlockingQueue<Piece> underWay) {
        try (OutputStream out = to.getOutputStream()) {
            while (!to.isClosed()) {
                Piece piece = underWay.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                if (piece == null) {
                    continue;
                }
                TimeUnit.NANOSECONDS.sleep(Math.max(0, piece.atNanos() - System.nanoTime()));
                if (piece.length() < 0) {
                    break;
                }
                long rate = bytesPerSecond;
                if (rate < Long.MAX_VALUE) {
                    TimeUnit.NANOSECONDS.sleep(piece.length() * 1_000_000_000L / rate);
                }
                out.write(piece.bytes(), 0, piece.length());
            }
        } catch (IOException e) {
            // The other side is gone, and so is this one, below.
            end(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from, to);
        }
    }

    private void end(Socket one, Socket other) {
        close(one);
        close(other);
        open.remove(one);
        open.remove(other);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it can be.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listening.close();
        cut();
    }
}
