package dev.weir.proxy.app;

import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.LedgerKeys;
import dev.weir.core.policy.Purpose;
import dev.weir.core.token.Normalizer;
import dev.weir.core.token.TokenClass;
import dev.weir.endpoints.receiver.FeedExport;
import dev.weir.endpoints.submitter.Preparation;
import dev.weir.endpoints.submitter.ReleaseRequest;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.Submission;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.endpoints.submitter.Submitter;
import dev.weir.endpoints.submitter.SubmitterConfig;
import dev.weir.proxy.keys.KeyFolder;
import dev.weir.proxy.keys.P256Verifier;
import dev.weir.proxy.store.Disclosures;
import dev.weir.proxy.store.FileDisk;
import dev.weir.proxy.store.LedgerFolder;
import dev.weir.proxy.store.LedgerVerifier;
import dev.weir.smp.RefusedException;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.file.ReadSettings;
import dev.weir.tmsis.file.WriteSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * What attestations can and cannot do, shown on the sample: a release that two people approved, a purpose that does not
 * exist, a hold in mid-stream, and who got whose data afterwards.
 */
final class ReleaseScenes {
    private static final Set<FieldClass> ADDRESS = Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY);
    private static final int ROWS_PER_CHUNK = 64;
    private static final int ID_WIDTH = 20;

    private final DemoOfficials officials;
    private final SubmitterConfig submitting;
    private final ReadSettings read;
    private final String state;

    /**
     * Prepares scenes.
     *
     * @param submitting how the sample is submitted; the proxy is governed by what the officials signed
     */
    ReleaseScenes(DemoOfficials officials, SubmitterConfig submitting, ReadSettings read, String state) {
        this.officials = officials;
        this.submitting = new SubmitterConfig(
                submitting.target(),
                submitting.tls(),
                read,
                submitting.journal(),
                ROWS_PER_CHUNK,
                1,
                1,
                submitting.retryFor());
        this.read = read;
        this.state = state;
    }

    /** What became of a scene: what it tells, and whether it went as it must. */
    record Scene(String name, String outcome, boolean asItMust) {}

    /** Sends a file under an attestation that two people approved; its addresses leave. */
    Scene approved(Path file, Path store, Path feed, WriteSettings writing)
            throws IOException, GeneralSecurityException, RefusedException, InterruptedException {
        SourceFile source = Preparation.read(file, read);
        SubmitSummary summary = submit(source, Purpose.PROGRAM_INTEGRITY.uri(), "approved", SubmitProgress.NONE);
        FeedExport.Rendered rendered = new FeedExport(store)
                .render(state, summary.submissionId(), feed, writing)
                .get(0);
        long zips = filled(rendered.path(), "ELIGIBLE-ZIP-CODE");
        long statuses = filled(rendered.path(), "IMMIGRATION-STATUS");
        return new Scene(
                "PROGRAM_INTEGRITY, two approvals",
                "addresses released in " + zips + " rows, immigration status in " + statuses + ", receipt "
                        + (summary.receipt().isPresent() ? "kept" : "missing"),
                zips > 0 && statuses == 0 && summary.receipt().isPresent());
    }

    private static long filled(Path file, String element) throws IOException {
        long filled = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            String[] columns = line.split("\\|", -1);
            filled += Catalogue.v4()
                            .segment(columns[0])
                            .flatMap(s -> s.element(element))
                            .filter(e -> !columns[e.field() - 1].isEmpty())
                            .isPresent()
                    ? 1
                    : 0;
        }
        return filled;
    }

    /** Asks for data to enforce immigration law. */
    Scene forbidden(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        SourceFile source = Preparation.read(file, read);
        try {
            submit(source, "urn:smp:purpose:1:IMMIGRATION_ENFORCEMENT", "forbidden", SubmitProgress.NONE);
            return new Scene("IMMIGRATION_ENFORCEMENT", "accepted", false);
        } catch (RefusedException e) {
            return new Scene(
                    "IMMIGRATION_ENFORCEMENT", "refused: " + e.refusal().code(), true);
        }
    }

    /** Puts a hold on the purpose when the first chunk has arrived. */
    Scene held(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        SourceFile source = Preparation.read(file, read);
        long[] rows = new long[1];
        try {
            submit(source, Purpose.PROGRAM_INTEGRITY.uri(), "held", new SubmitProgress() {
                @Override
                public void acknowledged(SourceFile of, long more) {
                    if (rows[0] == 0) {
                        hold();
                    }
                    rows[0] += more;
                }
            });
            return new Scene("hold in mid-stream", "did not stop", false);
        } catch (RefusedException e) {
            return new Scene(
                    "hold in mid-stream",
                    "stopped after " + rows[0] + " of " + source.rows() + " rows: "
                            + e.refusal().code(),
                    e.refusal().code().equals("HOLD") && rows[0] < source.rows());
        }
    }

    /** Sets a hold and gives the proxy the second that it has. */
    private void hold() {
        try {
            officials.holds(List.of(DemoOfficials.hold(Purpose.PROGRAM_INTEGRITY)));
            TimeUnit.SECONDS.sleep(1);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a hold can be written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SubmitSummary submit(SourceFile source, String purpose, String seed, SubmitProgress progress)
            throws IOException, GeneralSecurityException, RefusedException, InterruptedException {
        Submission submission = Submission.of(state, List.of(source), seed);
        FileType type = source.header().fileType();
        String attestation =
                officials.attest(purpose, ADDRESS, Set.of(type), source.header().period(), seed);
        List<String> bundle = officials.approved(attestation, submission.id(), submission.manifestSha256(), ADDRESS);
        try (Submitter submitter = new Submitter(submitting)) {
            return submitter.submit(submission.with(new ReleaseRequest(bundle, List.of())), progress);
        }
    }

    /** Verifies the ledger from its files alone. */
    static Scene verified(Path ledger, Path ledgerKeys) throws IOException, LedgerFormatException {
        LedgerKeys keys = LedgerKeys.read(Files.readString(ledgerKeys));
        LedgerVerifier.Report report =
                new LedgerVerifier(new FileDisk(ledger), keys, new P256Verifier()).run(Optional.empty());
        long entries = report.checkpoint().map(c -> c.checkpoint().size()).orElse(0L);
        boolean good = report.problems().isEmpty() && entries > 0;
        return new Scene("ledger", entries + " entries, " + (good ? "verified" : "does not verify"), good);
    }

    /** Tells in which releases one person was. */
    static Scene accounting(Path ledger, KeyFolder keys, Path file)
            throws IOException, GeneralSecurityException, LedgerFormatException {
        String person = firstPerson(file);
        byte[] id = person.getBytes(StandardCharsets.ISO_8859_1);
        byte[] normal = new byte[id.length];
        Normalizer normalizer = new Normalizer();
        normalizer.normalize(TokenClass.MSIS_ID, ID_WIDTH, id, 0, id.length, normal, 0);
        byte[] normalized = Arrays.copyOf(normal, normalizer.length());
        FileDisk disk = new FileDisk(ledger);
        LedgerKeys known = LedgerKeys.read(Files.readString(keys.ledgerKeysFile()));
        Disclosures disclosures = Disclosures.read(LedgerFolder.open(disk, known, new P256Verifier()), disk);
        StringBuilder text = new StringBuilder();
        int in = 0;
        for (Disclosures.Release release : disclosures.releases()) {
            Disclosures.Finding finding = disclosures.find(
                    release, submission -> keys.accountingKey(submission).tag(normalized, 0, normalized.length));
            if (finding.in()) {
                in++;
                text.append(in == 1 ? "" : "; ")
                        .append(release.intent().time(), 0, 10)
                        .append(" to ")
                        .append(release.intent().text("recipient_name"))
                        .append(", ")
                        .append(new TreeSet<>(finding.classes()))
                        .append(", ")
                        .append(release.intent().text("purpose"))
                        .append(finding.proof().isPresent() ? ", proven" : ", not complete");
            }
        }
        return new Scene("who got the data of " + person, in == 0 ? "nobody" : text.toString(), in > 0);
    }

    private static String firstPerson(Path file) throws IOException {
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("ELG00004|")) {
                return line.split("\\|", -1)[3];
            }
        }
        throw new IOException(file + ": has a row of the segment ELG00004");
    }
}
