package dev.weir.conformance.run;

import dev.weir.conformance.oracle.Statements;
import dev.weir.conformance.peer.SubmitLine;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.wire.WireParts;
import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.RefusedRow;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.Catalogue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Steps of the submitter. */
final class StreamSteps {
    private static final String STREAM = "stream";

    private StreamSteps() {}

    private static String name(Args args) {
        return args.text(STREAM, "s");
    }

    private static String kind(Trial trial, Args args) {
        return args.text("as", "submitter:" + trial.bench().rules().state());
    }

    /** Opens a file: Open is sent, nothing is awaited. */
    static void open(Trial trial, Args args) throws CaseFailure, IOException {
        Session session = new Session(trial, name(args), args);
        trial.sessions().put(name(args), session);
        if (args.has("edit") || args.has("set")) {
            session.notWellFormed();
        }
        session.open(
                kind(trial, args), args.map("headers"), trial.settings().millis(args.number("deadline_millis", 0)));
    }

    /** Opens a file again, as after a break. */
    static void reopen(Trial trial, Args args) throws CaseFailure, IOException {
        trial.session(name(args))
                .open(
                        kind(trial, args),
                        args.map("headers"),
                        trial.settings().millis(args.number("deadline_millis", 0)));
    }

    /** Expects Opened, with a plan that is the policy's. */
    static void opened(Trial trial, Args args) throws CaseFailure, InterruptedException {
        SubmitResponse answer = trial.session(name(args)).answer("Opened");
        require(answer.hasOpened(), "the first answer is Opened");
        trial.session(name(args)).markOpened();
        if (!trial.settings().direct()) {
            Session session = trial.session(name(args));
            Statements.declared(answer.getOpened().getPlan(), session.rules()).forEach(trial::fail);
            if (trial.bench().releases()) {
                String named = HexFormat.of()
                        .formatHex(
                                answer.getOpened().getPlan().getPolicySha256().toByteArray());
                require(
                        named.equals(trial.bench().signed().policySha256()),
                        "the plan names the signed policy by its digest");
            }
        }
        if (args.has("next_chunk")) {
            long wanted = args.number("next_chunk", 0);
            require(
                    answer.getOpened().getNextChunk() == wanted,
                    "Opened asks for chunk " + wanted + ", and not for "
                            + answer.getOpened().getNextChunk());
        }
    }

    /** Builds and sends a chunk, or several. */
    static void chunk(Trial trial, Args args) throws CaseFailure {
        Session session = trial.session(name(args));
        for (int i = 0; i < args.number("times", 1); i++) {
            session.sendChunk(args.has("again") ? (int) args.number("again", 0) : session.build(args));
        }
    }

    /** Builds a chunk that is not sent, so that a later step can send or skip it. */
    static void build(Trial trial, Args args) throws CaseFailure {
        trial.session(name(args)).build(args);
    }

    /** Expects that some chunks are acknowledged: those in order that were sent, unless the case names them. */
    static void acked(Trial trial, Args args) throws CaseFailure, InterruptedException {
        Session session = trial.session(name(args));
        long from = args.number("from", 0);
        long through = args.number("through", session.next() - 1);
        long next = from;
        while (next <= through) {
            SubmitResponse answer = session.answer("the acknowledgement of chunk " + next);
            require(answer.hasAcked(), "chunk " + next + " is acknowledged");
            for (ChunkOutcome outcome : answer.getAcked().getChunksList()) {
                require(outcome.getNumber() == next, "chunk " + next + " is acknowledged in order");
                if (!trial.settings().direct()) {
                    outcome(trial, session, outcome);
                }
                next++;
            }
        }
    }

    private static void outcome(Trial trial, Session session, ChunkOutcome outcome) {
        var stored = session.inbox().chunks(session.fileName());
        boolean held = outcome.getNumber() < stored.size();
        if (!held) {
            trial.fail("chunk " + outcome.getNumber() + " is at the receiver when it is acknowledged");
            return;
        }
        if (!outcome.getDigest().equals(stored.get(outcome.getNumber()).digest().toByteString())) {
            trial.fail("the acknowledgement of chunk " + outcome.getNumber() + " has the digest of what arrived");
        }
        List<SentRow> rows = session.chunks().getOrDefault(outcome.getNumber(), List.of());
        if (!session.wellFormed() || rows.isEmpty()) {
            return;
        }
        List<String> refused = new ArrayList<>();
        List<Integer> withheld = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            var expected = rows.get(i).outcome();
            if (!expected.refusal().isEmpty()) {
                refused.add(i + " " + expected.refusal() + " " + expected.field());
            } else if (expected.withheld()) {
                withheld.add(i);
            }
        }
        List<String> told =
                outcome.getRefusedList().stream().map(StreamSteps::told).toList();
        if (!told.equals(refused)) {
            trial.fail("chunk " + outcome.getNumber() + " refuses the rows " + refused + ", and not " + told);
        }
        if (!outcome.getWithheldList().equals(withheld)) {
            trial.fail("chunk " + outcome.getNumber() + " withholds the rows " + withheld + ", and not "
                    + outcome.getWithheldList());
        }
        boolean counted = outcome.getTally().getRows() == rows.size()
                && outcome.getTally().getRefused() == refused.size()
                && outcome.getTally().getWithheld() == withheld.size();
        if (!counted) {
            trial.fail("the tally of chunk " + outcome.getNumber() + " counts its rows");
        }
    }

    private static String told(RefusedRow row) {
        return row.getRow() + " " + row.getCode().name().replace("REFUSAL_CODE_", "") + " " + row.getField();
    }

    /** Sends Close. */
    static void close(Trial trial, Args args) throws CaseFailure {
        trial.session(name(args)).close(args);
    }

    /** Expects Closed and a good end. */
    static void closed(Trial trial, Args args) throws CaseFailure, InterruptedException {
        Session session = trial.session(name(args));
        SubmitResponse answer = session.answer("Closed");
        require(answer.hasClosed(), "the last answer is Closed");
        SubmitLine.End end = session.end();
        require(end.status().equals("OK"), "the call ends with OK, and not with " + Session.described(end));
        session.markClosed();
        session.receipt(answer.getClosed().getReceipt().toByteArray());
        if (args.has("complete")) {
            require(
                    answer.getClosed().getSubmissionComplete() == args.flag("complete"),
                    "Closed says whether the submission is complete");
        }
        if (!trial.settings().direct()
                && !answer.getClosed().getProgress().equals(session.inbox().progress(session.fileName()))) {
            trial.fail("Closed tells the totals of what arrived");
        }
    }

    /** Sends a whole file and expects everything to go well. */
    static void send(Trial trial, Args args) throws CaseFailure, IOException, InterruptedException {
        open(trial, args);
        opened(trial, args);
        Session session = trial.session(name(args));
        List<Args> chunks = args.list("chunks");
        for (Args chunk : chunks.isEmpty() ? List.of(args) : chunks) {
            session.sendChunk(session.build(chunk));
        }
        acked(trial, args);
        session.close(new Args(args.node().path("close")));
        closed(trial, args);
    }

    /** Expects that the call ends with one of some statuses and, if named, one of some reasons. */
    static void refused(Trial trial, Args args) throws CaseFailure, InterruptedException {
        Session session = trial.session(name(args));
        SubmitLine.End end = session.end(args.number("within_millis", Session.PATIENCE_MILLIS));
        require(
                !args.flag("unacked") || session.passedOver() == 0,
                "nothing is acknowledged that the receiver has not");
        List<String> statuses = args.texts("status");
        List<String> reasons = args.texts("reason");
        require(
                statuses.isEmpty() || statuses.contains(end.status()),
                "the call ends with " + statuses + ", and not with " + Session.described(end));
        require(
                reasons.isEmpty() || reasons.contains(end.reason()),
                "the reason is " + reasons + ", and not " + Session.described(end));
        require(
                !end.status().equals("OK") && !end.status().equals(SubmitLine.End.TIMEOUT),
                "the call is refused, and not " + end.status());
        for (String part : args.texts("without")) {
            String text = end.text() + end.trailers();
            require(!text.contains(trial.session(name(args)).rows().text(part)), "the status is made of own words");
        }
    }

    /** Says that nothing more comes, without Close. */
    static void halfClose(Trial trial, Args args) throws CaseFailure {
        trial.session(name(args)).stream().halfClose();
    }

    /** Gives the call up. */
    static void cancel(Trial trial, Args args) throws CaseFailure {
        trial.session(name(args)).stream().cancel();
    }

    /** Expects that the proxy has stopped to read: what was sent still waits at the submitter. */
    static void pressed(Trial trial, Args args) throws CaseFailure, InterruptedException {
        SubmitLine.Stream stream = trial.session(name(args)).stream();
        TimeUnit.MILLISECONDS.sleep(trial.settings().millis(args.number("millis", 2000)));
        require(!stream.ready(), "the proxy stops to read while the receiver does not read");
    }

    /** Asks how far a submission is. */
    static void get(Trial trial, Args args) throws CaseFailure, IOException {
        Args set = args.at("set");
        String id = set.text("submission_id", trial.submissionId(args.text("submission", name(args))));
        byte[] request = GetRequest.newBuilder()
                .setState(set.text("state", trial.bench().rules().state()))
                .setSubmissionId(id)
                .build()
                .toByteArray();
        Rows rows = new Rows(trial.mint(), trial.bench().minimizer(), "06");
        WireParts parts = rows.parts(Catalogue.v4().segments().get(1));
        for (Args edit : args.list("edit")) {
            request = Rows.put(request, edit, parts);
        }
        Object answer = trial.bench().line(kind(trial, args)).get(request);
        if (answer instanceof SubmitLine.End end) {
            trial.codes().add(Session.described(end));
            trial.evidence().add("status", end.text() + end.trailers());
            require(args.has("status"), "Get is answered, and not with " + Session.described(end));
            require(
                    args.texts("status").contains(end.status())
                            && (!args.has("reason") || args.texts("reason").contains(end.reason())),
                    "Get ends with " + args.texts("status") + ", and not with " + Session.described(end));
            return;
        }
        require(!args.has("status"), "Get is refused");
        GetResponse response = (GetResponse) answer;
        trial.evidence().add("answers", response.toByteArray());
        String state = response.getState().name().replace("SUBMISSION_STATE_", "");
        require(
                state.equals(args.text("state", state)),
                "Get says " + args.text("state", state) + ", and not " + state);
        long next = response.getFilesList().stream()
                .mapToLong(f -> f.getNextChunk())
                .max()
                .orElse(0);
        require(
                next == args.number("next_chunk", next),
                "Get asks for chunk " + args.number("next_chunk", next) + ", and not for " + next);
    }

    private static void require(boolean holds, String claim) throws CaseFailure {
        if (!holds) {
            throw new CaseFailure(claim);
        }
    }

    static Map<String, Verb> verbs() {
        return Map.ofEntries(
                Map.entry("open", StreamSteps::open),
                Map.entry("reopen", StreamSteps::reopen),
                Map.entry("opened", StreamSteps::opened),
                Map.entry("chunk", StreamSteps::chunk),
                Map.entry("build", StreamSteps::build),
                Map.entry("acked", StreamSteps::acked),
                Map.entry("close", StreamSteps::close),
                Map.entry("closed", StreamSteps::closed),
                Map.entry("send", StreamSteps::send),
                Map.entry("refused", StreamSteps::refused),
                Map.entry("half_close", StreamSteps::halfClose),
                Map.entry("cancel", StreamSteps::cancel),
                Map.entry("pressed", StreamSteps::pressed),
                Map.entry("get", StreamSteps::get));
    }
}
