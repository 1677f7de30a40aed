package dev.weir.conformance.run;

import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.adapter.Started;
import dev.weir.conformance.peer.RawUpstream;
import dev.weir.conformance.peer.ReferenceReceiver;
import dev.weir.conformance.peer.Script;
import dev.weir.conformance.suite.Args;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Steps towards the proxy itself, its receiver, and the line between them. */
final class ProxySteps {
    private ProxySteps() {}

    /** Starts the proxy, or expects that it refuses to start. */
    static void start(Trial trial, Args args) throws CaseFailure, AdapterException, IOException {
        boolean refused = args.flag("refused");
        try {
            trial.bench().start(args);
        } catch (AdapterException e) {
            if (e.skipped() || !refused) {
                throw e;
            }
            trial.bench().stopped();
            trial.evidence().add("start", String.valueOf(e.getMessage()));
            return;
        }
        require(!refused, "the proxy refuses to start");
    }

    /** Ends the proxy with a signal. */
    static void kill(Trial trial, Args args) throws AdapterException {
        String signal = args.text("signal", "KILL");
        trial.bench().adapter().ask("kill", Map.of("signal", signal));
        if (signal.equals("KILL") || signal.equals("TERM")) {
            trial.bench().stopped();
        }
    }

    /** Gives the proxy another policy while it runs. */
    static void reload(Trial trial, Args args) throws CaseFailure, AdapterException, IOException {
        Args policy = trial.bench().policy();
        Args next = trial.settings().suite().policies().getOrDefault(args.text("policy", ""), policy);
        Map<String, Object> order = args.has("raw_policy")
                ? Map.of("policy", Map.of("state", policy.text("state"), "raw", args.text("raw_policy")))
                : Map.of("policy", next.node());
        boolean accepted = trial.bench().adapter().ask("reload", order).flag("accepted");
        require(
                accepted != args.flag("refused"),
                args.flag("refused") ? "the proxy refuses the policy" : "the proxy takes the policy");
        if (accepted) {
            trial.bench().use(next);
        }
    }

    /** Sets how the receiver behaves towards a submission. */
    static void receiver(Trial trial, Args args) {
        Script script = Script.of(args);
        if (!args.text("text", "").isEmpty()) {
            trial.mint().taken("text of the receiver", args.text("text"));
        }
        String id = trial.submissionId(args.text("submission", args.text("stream", "s")));
        trial.bench().receiver().inbox(id).script(script);
    }

    /** Does something to the line between proxy and receiver. */
    static void line(Trial trial, Args args) throws InterruptedException {
        var shim = trial.bench().shim();
        switch (args.text("do")) {
            case "cut" -> shim.cut();
            case "reset" -> shim.reset();
            case "freeze" -> shim.freeze();
            case "delay" -> shim.delay(args.number("millis", 100));
            case "throttle" -> shim.throttle(args.number("bytes", 1 << 20));
            case "slice" -> shim.slice((int) args.number("bytes", 1));
            default -> shim.heal();
        }
        TimeUnit.MILLISECONDS.sleep(20);
    }

    /** Leads the proxy to another upstream: a receiver with a bad certificate, or something that is none. */
    static void upstream(Trial trial, Args args) throws IOException {
        Bench bench = trial.bench();
        if (args.has("certificate")) {
            ReferenceReceiver other = new ReferenceReceiver(
                    bench.pki().files(args.text("certificate")),
                    bench.officials().key("receiver"));
            bench.keep(other);
            bench.upstream(other.address());
            bench.alternative(other);
        } else {
            String text = trial.mint().text("upstream", 24);
            RawUpstream raw = new RawUpstream(bench.pki().files("receiver"), args.text("kind"), text);
            bench.keep(raw);
            bench.upstream(raw.address());
        }
    }

    /** Expects that nothing reached the other upstream. */
    static void upstreamGotNothing(Trial trial, Args args) throws CaseFailure {
        String id = trial.submissionId(args.text("submission", "s"));
        require(
                trial.bench().alternative().map(r -> r.inbox(id).arrivals()).orElse(0) == 0,
                "nothing reaches an upstream that is not who it should be");
    }

    /** Asks the admin port for something. */
    static void admin(Trial trial, Args args) throws CaseFailure, IOException, InterruptedException {
        long wanted = args.number("status", 200);
        long patience = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(trial.settings().millis(15_000));
        HttpResponse<String> answer = http(trial.bench().started(), args.text("path"));
        while (answer.statusCode() != wanted && System.nanoTime() < patience) {
            TimeUnit.MILLISECONDS.sleep(100);
            answer = http(trial.bench().started(), args.text("path"));
        }
        trial.evidence().add("admin", answer.body() + answer.headers().map());
        require(answer.statusCode() == wanted, args.text("path") + " answers " + wanted);
        for (String pattern : args.texts("matches")) {
            require(Pattern.compile(pattern).matcher(answer.body()).find(), "the answer tells " + pattern);
        }
        for (String pattern : args.texts("without")) {
            require(!Pattern.compile(pattern).matcher(answer.body()).find(), "the answer does not tell " + pattern);
        }
    }

    static HttpResponse<String> http(Started started, String path) throws IOException, CaseFailure {
        var admin = started.admin().orElseThrow(() -> new CaseFailure("the proxy tells its admin address"));
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.getPort() + path))
                                    .timeout(Duration.ofSeconds(60))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("admin: was interrupted", e);
        }
    }

    /** Looks for patterns in the logs, or for their absence. */
    static void log(Trial trial, Args args) throws CaseFailure, AdapterException, IOException, InterruptedException {
        long patience = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(trial.settings().millis(10_000));
        while (true) {
            StringBuilder text = new StringBuilder();
            for (String path : trial.bench()
                    .adapter()
                    .ask("export", Map.of("what", "logs"))
                    .texts("paths")) {
                text.append(Files.readString(Path.of(path)));
            }
            for (String pattern : args.texts("without")) {
                require(!Pattern.compile(pattern).matcher(text).find(), "the log does not tell " + pattern);
            }
            boolean all = args.texts("matches").stream()
                    .allMatch(p -> Pattern.compile(p).matcher(text).find());
            if (all) {
                return;
            }
            require(System.nanoTime() < patience, "the log tells " + args.texts("matches"));
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void require(boolean holds, String claim) throws CaseFailure {
        if (!holds) {
            throw new CaseFailure(claim);
        }
    }

    static Map<String, Verb> verbs() {
        return Map.of(
                "start", ProxySteps::start,
                "kill", ProxySteps::kill,
                "reload", ProxySteps::reload,
                "receiver", ProxySteps::receiver,
                "line", ProxySteps::line,
                "upstream", ProxySteps::upstream,
                "upstream_got_nothing", ProxySteps::upstreamGotNothing,
                "admin", ProxySteps::admin,
                "log", ProxySteps::log);
    }
}
