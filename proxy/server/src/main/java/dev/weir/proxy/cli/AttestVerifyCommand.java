package dev.weir.proxy.cli;

import dev.weir.core.attestation.Authorities;
import dev.weir.core.attestation.BundleCheck;
import dev.weir.core.attestation.Grant;
import dev.weir.core.attestation.Verdict;
import dev.weir.proxy.config.ConfigProblem;
import dev.weir.proxy.config.SignedFolder;
import dev.weir.proxy.keys.TinkEnvelopeVerifier;
import dev.weir.proxy.keys.TinkJwtVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a bundle as the proxy would. */
@Command(
        name = "verify",
        description =
                "Checks an attestation and its approvals for a prepared submission, as the proxy does: every check, in "
                        + "its order. The use counter and the ledger are the proxy's alone.",
        mixinStandardHelpOptions = true)
final class AttestVerifyCommand implements Callable<Integer> {
    @Option(
            names = "--signed",
            paramLabel = "DIR",
            required = true,
            description = "Folder with root.json, policy.json, trust.json, holds.json and status/.")
    private Path signed;

    @Option(names = "--submission", paramLabel = "FILE", required = true, description = "submission.json.")
    private Path submission;

    @Option(names = "--sender", paramLabel = "NAME", defaultValue = "", description = "Who will send it.")
    private String sender;

    @Option(names = "--registered", paramLabel = "TIME", description = "When the ledger registered it, RFC 3339.")
    private Optional<String> registered = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Parameters(paramLabel = "FILE", arity = "1..5", description = "Attestation, then approvals.")
    private List<Path> files;

    @SuppressWarnings("NullAway.Init")
    AttestVerifyCommand() {}

    @Override
    public Integer call() throws Exception {
        List<String> bundle = new ArrayList<>();
        for (Path file : files) {
            bundle.add(AttestCommand.token(file).text());
        }
        Instant now = Clock.systemUTC().instant();
        TinkJwtVerifier verifier = new TinkJwtVerifier();
        Verdict verdict = new BundleCheck(authorities(verifier, now), verifier)
                .check(bundle, SubmissionFile.read(submission).facts(sender, registered()), now);
        Map<String, Object> shown = new LinkedHashMap<>();
        if (verdict instanceof Grant grant) {
            shown.put("decision", "GRANTED");
            shown.put("recipient", grant.recipient().uri());
            shown.put("expires", grant.expires().toString());
            grant.row().rules().forEach((c, rule) -> shown.put(c.name(), rule.text()));
        } else if (verdict instanceof Verdict.Denied denied) {
            shown.put("decision", "DENIED");
            shown.put("code", denied.code().name());
            shown.put("place", denied.place());
            shown.put("rule", denied.rule());
        }
        if (json) {
            System.out.println(Json.of(shown));
        } else {
            shown.forEach((name, value) -> System.out.printf("%-20s %s%n", name, value));
        }
        return verdict instanceof Grant ? Exit.OK : Exit.REFUSED;
    }

    private Optional<Instant> registered() throws CommandFailure {
        try {
            return registered.map(Instant::parse);
        } catch (DateTimeException e) {
            throw new CommandFailure(Exit.USAGE, List.of("--registered: is a time such as 2026-10-01T12:00:00Z"));
        }
    }

    /** Reads what is signed, without remembering it: what was accepted before is the proxy's to remember. */
    private Authorities authorities(TinkJwtVerifier verifier, Instant now) throws Exception {
        Path memory = Files.createTempDirectory("weir-verify");
        try {
            SignedFolder.Loaded loaded =
                    new SignedFolder(signed, memory, new TinkEnvelopeVerifier(), verifier).load(now);
            List<String> problems =
                    loaded.problems().stream().map(ConfigProblem::text).toList();
            problems.forEach(System.err::println);
            return loaded.authorities().orElseThrow(() -> new CommandFailure(Exit.REFUSED, problems));
        } finally {
            delete(memory);
        }
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(dir);
    }
}
