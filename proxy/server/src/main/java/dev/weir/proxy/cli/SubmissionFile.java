package dev.weir.proxy.cli;

import dev.weir.core.attestation.Attestation;
import dev.weir.core.attestation.Authorities;
import dev.weir.core.attestation.CompactJwt;
import dev.weir.core.attestation.ListDigest;
import dev.weir.core.attestation.Period;
import dev.weir.core.attestation.Recipient;
import dev.weir.core.attestation.ReleaseFacts;
import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.Json.Members;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.core.plan.Plan;
import dev.weir.core.release.ReleasePlan;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.Submission;
import dev.weir.smp.Sha256;
import dev.weir.smp.SubmissionIds;
import dev.weir.tmsis.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What approvers approve, {@code submission.json}: a submission before it is sent.
 *
 * @param id the submission's id
 * @param manifest digest of its manifest
 * @param policy digest of the policy
 * @param plan digest of the plan that runs when everything that the attestation asks for is approved
 * @param files types of its files
 * @param period its months
 * @param synthetic whether all files are marked as test data
 * @param subjects list of people to be sent with it
 */
record SubmissionFile(
        String id,
        Sha256 manifest,
        Sha256 policy,
        Sha256 plan,
        Set<FileType> files,
        Period period,
        boolean synthetic,
        Optional<ListDigest> subjects) {
    static SubmissionFile of(Submission submission, Plan plan, Optional<ListDigest> subjects) throws CommandFailure {
        Set<FileType> types = EnumSet.noneOf(FileType.class);
        Optional<YearMonth> from = Optional.empty();
        Optional<YearMonth> to = Optional.empty();
        boolean synthetic = true;
        for (SourceFile file : submission.files()) {
            types.add(file.header().fileType());
            synthetic &= file.header().test();
            YearMonth month = month(file.header().period());
            from = Optional.of(from.filter(f -> f.isBefore(month)).orElse(month));
            to = Optional.of(to.filter(t -> t.isAfter(month)).orElse(month));
        }
        return new SubmissionFile(
                submission.id(),
                submission.manifestSha256(),
                plan.policySha256(),
                plan.sha256(),
                types,
                new Period(from.orElseThrow(), to.orElseThrow()),
                synthetic,
                subjects);
    }

    private static YearMonth month(String text) throws CommandFailure {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw new CommandFailure(Exit.REFUSED, List.of("header row: period: is a month"));
        }
    }

    byte[] json() {
        Map<String, Object> json = new TreeMap<>();
        json.put("submission_id", id);
        json.put("manifest_sha256", manifest.hex());
        json.put("policy_sha256", policy.hex());
        json.put("plan_sha256", plan.hex());
        json.put("files", files.stream().map(FileType::name).sorted().toList());
        json.put("from", period.from().toString());
        json.put("to", period.to().toString());
        json.put("synthetic", synthetic);
        subjects.ifPresent(s -> {
            json.put("subjects_count", s.count());
            json.put("subjects_sha256", s.sha256().hex());
        });
        return CanonicalJson.write(json);
    }

    static SubmissionFile read(Path file) throws IOException, CommandFailure {
        try {
            Members json = JsonReader.readObject(Files.readAllBytes(file));
            String id = json.text("submission_id").filter(SubmissionIds::isId).orElseThrow();
            Set<FileType> types = EnumSet.noneOf(FileType.class);
            for (String type : json.texts("files").orElseThrow()) {
                types.add(FileType.valueOf(type));
            }
            return new SubmissionFile(
                    id,
                    digest(json, "manifest_sha256").orElseThrow(),
                    digest(json, "policy_sha256").orElseThrow(),
                    digest(json, "plan_sha256").orElseThrow(),
                    types,
                    new Period(
                            YearMonth.parse(json.text("from").orElseThrow()),
                            YearMonth.parse(json.text("to").orElseThrow())),
                    json.truth("synthetic").orElseThrow(),
                    json.whole("subjects_count")
                            .map(c -> new ListDigest(
                                    c, digest(json, "subjects_sha256").orElseThrow())));
        } catch (JsonException | NoSuchElementException | IllegalArgumentException | DateTimeException e) {
            throw new CommandFailure(Exit.REFUSED, List.of(file + ": is what weir submit --prepare wrote"));
        }
    }

    private static Optional<Sha256> digest(Members json, String name) {
        return json.text(name).flatMap(Sha256::fromHex);
    }

    /** Returns the plan that runs when everything that an attestation asks for is approved. */
    static Plan plan(Authorities authorities, CompactJwt token, Attestation attestation) throws CommandFailure {
        Recipient recipient = authorities
                .trust()
                .flatMap(t -> t.recipient(attestation.recipient()))
                .orElseThrow(() -> new CommandFailure(
                        Exit.REFUSED, List.of("attestation: recipient: is bound in the signed trust list")));
        return ReleasePlan.asked(authorities.policy(), attestation, token.sha256(), recipient)
                .orElseThrow(() -> new CommandFailure(
                        Exit.REFUSED,
                        List.of("attestation: subjects: names a list, because the policy releases for listed people"
                                + " only")));
    }

    /** Refuses a file that was prepared for something else than what an attestation comes to now. */
    void requirePlan(Path file, Authorities authorities, CompactJwt token, Attestation attestation)
            throws CommandFailure {
        Plan now = plan(authorities, token, attestation);
        if (!now.policySha256().equals(policy) || !now.sha256().equals(plan)) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    List.of(file + ": plan_sha256: is that of the attestation under the signed policy and trust list;"
                            + " prepare it anew"));
        }
    }

    ReleaseFacts facts(String sender, Optional<Instant> registered) {
        return new ReleaseFacts(id, manifest, files, period, synthetic, sender, subjects, registered);
    }
}
