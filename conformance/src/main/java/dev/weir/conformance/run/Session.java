package dev.weir.conformance.run;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.conformance.oracle.Rules;
import dev.weir.conformance.peer.Inbox;
import dev.weir.conformance.peer.SubmitLine;
import dev.weir.conformance.suite.Args;
import dev.weir.conformance.wire.WireBytes;
import dev.weir.smp.Sha256;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Manifest;
import dev.weir.smp.v1.ManifestFile;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.Segment;
import dev.weir.tmsis.v4.Record;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One file of a submission on its way: what was sent, what came back, what must have arrived. Confined to one thread. */
final class Session {
    static final long PATIENCE_MILLIS = 30_000;

    private final Trial trial;
    private final FileType type;
    private final Rows rows;
    private final Optional<Asked> asked;
    private final Rules rules;
    private final Open open;
    private final byte[] openBytes;
    private final Map<Integer, String> header;
    private final Map<Integer, List<SentRow>> chunks = new TreeMap<>();
    private final Map<Integer, byte[]> chunkBytes = new TreeMap<>();
    private final Inbox inbox;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private SubmitLine.@org.jspecify.annotations.Nullable Stream stream;
    private Optional<SubmitLine.End> end = Optional.empty();
    private int next;
    private int passedOver;
    private byte[] receipt = new byte[0];
    private boolean opened;
    private boolean closed;
    private boolean wellFormed = true;

    Session(Trial trial, String name, Args args) throws CaseFailure, IOException {
        this.trial = trial;
        this.type = FileType.valueOf(args.text("file", "ELG"));
        String ansi = args.text("ansi", trial.bench().rules().ansi().get(0));
        Rows plain = new Rows(trial.mint(), trial.bench().minimizer(), ansi);
        Manifest manifest = manifest(plain, args);
        this.asked = args.has("release")
                ? Optional.of(Asked.of(trial, submissionId(plain, name, args), manifest, args.at("release"), plain))
                : Optional.empty();
        this.rules =
                asked.isPresent() ? asked.get().rules(trial) : trial.bench().rules();
        this.rows = asked.isPresent() ? new Rows(trial.mint(), Bench.minimizer(rules), ansi) : plain;
        this.header = Headers.of(type, ansi, args.at("header"), rows);
        this.open = open(name, args, manifest);
        this.openBytes = openBytes(args);
        this.inbox = trial.bench().receiver().inbox(open.getSubmissionId());
    }

    private String submissionId(Rows filled, String name, Args args) {
        return filled.text(args.at("set").text("submission_id", trial.submissionId(args.text("submission", name))));
    }

    private Manifest manifest(Rows filled, Args args) {
        Manifest.Builder manifest = Manifest.newBuilder();
        List<String> names = new ArrayList<>(args.texts("manifest"));
        if (!args.has("manifest")) {
            names.add(type + ".psv");
        }
        for (String each : names) {
            manifest.addFiles(ManifestFile.newBuilder()
                    .setName(filled.text(each))
                    .setSize(1000)
                    .setSha256(Sha256.of(each.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .toByteString())
                    .setFileTypeValue(type.wireNumber()));
        }
        return manifest.build();
    }

    private Open open(String name, Args args, Manifest manifest) throws CaseFailure, IOException {
        Args set = args.at("set");
        String file = set.text("file_name", type + ".psv");
        Open.Builder built = Open.newBuilder()
                .setSubmissionId(submissionId(rows, name, args))
                .setState(rows.text(set.text("state", trial.bench().rules().state())))
                .setManifest(manifest)
                .setFileName(rows.text(file))
                .setPeriod(rows.text(set.text("period", "2026-10")))
                .setDictionaryVersion(rows.text(set.text("dictionary_version", "V4.0.0")));
        asked.ifPresent(a -> built.addAllAttestationBundle(a.bundle().tokens())
                .addAllSubjectTokens(a.bundle().subjects()));
        set.texts("attestation_bundle").forEach(a -> built.addAttestationBundle(rows.text(a)));
        set.texts("subject_tokens").forEach(t -> built.addSubjectTokens(rows.text(t)));
        if (set.has("plan")) {
            built.setPlan(dev.weir.smp.v1.SignedStatement.newBuilder()
                    .setPayloadType("application/vnd.smp.plan.v1+protobuf"));
        }
        if (!set.flag("no_header")) {
            built.setHeader(Record.parseFrom(headerBytes(args)));
        }
        return built.build();
    }

    private byte[] headerBytes(Args args) {
        Segment segment = Catalogue.v4().header(type);
        WireBytes body = new WireBytes();
        header.forEach(body::text);
        body.raw(rows.parts(segment).of(args.list("header_parts")));
        return new WireBytes().bytes(segment.recordField(), body.toByteArray()).toByteArray();
    }

    private byte[] openBytes(Args args) {
        byte[] bytes = open.toByteArray();
        for (Args edit : args.list("edit")) {
            if (edit.text("at", "open").equals("open")) {
                bytes = Rows.put(bytes, edit, rows.parts(Catalogue.v4().header(type)));
            }
        }
        bytes = new WireBytes().bytes(1, bytes).toByteArray();
        for (Args edit : args.list("edit")) {
            if (edit.text("at", "open").equals("request")) {
                bytes = Rows.put(bytes, edit, rows.parts(Catalogue.v4().header(type)));
            }
        }
        return bytes;
    }

    /** Begins a call and sends the Open; called again it opens the file again. */
    void open(String kind, Map<String, String> headers, long deadline) throws CaseFailure, IOException {
        Map<String, String> filled = new TreeMap<>();
        headers.forEach((name, value) -> filled.put(name, rows.text(value)));
        stream = trial.bench().line(kind).stream(filled, deadline);
        end = Optional.empty();
        closed = false;
        send(openBytes);
    }

    private void send(byte[] bytes) throws CaseFailure {
        if (sent.size() < 1 << 16) {
            sent.writeBytes(bytes);
        }
        stream().send(bytes);
    }

    SubmitLine.Stream stream() throws CaseFailure {
        SubmitLine.Stream found = stream;
        if (found == null) {
            throw new CaseFailure("suite: a stream was opened");
        }
        return found;
    }

    /** Builds a chunk; nothing is sent. */
    int build(Args args) throws CaseFailure {
        int number = (int) args.number("number", next);
        List<SentRow> built = rows.of(args.list("rows"), type);
        WireBytes inner = new WireBytes();
        if (number != 0) {
            inner.tag(1, 0).varint(number);
        }
        built.forEach(row -> inner.bytes(3, row.record()));
        byte[] bytes = edited(inner.toByteArray(), args, "chunk");
        bytes = edited(new WireBytes().bytes(2, bytes).toByteArray(), args, "request");
        wellFormed &= args.list("edit").isEmpty();
        chunks.put(number, built);
        chunkBytes.put(number, bytes);
        next = number + 1;
        return number;
    }

    private byte[] edited(byte[] bytes, Args args, String at) throws CaseFailure {
        byte[] result = bytes;
        for (Args edit : args.list("edit")) {
            if (edit.text("at", "chunk").equals(at)) {
                result = Rows.put(result, edit, rows.parts(Rows.segment(edit.text("segment", type + "00002"))));
            }
        }
        return result;
    }

    /** Sends a chunk that was built, perhaps not for the first time. */
    void sendChunk(int number) throws CaseFailure {
        byte[] bytes = chunkBytes.get(number);
        if (bytes == null) {
            throw new CaseFailure("suite: chunk " + number + " was built");
        }
        send(bytes);
    }

    /** Sends the Close, with true counts unless the case says otherwise. */
    void close(Args args) throws CaseFailure {
        long count = chunks.values().stream().mapToLong(List::size).sum();
        byte[] close = Close.newBuilder()
                .setChunks((int) args.number("chunks", chunks.size()))
                .setRows(args.number("rows", count))
                .build()
                .toByteArray();
        send(edited(new WireBytes().bytes(3, edited(close, args, "close")).toByteArray(), args, "request"));
        stream().halfClose();
    }

    /** Waits for the next answer; the end of the call is none. */
    SubmitResponse answer(String wanted) throws CaseFailure, InterruptedException {
        Object event = stream().next(trial.settings().millis(PATIENCE_MILLIS));
        if (event instanceof SubmitResponse response) {
            trial.evidence().add("answers", response.toByteArray());
            trial.trace("answer " + response.getMessageCase());
            return response;
        }
        ended((SubmitLine.End) event);
        throw new CaseFailure(wanted + " comes, and not " + described((SubmitLine.End) event));
    }

    /** Waits for the end of the call, passing over answers. */
    SubmitLine.End end() throws CaseFailure, InterruptedException {
        return end(PATIENCE_MILLIS);
    }

    /** Waits for the end of the call, so long for each answer. */
    SubmitLine.End end(long patienceMillis) throws CaseFailure, InterruptedException {
        while (end.isEmpty()) {
            Object event = stream().next(trial.settings().millis(patienceMillis));
            if (event instanceof SubmitResponse response) {
                trial.evidence().add("answers", response.toByteArray());
                if (response.hasOpened() && asked.isPresent() && chunkBytes.isEmpty()) {
                    // Nothing else was sent that could be refused later.
                    throw new CaseFailure("the bundle is refused, and not answered with Opened");
                }
                passedOver += response.hasAcked() ? response.getAcked().getChunksCount() : 0;
            } else {
                ended((SubmitLine.End) event);
            }
        }
        return end.orElseThrow();
    }

    /** Returns the acknowledgements that came while the end of the call was awaited. */
    int passedOver() {
        return passedOver;
    }

    private void ended(SubmitLine.End event) {
        end = Optional.of(event);
        trial.codes().add(described(event));
        trial.trace("end " + described(event));
        trial.evidence().add("status", event.text());
        trial.evidence().add("trailers", event.trailers());
    }

    static String described(SubmitLine.End end) {
        return end.status() + (end.reason().isEmpty() ? "" : " " + end.reason());
    }

    void markOpened() {
        opened = true;
    }

    /** Returns whether Opened ever came. */
    boolean opened() {
        return opened;
    }

    void markClosed() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns whether everything that was sent was well formed, so that what must come out is known. */
    boolean wellFormed() {
        return wellFormed;
    }

    void notWellFormed() {
        wellFormed = false;
    }

    int next() {
        return next;
    }

    /** Returns the rules that hold for the rows: those of the policy, or what an attestation has opened. */
    Rules rules() {
        return rules;
    }

    /** Returns what is asked to be released. */
    Optional<Asked> asked() {
        return asked;
    }

    /** Returns the receipt that came with Closed, and takes it. */
    byte[] receipt() {
        return receipt;
    }

    void receipt(byte[] found) {
        receipt = found;
    }

    FileType type() {
        return type;
    }

    Rows rows() {
        return rows;
    }

    Open open() {
        return open;
    }

    byte[] openBytes() {
        return openBytes;
    }

    byte[] chunkBytes(int number) {
        return chunkBytes.getOrDefault(number, new byte[0]);
    }

    String fileName() {
        return open.getFileName();
    }

    Inbox inbox() {
        return inbox;
    }

    byte[] sent() {
        return sent.toByteArray();
    }

    Map<Integer, List<SentRow>> chunks() {
        return chunks;
    }

    /** Returns the rows of all chunks. */
    List<SentRow> allRows() {
        return chunks.values().stream().flatMap(List::stream).toList();
    }

    /** Returns the header row that must arrive. */
    Record expectedHeader() throws CaseFailure {
        byte[] bytes = Bench.minimizer(rules)
                .any(Catalogue.v4().header(type), header)
                .record()
                .orElseThrow(() -> new CaseFailure("suite: a header that is sent on can be minimized"));
        try {
            return Record.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new CaseFailure("suite: a minimized header can be parsed");
        }
    }
}
