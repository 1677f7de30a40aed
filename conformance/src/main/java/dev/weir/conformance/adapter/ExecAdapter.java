package dev.weir.conformance.adapter;

import dev.weir.conformance.suite.Args;
import dev.weir.conformance.suite.Documents;
import dev.weir.conformance.suite.SuiteException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** An adapter that is a program: a JSON object a line on its standard input, one answer a line on its standard output. */
public final class ExecAdapter implements Adapter {
    private static final String END = "";

    private final Process process;
    private final Writer in;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(1000);
    private final long timeoutSeconds;
    private int sequence;

    /**
     * Starts the program.
     *
     * @param command program and arguments
     * @param errors file that takes its standard error
     */
    public ExecAdapter(List<String> command, Path errors, long timeoutSeconds) throws AdapterException {
        this.timeoutSeconds = timeoutSeconds;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                    .start();
        } catch (IOException e) {
            throw AdapterException.failed("the adapter can be started: " + command.get(0));
        }
        in = process.outputWriter(StandardCharsets.UTF_8);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> read(out), "conform-adapter");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader out) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException | IllegalStateException e) {
            process.destroy();
        }
        lines.offer(END);
    }

    @Override
    public synchronized Args ask(String verb, Map<String, Object> args) throws AdapterException {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("seq", ++sequence);
        request.put("do", verb);
        request.putAll(args);
        try {
            in.write(Documents.line(request) + "\n");
            in.flush();
            String line = lines.poll(timeoutSeconds, TimeUnit.SECONDS);
            if (line == null || line.isEmpty()) {
                throw AdapterException.failed("the adapter answers " + verb + " in " + timeoutSeconds + " s");
            }
            return answer(verb, new Args(Documents.parse(line)));
        } catch (IOException e) {
            throw AdapterException.failed("the adapter takes " + verb);
        } catch (SuiteException e) {
            throw AdapterException.failed("the adapter answers " + verb + " with a line of JSON");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AdapterException.failed("the adapter was interrupted");
        }
    }

    private Args answer(String verb, Args answer) throws AdapterException {
        if (answer.number("seq", -1) != sequence) {
            throw AdapterException.failed("the adapter echoes the number of the request " + verb);
        }
        if (answer.has("skipped")) {
            throw AdapterException.skipped(answer.at("skipped").text("feature", verb));
        }
        if (!answer.has("result")) {
            throw AdapterException.failed(verb + ": " + answer.at("errored").text("context", "no result"));
        }
        return answer.at("result");
    }

    @Override
    public void close() {
        try {
            in.write("{\"seq\":" + ++sequence + ",\"do\":\"stop\"}\n");
            in.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
