package dev.weir.proxy.cli;

import dev.weir.core.attestation.ListDigest;
import dev.weir.core.plan.Plan;
import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.submitter.Preparation;
import dev.weir.endpoints.submitter.ReleaseRequest;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.Submission;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.endpoints.submitter.Submitter;
import dev.weir.endpoints.submitter.SubmitterConfig;
import dev.weir.smp.Refusal;
import dev.weir.smp.v1.Tally;
import dev.weir.tmsis.file.ReadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits files to a proxy. */
@Command(
        name = "submit",
        header = "Submits files to the proxy.",
        description = "Submits T-MSIS files to the state's proxy and returns when the receiver holds them durably. "
                + "After a break, or run again, it goes on where it stopped. Rows that did not get through are "
                + "listed by number and reason in rejects.csv.",
        mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "T-MSIS files of one month, PSV or FLF, also gzip.")
    private List<Path> files;

    @Option(names = "--state", paramLabel = "CODE", required = true, description = "USPS code of the state.")
    private String state;

    @Option(names = "--to", paramLabel = "HOST:PORT", converter = HostPort.Converter.class, description = "The proxy.")
    private Optional<HostPort> to = Optional.empty();

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "Name in the proxy's certificate, if it is not the host's.")
    private Optional<String> serverName = Optional.empty();

    @Mixin
    private TlsOptions tls;

    @Mixin
    private FileOptions fileOptions;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            defaultValue = "weir-journal",
            description = "Where it keeps what was acknowledged and refused. Default: ${DEFAULT-VALUE}.")
    private Path journal;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Makes a new submission of files that were submitted before.")
    private String label;

    @Option(
            names = "--rows-per-chunk",
            paramLabel = "N",
            defaultValue = "512",
            description = "64 to 1024. Default: ${DEFAULT-VALUE}.")
    private int rowsPerChunk;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "16",
            description = "Chunks of a file on their way at a time. Default: ${DEFAULT-VALUE}.")
    private int inFlight;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "2",
            description = "Files sent at a time. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--retry-for",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "How long to try to reach the proxy again. Default: ${DEFAULT-VALUE}.")
    private int retryMinutes;

    @Option(
            names = "--prepare",
            paramLabel = "FILE",
            description = "Send nothing: write what approvers need, submission.json. Needs --signed and --attestation.")
    private Optional<Path> prepare = Optional.empty();

    @Option(
            names = "--signed",
            paramLabel = "DIR",
            description = "With --prepare: folder with root.json, policy.json and trust.json.")
    private Optional<Path> signed = Optional.empty();

    @Option(
            names = "--subjects",
            paramLabel = "FILE",
            description = "List of weir attest subjects, where the attestation names one.")
    private Optional<Path> subjects = Optional.empty();

    @Option(
            names = "--attestation",
            paramLabel = "FILE",
            description = "Purpose attestation. Without it everything is minimized.")
    private Optional<Path> attestation = Optional.empty();

    @Option(names = "--approval", paramLabel = "FILE", description = "Release approval; may be given several times.")
    private List<Path> approvals = List.of();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @SuppressWarnings("NullAway.Init")
    SubmitCommand() {}

    @Override
    public Integer call() throws Exception {
        if (!state.matches("[A-Z]{2}")) {
            throw new CommandFailure(Exit.USAGE, List.of("--state: is a USPS code of two capital letters"));
        }
        ReadSettings read = fileOptions.settings();
        if (prepare.isPresent()) {
            return prepare(read, prepare.get());
        }
        SubmitterConfig config = config(read);
        FileOptions.requireFiles(files);
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(Preparation.read(file, read));
        }
        Submission submission = Submission.of(state, sources, label).with(release());
        SubmitSummary summary;
        try (Submitter submitter = new Submitter(config);
                ProgressLine line = new ProgressLine(System.err, "rows acknowledged", submission.rows())) {
            summary = submitter.submit(submission, new Progress(line));
        }
        System.out.println(json ? Json.of(asJson(summary)) : text(summary));
        return Exit.OK;
    }

    /** Returns with what a release is asked for. */
    private ReleaseRequest release() throws IOException, CommandFailure {
        if (attestation.isEmpty() && !(approvals.isEmpty() && subjects.isEmpty())) {
            throw new CommandFailure(Exit.USAGE, List.of("--approval, --subjects: come with --attestation"));
        }
        List<String> bundle = new ArrayList<>();
        if (attestation.isPresent()) {
            bundle.add(AttestCommand.token(attestation.get()).text());
        }
        for (Path approval : approvals) {
            bundle.add(AttestCommand.token(approval).text());
        }
        return new ReleaseRequest(bundle, subjects.isPresent() ? Files.readAllLines(subjects.get()) : List.of());
    }

    private int prepare(ReadSettings read, Path out) throws Exception {
        if (signed.isEmpty() || attestation.isEmpty()) {
            throw new CommandFailure(Exit.USAGE, List.of("--prepare: needs --signed and --attestation"));
        }
        Plan plan = SubmissionFile.plan(
                SignedFiles.authorities(signed.get(), Clock.systemUTC().instant()),
                AttestCommand.token(attestation.get()),
                AttestCommand.attestation(attestation.get()));
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(Preparation.read(file, read));
        }
        Optional<ListDigest> people = Optional.empty();
        if (subjects.isPresent()) {
            people = ListDigest.of(Files.readAllLines(subjects.get()));
            if (people.isEmpty()) {
                throw new CommandFailure(
                        Exit.REFUSED, List.of(subjects.get() + ": is a list that weir attest subjects made"));
            }
        }
        SubmissionFile prepared = SubmissionFile.of(Submission.of(state, sources, label), plan, people);
        Files.write(out, prepared.json());
        System.out.println(
                "submission " + prepared.id() + "\n  plan      " + plan.sha256().hex() + "\n  written   " + out);
        return Exit.OK;
    }

    private SubmitterConfig config(ReadSettings read) throws CommandFailure {
        if (to.isEmpty()) {
            throw new CommandFailure(Exit.USAGE, List.of("--to is required"));
        }
        try {
            return new SubmitterConfig(
                    new Endpoint(
                            to.get().host(),
                            to.get().port(),
                            serverName.orElse(to.get().host())),
                    tls.files(),
                    read,
                    journal,
                    rowsPerChunk,
                    inFlight,
                    streams,
                    Duration.ofMinutes(retryMinutes));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(Exit.USAGE, List.of(String.valueOf(e.getMessage())));
        }
    }

    private static String text(SubmitSummary summary) {
        Tally tally = summary.tally();
        return "submission " + summary.submissionId() + (summary.alreadyComplete() ? " was complete before" : "")
                + "\n  files     " + summary.files().size()
                + "\n  sent      " + tally.getRows()
                + "\n  received  " + summary.received()
                + "\n  refused   " + tally.getRefused()
                + "\n  withheld  " + tally.getWithheld()
                + "\n  malformed " + summary.malformed() + " (not sent)"
                + "\n  list      " + summary.rejects()
                + summary.receipt().map(r -> "\n  receipt   " + r).orElse("");
    }

    private static Map<String, Object> asJson(SubmitSummary summary) {
        Tally tally = summary.tally();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("submission_id", summary.submissionId());
        json.put("already_complete", summary.alreadyComplete());
        json.put("files", summary.files().size());
        json.put("records_sent", tally.getRows());
        json.put("records_received", summary.received());
        json.put("refused", tally.getRefused());
        json.put("withheld", tally.getWithheld());
        json.put("malformed", summary.malformed());
        json.put("rejects", summary.rejects().toString());
        summary.receipt().ifPresent(r -> json.put("receipt", r.toString()));
        return json;
    }

    /** Shows how it goes. */
    private record Progress(ProgressLine line) implements SubmitProgress {
        @Override
        public void acknowledged(SourceFile file, long rows) {
            line.add(rows);
        }

        @Override
        public void reconnecting(Refusal reason, Duration after) {
            line.say(reason.text() + "; trying again in " + after.toMillis() + " ms");
        }

        @Override
        public void receiverRegressed(SourceFile file, int settled, int wanted) {
            line.say(file.name() + ": the receiver has lost chunks " + wanted + " to " + (settled - 1)
                    + ", which it had acknowledged; they are sent again");
        }
    }
}
