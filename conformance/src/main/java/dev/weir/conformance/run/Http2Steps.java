package dev.weir.conformance.run;

import dev.weir.conformance.peer.Sockets;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.wire.Http2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;

/** Steps of a client that writes its frames by hand. */
final class Http2Steps {
    private static final String SUBMIT = "/smp.v1.SubmissionService/Submit";

    private final Trial trial;
    private final Http2 http2;
    private final List<String> seen = new ArrayList<>();
    private boolean broken;

    private Http2Steps(Trial trial, Http2 http2) {
        this.trial = trial;
        this.http2 = http2;
    }

    /** Runs a script of frames and expects one of some endings. */
    static void http2(Trial trial, Args args) throws CaseFailure, IOException, InterruptedException {
        Bench bench = trial.bench();
        var files = bench.pki().files("submitter:" + bench.rules().state());
        try (SSLSocket socket = Sockets.connect(bench.entry(), files, Sockets.Offer.of(files));
                Http2 http2 = new Http2(socket)) {
            Http2Steps steps = new Http2Steps(trial, http2);
            if (args.flag("silent")) {
                http2.silent();
            }
            if (!args.flag("no_preface")) {
                http2.begin();
            }
            steps.script(args.list("script"));
            steps.expect(args);
        }
    }

    private void script(List<Args> script) throws CaseFailure, InterruptedException {
        for (Args action : script) {
            for (long i = 0; i < action.number("times", 1) && !broken; i++) {
                try {
                    act(action, (int) i);
                } catch (IOException e) {
                    // The proxy has had enough; what it said before is waiting to be read.
                    broken = true;
                }
            }
        }
    }

    private void act(Args action, int round) throws IOException, CaseFailure, InterruptedException {
        int stream = (int) action.number("stream", 1) + 2 * (action.flag("new_stream") ? round : 0);
        switch (action.text("do")) {
            case "call" -> call(action, stream);
            case "open" -> http2.message(stream, flag(action), session().openBytes(), false);
            case "chunk" ->
                http2.message(
                        stream, flag(action), session().chunkBytes(session().build(action)), false);
            case "message" -> http2.message(stream, flag(action), payload(action), action.flag("last"));
            case "gzip" -> http2.message(stream, 1, gzip(payload(action)), false);
            case "frame" ->
                http2.frame(
                        (int) action.number("type", 0),
                        (int) action.number("flags", 0),
                        stream0(action, stream),
                        payload(action));
            case "reset" ->
                http2.frame(
                        Http2.RST_STREAM,
                        0,
                        stream,
                        ByteBuffer.allocate(4).putInt(8).array());
            case "raw" -> http2.raw(payload(action));
            case "slow" -> slow(stream, payload(action), action.number("millis", 50));
            case "wait" -> TimeUnit.MILLISECONDS.sleep(trial.settings().millis(action.number("millis", 100)));
            default -> throw new CaseFailure("suite: http2: " + action.text("do") + " is an action");
        }
    }

    private static int stream0(Args action, int stream) {
        return action.has("stream") || action.flag("new_stream") ? stream : 0;
    }

    private static int flag(Args action) {
        return (int) action.number("flag", 0);
    }

    private Session session() throws CaseFailure {
        return trial.session("s");
    }

    private void call(Args action, int stream) throws IOException {
        Map<String, String> headers = Http2.call(action.text("path", SUBMIT));
        action.map("headers").forEach((name, value) -> {
            if (value.isEmpty()) {
                headers.remove(name);
            } else {
                headers.put(name, filled(value));
            }
        });
        if (action.has("padding")) {
            headers.put("x-padding", "p".repeat((int) action.number("padding", 0)));
        }
        byte[] block = Http2.headerBlock(headers);
        int fragments = (int) action.number("fragments", 1);
        int last = action.flag("last") ? Http2.END_STREAM : 0;
        if (fragments <= 1) {
            for (int at = 0; at < block.length; at += 16_000) {
                byte[] piece = java.util.Arrays.copyOfRange(block, at, Math.min(block.length, at + 16_000));
                boolean end = at + 16_000 >= block.length;
                http2.frame(
                        at == 0 ? Http2.HEADERS : Http2.CONTINUATION,
                        (end ? Http2.END_HEADERS : 0) | (at == 0 ? last : 0),
                        stream,
                        piece);
            }
            return;
        }
        http2.frame(Http2.HEADERS, last, stream, block);
        for (int i = 0; i < fragments; i++) {
            http2.frame(Http2.CONTINUATION, 0, stream, new byte[0]);
        }
    }

    private String filled(String value) {
        return new Rows(trial.mint(), trial.bench().minimizer(), "06").text(value);
    }

    private byte[] payload(Args action) throws CaseFailure {
        if (action.has("zeros")) {
            return new byte[(int) action.number("zeros", 0)];
        }
        if (action.has("text")) {
            return filled(action.text("text")).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        if (action.flag("open_message")) {
            return session().openBytes();
        }
        return HexFormat.of().parseHex(action.text("hex", "").replace(" ", ""));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /** Sends a message in frames of one byte. */
    private void slow(int stream, byte[] message, long millis) throws IOException, InterruptedException {
        byte[] framed = ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
        for (byte one : framed) {
            http2.frame(Http2.DATA, 0, stream, new byte[] {one});
            TimeUnit.MILLISECONDS.sleep(millis);
        }
    }

    private void expect(Args args) throws CaseFailure, InterruptedException {
        List<String> wanted = args.texts("any_of");
        long patience = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(trial.settings().millis(args.number("within_millis", 10_000)));
        while (System.nanoTime() < patience) {
            Optional<Http2.Frame> frame = http2.next(100);
            if (frame.isEmpty()) {
                if (wanted.contains("nothing")) {
                    break;
                }
                continue;
            }
            note(frame.get());
            if (seen.stream().anyMatch(wanted::contains)) {
                trial.codes().addAll(seen);
                return;
            }
            if (frame.get().type() < 0) {
                break;
            }
        }
        trial.codes().addAll(seen);
        if (!(wanted.contains("nothing") && seen.isEmpty())) {
            throw new CaseFailure("the proxy answers with one of " + wanted + ", and not with " + seen);
        }
    }

    private void note(Http2.Frame frame) {
        frame.headers().forEach((name, value) -> trial.evidence().add("headers", name + ": " + value));
        trial.evidence().add("frames", frame.payload());
        switch (frame.type()) {
            case -1 -> seen.add("closed");
            case Http2.GOAWAY -> {
                seen.add("goaway");
                seen.add("goaway:" + ByteBuffer.wrap(frame.payload()).getInt(4));
            }
            case Http2.RST_STREAM -> seen.add("reset");
            case Http2.DATA -> seen.add("data");
            default -> {
                // Settings, pings and windows say nothing about the case.
            }
        }
        if (frame.headers().containsKey("grpc-status")) {
            seen.add("grpc:" + frame.headers().get("grpc-status"));
        }
        if (frame.headers().containsKey(":status")) {
            seen.add("http:" + frame.headers().get(":status"));
        }
    }

    static Map<String, Verb> verbs() {
        return Map.of("http2", Http2Steps::http2, "prepare", Http2Steps::prepare);
    }

    /** Makes a session whose messages are sent by hand. */
    static void prepare(Trial trial, Args args) throws CaseFailure, IOException {
        Session session = new Session(trial, "s", args);
        session.notWellFormed();
        trial.sessions().put("s", session);
    }
}
