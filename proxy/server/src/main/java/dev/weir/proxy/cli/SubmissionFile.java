package dev.weir.proxy.cli;

import dev.weir.core.attestation.Period;
import dev.weir.core.attestation.ReleaseFacts;
import dev.weir.core.attestation.Subjects;
import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.Json.Members;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
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
 * @param files types of its files
 * @param period its months
 * @param synthetic whether all files are marked as test data
 * @param subjects list of people to be sent with it
 */
record SubmissionFile(
        String id,
        Sha256 manifest,
        Sha256 policy,
        Set<FileType> files,
        Period period,
        boolean synthetic,
        Optional<Subjects> subjects) {
    static SubmissionFile of(Submission submission, Sha256 policy, Optional<Subjects> subjects) throws CommandFailure {
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
                policy,
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
                    types,
                    new Period(
                            YearMonth.parse(json.text("from").orElseThrow()),
                            YearMonth.parse(json.text("to").orElseThrow())),
                    json.truth("synthetic").orElseThrow(),
                    json.whole("subjects_count")
                            .map(c -> new Subjects(
                                    c, digest(json, "subjects_sha256").orElseThrow())));
        } catch (JsonException | NoSuchElementException | IllegalArgumentException | DateTimeException e) {
            throw new CommandFailure(Exit.REFUSED, List.of(file + ": is what weir submit --prepare wrote"));
        }
    }

    private static Optional<Sha256> digest(Members json, String name) {
        return json.text(name).flatMap(Sha256::fromHex);
    }

    ReleaseFacts facts(String sender, Optional<Instant> registered) {
        return new ReleaseFacts(id, manifest, files, period, synthetic, sender, subjects, registered);
    }
}
