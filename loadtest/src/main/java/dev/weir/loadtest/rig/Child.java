package dev.weir.loadtest.rig;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that this one has started. It ends when it is closed, and at the latest when this process does. */
final class Child implements Closeable {
    private static final long END_SECONDS = 10;
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final int CONNECT_MILLIS = 500;

    private final List<String> command;
    private final Path log;
    private final Thread atExit = new Thread(this::end, "loadtest-child");
    private Process process;

    /** Starts a command whose output is added to a log. */
    Child(List<String> command, Path log) throws IOException {
        this.command = List.copyOf(command);
        this.log = log;
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Starts the command again, after {@link #kill}. */
    void again() throws IOException {
        process = launch();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits until something listens on a port of the loopback address. */
    void awaitPort(int port, long withinMillis) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMillis);
        while (System.nanoTime() < deadline && alive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                return;
            } catch (IOException notYet) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        }
        throw new IOException(command.get(0) + ": listens in time; see " + log);
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // This process is ending; the hook runs or has run, and finds nothing left to do.
            return;
        }
    }
}
