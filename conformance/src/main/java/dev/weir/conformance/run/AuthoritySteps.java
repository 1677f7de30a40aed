package dev.weir.conformance.run;

import dev.weir.conformance.adapter.AdapterException;
import dev.weir.conformance.suite.Args;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Steps of the people who govern releases: holds, revocations, trust that is withdrawn, files that are spoiled. */
final class AuthoritySteps {
    private static final long TO_TAKE_EFFECT = 2500;

    private AuthoritySteps() {}

    /** Changes signed files while the proxy runs, and gives it the time that it may take to notice. */
    static void authority(Trial trial, Args args)
            throws CaseFailure, AdapterException, IOException, InterruptedException {
        var signed = trial.bench().signed();
        switch (args.text("do")) {
            case "hold" -> signed.holds(List.of(hold(trial, args.at("hold"))));
            case "lift" -> signed.holds(List.of());
            case "trust_without" -> signed.trustWithout(args.texts("names"));
            case "status" -> signed.status(Map.of((int) args.number("index", 0), (int) args.number("mark", 0)));
            default -> signed.spoil(args.text("file"), args.text("do"));
        }
        if (trial.bench().running()) {
            trial.bench()
                    .adapter()
                    .ask("authorities", Map.of("signed", signed.folder().toString()));
            TimeUnit.MILLISECONDS.sleep(trial.settings().millis(TO_TAKE_EFFECT));
        }
    }

    private static Map<String, Object> hold(Trial trial, Args says) throws CaseFailure {
        Map<String, Object> hold = new TreeMap<>(says.map("names"));
        if (says.has("attestation_of")) {
            byte[] digest = asked(trial, says.text("attestation_of")).bundle().attestationSha256();
            hold.put("attestation", HexFormat.of().formatHex(digest));
        }
        hold.put("id", "conformance");
        hold.put("reason", "a case of the suite");
        return hold;
    }

    private static Asked asked(Trial trial, String stream) throws CaseFailure {
        return trial.session(stream).asked().orElseThrow(() -> new CaseFailure("suite: the stream asks for a release"));
    }

    /** Has an attestation registered, as the operator does when it comes in. */
    static void register(Trial trial, Args args) throws CaseFailure, AdapterException, IOException {
        Path file = Files.createTempFile(trial.bench().data(), "attestation", ".jwt");
        String text =
                asked(trial, args.text("attestation_of")).bundle().tokens().get(0);
        Files.writeString(file, text, StandardCharsets.US_ASCII);
        trial.bench()
                .adapter()
                .ask("register", Map.of("attestation", file.toAbsolutePath().toString()));
    }

    static Map<String, Verb> verbs() {
        return Map.of("authority", AuthoritySteps::authority, "register", AuthoritySteps::register);
    }
}
