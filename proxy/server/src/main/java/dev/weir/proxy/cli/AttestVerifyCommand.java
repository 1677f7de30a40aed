package dev.weir.proxy.cli;

import dev.weir.core.attestation.Authorities;
import dev.weir.core.attestation.BundleCheck;
import dev.weir.core.attestation.Grant;
import dev.weir.core.attestation.Verdict;
import dev.weir.core.release.ReleasePlan;
import dev.weir.proxy.keys.TinkJwtVerifier;
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
        Authorities authorities = SignedFiles.authorities(signed, now);
        SubmissionFile prepared = SubmissionFile.read(submission);
        Verdict verdict =
                new BundleCheck(authorities, verifier).check(bundle, prepared.facts(sender, registered()), now);
        Map<String, Object> shown = new LinkedHashMap<>();
        if (verdict instanceof Grant grant) {
            prepared.requirePlan(submission, authorities, AttestCommand.token(files.get(0)), grant.attestation());
            shown.put("decision", "GRANTED");
            shown.put("recipient", grant.recipient().uri());
            shown.put("expires", grant.expires().toString());
            shown.put(
                    "plan_sha256",
                    ReleasePlan.granted(authorities.policy(), grant).sha256().hex());
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
}
