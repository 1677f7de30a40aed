package dev.weir.proxy.cli;

import dev.weir.core.attestation.Approval;
import dev.weir.core.attestation.ApproverRole;
import dev.weir.core.attestation.Attestation;
import dev.weir.core.attestation.ClaimException;
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Approves one release. */
@Command(
        name = "approve",
        header = "Approves the release of one submission.",
        description = "Approves the release of one prepared submission under one attestation. Read weir attest explain "
                + "first: what you sign is bound to the attestation, the files, the policy and so to the plan that runs, and "
                + "to nothing else. It is refused where the prepared plan is not the one that follows from the "
                + "attestation, the signed policy and the signed trust list.",
        mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
    @Option(names = "--keys", paramLabel = "DIR", required = true, description = "The approver's keys.")
    private Path keys;

    @Option(names = "--submission", paramLabel = "FILE", required = true, description = "submission.json.")
    private Path submission;

    @Option(
            names = "--signed",
            paramLabel = "DIR",
            required = true,
            description = "Folder with root.json, policy.json and trust.json.")
    private Path signed;

    @Option(names = "--issuer", paramLabel = "URI", required = true, description = "The state agency, as trusted.")
    private String issuer;

    @Option(names = "--subject", paramLabel = "ID", required = true, description = "Who approves.")
    private String subject;

    @Option(names = "--role", paramLabel = "ROLE", required = true, description = "${COMPLETION-CANDIDATES}")
    private ApproverRole role;

    @Option(
            names = "--classes",
            paramLabel = "CLASS",
            split = ",",
            description = "Classes approved. Default: all that the attestation asks for.")
    private Set<FieldClass> classes = Set.of();

    @Option(names = "--hours", paramLabel = "N", defaultValue = "24", description = "Valid for. At most 72.")
    private int hours;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "For the record; no data.")
    private String note;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The approval.")
    private Path out;

    @Parameters(paramLabel = "ATTESTATION", description = "The attestation.")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    ApproveCommand() {}

    @Override
    public Integer call() throws Exception {
        if (hours < 1 || hours > Approval.LONGEST.toHours()) {
            throw new CommandFailure(Exit.USAGE, List.of("--hours: is from 1 to 72"));
        }
        CompactJwt token = AttestCommand.token(file);
        Attestation attestation = AttestCommand.attestation(file);
        SubmissionFile prepared = SubmissionFile.read(submission);
        prepared.requirePlan(
                submission, SignedFiles.authorities(signed, Clock.systemUTC().instant()), token, attestation);
        Set<FieldClass> approved = classes.isEmpty() ? attestation.classes() : classes;
        if (!attestation.classes().containsAll(approved)) {
            throw new CommandFailure(Exit.USAGE, List.of("--classes: are among those of the attestation"));
        }
        byte[] claims = CanonicalJson.write(claims(token, attestation, prepared, approved));
        try {
            Approval.read(JsonReader.readObject(claims));
        } catch (ClaimException e) {
            throw new CommandFailure(Exit.USAGE, List.of(e.place() + ": " + e.rule()));
        } catch (JsonException e) {
            throw new IllegalStateException("canonical JSON can be read", e);
        }
        String approval = SignedFiles.keys(keys).sign(Approval.TYPE, claims);
        Files.writeString(out, approval + "\n", StandardCharsets.US_ASCII);
        System.out.println(out + ": approves " + new TreeSet<>(approved) + " of submission " + prepared.id() + " to "
                + attestation.recipient() + " for " + attestation.purpose() + ", plan "
                + prepared.plan().hex());
        return Exit.OK;
    }

    private Map<String, Object> claims(
            CompactJwt token, Attestation attestation, SubmissionFile prepared, Set<FieldClass> approved) {
        long now = Clock.systemUTC().instant().getEpochSecond();
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        Map<String, Object> claims = new TreeMap<>();
        claims.put("ver", "1");
        claims.put("iss", issuer);
        claims.put("sub", subject);
        claims.put("role", role.name());
        claims.put("aud", attestation.audience());
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + hours * 3600L);
        claims.put("jti", Base64.getUrlEncoder().withoutPadding().encodeToString(id));
        claims.put("att_sha256", digest(token.sha256()));
        claims.put("submission_id", prepared.id());
        claims.put("manifest_sha256", digest(prepared.manifest()));
        claims.put("policy_sha256", digest(prepared.policy()));
        claims.put("classes", approved.stream().map(FieldClass::name).sorted().toList());
        claims.put("decision", "APPROVE");
        if (!note.isEmpty()) {
            claims.put("note", note);
        }
        return claims;
    }

    private static String digest(Sha256 sha256) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.toByteArray());
    }
}
