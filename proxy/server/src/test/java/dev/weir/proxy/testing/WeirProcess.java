package dev.weir.proxy.testing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line {@code weir} in a process of its own, so that it can be killed, starved of memory and asked for its exit code. */
public final class WeirProcess implements Closeable {
    private static final long START_SECONDS = 60;

    private final Process process;
    private final Path out;
    private final Path err;

    private WeirProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a command.
     *
     * @param log where its output goes; the directory is made
     * @param name name of the output files; what was there is replaced
     * @param jvm options for the Java runtime
     * @param arguments what would stand behind {@code weir}
     */
    public static WeirProcess start(Path log, String name, List<String> jvm, List<String> arguments)
            throws IOException {
        Files.createDirectories(log);
        Path out = log.resolve(name + ".out");
        Path err = log.resolve(name + ".err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+ExitOnOutOfMemoryError");
        // As it is shipped: the test classes have a configuration of their own that writes nothing.
        command.add("-Dlogback.configurationFile=logback.xml");
        command.add("-Dweir.home=" + System.getProperty("weir.root"));
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add("dev.weir.proxy.cli.WeirCommand");
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        return new WeirProcess(process, out, err);
    }

    /** Waits until standard error has a port number behind some text. */
    public int port(String text) throws IOException, InterruptedException {
        Pattern pattern = Pattern.compile(Pattern.quote(text) + "\\D{0,4}(\\d+)");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline) {
            Matcher matcher = pattern.matcher(err());
            // Digits may still follow where the line has not ended.
            if (matcher.find() && err().indexOf('\n', matcher.end()) >= 0) {
                return Integer.parseInt(matcher.group(1));
            }
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended with " + process.exitValue() + ": " + err());
            }
        }
        throw new AssertionError("starts in time: " + err());
    }

    /** Waits for the end, at most so long; returns whether it has ended. */
    public boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for the end and returns the exit code. */
    public int exit(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("ends within " + seconds + " s: " + err());
        }
        return process.exitValue();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    public String out() throws IOException {
        return Files.readString(out, StandardCharsets.ISO_8859_1);
    }

    public String err() throws IOException {
        return Files.readString(err, StandardCharsets.ISO_8859_1);
    }

    /** Returns what it said to standard error, for the message of an assertion. */
    public String problem() {
        try {
            return err();
        } catch (IOException e) {
            return "nothing that can be read";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
