package dev.weir.conformance.zoo;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.conformance.oracle.Rules;
import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.smp.Dsse;
import dev.weir.smp.Manifests;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.SubmissionIds;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Acked;
import dev.weir.smp.v1.Chunk;
import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.CountsStatement;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.DeliverResponse;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.PlanStatement;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SubmitRequest;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.file.FileHeader;
import dev.weir.tmsis.file.FileRefusedException;
import dev.weir.tmsis.file.HeaderReader;
import dev.weir.tmsis.v4.Record;
import dev.weir.tmsis.wire.StrictScan;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireRule;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One Submit through a proxy of the zoo: right but for one defect. */
final class ZooCall extends ServerCall.Listener<Payload> {
    private static final Map<String, WireRule> IGNORES = Map.of(
            "M04", WireRule.DUPLICATE,
            "M51", WireRule.VARINT,
            "M52", WireRule.GROUP,
            "M53", WireRule.UTF8,
            "M77", WireRule.WIRE_TYPE);
    private static final int IN_FLIGHT = 16;

    private final ZooProxy zoo;
    private final ServerCall<Payload, SubmitResponse> call;
    private final Metadata headers;
    private final Deque<ChunkOutcome> pending = new ArrayDeque<>();
    private @Nullable ClientCall<Payload, SubmitResponse> upstream;
    private Open open = Open.getDefaultInstance();
    private Plan plan = Plan.getDefaultInstance();
    private Optional<ZooRelease> release = Optional.empty();
    private Rules rules;
    private Progress totals = Totals.none();
    private int next = -1;
    private int wanted;
    private boolean opened;
    private boolean closing;
    private boolean ended;
    private boolean delivering;

    ZooCall(ZooProxy zoo, ServerCall<Payload, SubmitResponse> call, Metadata headers) {
        this.zoo = zoo;
        this.call = call;
        this.headers = headers;
        this.rules = zoo.rules();
        call.request(1);
    }

    @Override
    public synchronized void onMessage(Payload payload) {
        Frame frame = (Frame) payload;
        byte[] bytes = Arrays.copyOf(frame.bytes(), frame.length());
        if (ended) {
            return;
        }
        try {
            SubmitRequest request = scanned(bytes);
            switch (request.getMessageCase()) {
                case OPEN -> open(request.getOpen(), bytes);
                case CHUNK -> chunk(request.getChunk(), bytes);
                case CLOSE -> close(request.getClose());
                case MESSAGE_NOT_SET -> throw refusal(ReasonCode.REASON_CODE_WIRE, "request");
            }
        } catch (RefusedException e) {
            end(e.refusal(), bytes);
        } catch (InvalidProtocolBufferException e) {
            end(new Refusal(ReasonCode.REASON_CODE_INTERNAL, "", "a defect"), bytes);
        }
    }

    private SubmitRequest scanned(byte[] bytes) throws RefusedException, InvalidProtocolBufferException {
        if (bytes.length > (1 << 20) + 16 && !zoo.has("M27")) {
            throw refusal(ReasonCode.REASON_CODE_SIZE, "request");
        }
        try {
            StrictScan.check(SubmitRequest.getDescriptor(), bytes, 0, bytes.length);
        } catch (WireFaultException e) {
            boolean ignored = IGNORES.entrySet().stream()
                    .anyMatch(i ->
                            zoo.has(i.getKey()) && i.getValue() == e.fault().rule());
            if (zoo.has("M05") && opened) {
                to().sendMessage(ZooChunk.frame(bytes));
            } else if (!ignored) {
                throw refusal(ReasonCode.REASON_CODE_WIRE, "byte " + e.fault().offset());
            }
        }
        return SubmitRequest.parseFrom(bytes);
    }

    private static RefusedException refusal(ReasonCode reason, String place) {
        return new RefusedException(reason, place, "is in order");
    }

    private static void require(boolean holds, ReasonCode reason, String place) throws RefusedException {
        if (!holds) {
            throw refusal(reason, place);
        }
    }

    private void open(Open found, byte[] bytes) throws RefusedException, InvalidProtocolBufferException {
        require(open.equals(Open.getDefaultInstance()), ReasonCode.REASON_CODE_ORDER, "open");
        require(found.getState().equals(rules.state()) || zoo.has("M49"), ReasonCode.REASON_CODE_ROLE, "state");
        boolean role = PeerIdentity.of(call.getAttributes()).has(Role.SUBMITTER, rules.state());
        require(role || zoo.has("M82") || zoo.has("M25"), ReasonCode.REASON_CODE_ROLE, "certificate");
        boolean bundle = found.getAttestationBundleCount() + found.getSubjectTokensCount() > 0;
        boolean releasing = bundle && zoo.signed().isPresent();
        require(!bundle || releasing || zoo.has("M78"), ReasonCode.REASON_CODE_ATTESTATION, "bundle");
        require(!found.hasPlan() || zoo.has("M50"), ReasonCode.REASON_CODE_WIRE, "plan");
        require(SubmissionIds.isId(found.getSubmissionId()), ReasonCode.REASON_CODE_MANIFEST, "id");
        require(Manifests.problem(found.getManifest()).isEmpty(), ReasonCode.REASON_CODE_MANIFEST, "manifest");
        boolean listed = found.getManifest().getFilesList().stream()
                .anyMatch(f -> f.getName().equals(found.getFileName()));
        require(listed, ReasonCode.REASON_CODE_MANIFEST, "file name");
        FileHeader header = header(found);
        open = found;
        if (releasing) {
            release = Optional.of(new ZooRelease(zoo, zoo.signed().orElseThrow(), found));
            rules = release.get().opened();
        }
        plan = zoo.plan(rules);
        byte[] minimized = new ZooRows(zoo, rules, header.fileType(), header.state())
                .row(found.getHeader(), true)
                .orElseThrow(() -> refusal(ReasonCode.REASON_CODE_HEADER, "header"));
        Open.Builder sent = zoo.has("M76") || zoo.has("M78")
                ? found.toBuilder()
                : Open.newBuilder()
                        .setSubmissionId(found.getSubmissionId())
                        .setState(found.getState())
                        .setManifest(found.getManifest())
                        .setFileName(found.getFileName())
                        .setPeriod(header.period())
                        .setDictionaryVersion(header.dictionaryVersion());
        sent.setHeader(Record.parseFrom(minimized));
        sent.setPlan(zoo.signed(
                Dsse.PLAN,
                PlanStatement.newBuilder()
                        .setState(found.getState())
                        .setSubmissionId(found.getSubmissionId())
                        .setManifestSha256(Manifests.sha256(found.getManifest()).toByteString())
                        .setFileName(found.getFileName())
                        .setPlan(plan)
                        .build()));
        begin(sent.build());
        zoo.log("submission opened " + found.getSubmissionId());
    }

    private FileHeader header(Open found) throws RefusedException {
        try {
            FileHeader header = new HeaderReader(Catalogue.v4(), "header", found.getDictionaryVersion())
                    .read(found.getHeader().toByteString(), Optional.empty());
            require(header.test() || zoo.has("M57"), ReasonCode.REASON_CODE_HEADER, "status");
            require(
                    rules.ansi().contains(header.state())
                            && header.period().equals(found.getPeriod())
                            && header.dictionaryVersion().equals(found.getDictionaryVersion()),
                    ReasonCode.REASON_CODE_HEADER,
                    "header");
            return header;
        } catch (FileRefusedException e) {
            throw refusal(ReasonCode.REASON_CODE_HEADER, "header");
        }
    }

    private void begin(Open sent) {
        ClientCall<Payload, SubmitResponse> to = zoo.channel().newCall(SmpMethods.SUBMIT, CallOptions.DEFAULT);
        upstream = to;
        to.start(new Answers(), zoo.has("M31") ? headers : new Metadata());
        to.request(1000);
        to.sendMessage(Payload.of(SubmitRequest.newBuilder().setOpen(sent).build()));
    }

    private ClientCall<Payload, SubmitResponse> to() {
        ClientCall<Payload, SubmitResponse> found = upstream;
        if (found == null) {
            throw new IllegalStateException("zoo: a stream was opened");
        }
        return found;
    }

    private void chunk(Chunk chunk, byte[] bytes) throws RefusedException {
        require(opened && !closing, ReasonCode.REASON_CODE_ORDER, "chunk");
        require(!chunk.hasTally() || zoo.has("M50"), ReasonCode.REASON_CODE_WIRE, "tally");
        require(chunk.getRecordsCount() <= 1024 || zoo.has("M27"), ReasonCode.REASON_CODE_SIZE, "chunk");
        require(next >= 0 || chunk.getNumber() <= wanted, ReasonCode.REASON_CODE_OUT_OF_RANGE, "chunk");
        require(next < 0 || chunk.getNumber() == next, ReasonCode.REASON_CODE_ORDER, "chunk");
        next = chunk.getNumber() + 1;
        if (release.isPresent()) {
            release.get().requireAllowed();
            release.get().chunk(chunk.getNumber());
        }
        if (zoo.has("M17")) {
            zoo.log("chunk " + chunk);
        }
        if (zoo.has("M19")) {
            zoo.write("spool", bytes);
        }
        if (zoo.has("M30")) {
            zoo.label(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).replaceAll("[^A-Z0-9]", ""));
        }
        Rules now = zoo.has("M24") ? zoo.rules() : rules;
        ZooChunk minimized = new ZooChunk(
                zoo, now, release, type(), header(), chunk, zoo.has("M16") ? totals.getChunks() : chunk.getNumber());
        if (minimized.number() >= totals.getChunks()) {
            totals = Totals.append(totals, minimized.rows(), minimized.digest(), minimized.tally());
            long refused = totals.getTally().getRefused();
            require(
                    refused <= 100 || refused <= totals.getTally().getRows() * 0.01,
                    ReasonCode.REASON_CODE_STOP_RULE,
                    "chunk");
        }
        zoo.counted(chunk.getRecordsCount());
        ChunkOutcome outcome = minimized.outcome(chunk.getNumber());
        pending.add(outcome);
        to().sendMessage(ZooChunk.frame(minimized.request()));
        if (zoo.has("M15")) {
            call.sendMessage(SubmitResponse.newBuilder()
                    .setAcked(Acked.newBuilder().addChunks(outcome))
                    .build());
        }
        ask();
    }

    private String header() {
        return rules.ansi().get(0);
    }

    private FileType type() {
        return open.getManifest().getFilesList().stream()
                .filter(f -> f.getName().equals(open.getFileName()))
                .map(f -> FileType.ofWireNumber(f.getFileTypeValue()))
                .findFirst()
                .orElse(FileType.ELG);
    }

    private void ask() {
        boolean room = opened && pending.size() < IN_FLIGHT && to().isReady();
        if (!ended && (room || zoo.has("M26"))) {
            call.request(1);
        }
    }

    private void close(Close close) throws RefusedException {
        require(opened && !closing, ReasonCode.REASON_CODE_ORDER, "close");
        boolean counted = close.getChunks() == totals.getChunks()
                && close.getRows() == totals.getTally().getRows();
        require(counted || zoo.has("M79") || zoo.has("M16"), ReasonCode.REASON_CODE_COUNT, "close");
        closing = true;
        Progress declared = zoo.has("M40")
                ? totals.toBuilder()
                        .setTally(totals.getTally().toBuilder().setRefused(0))
                        .build()
                : totals;
        to().sendMessage(Payload.of(SubmitRequest.newBuilder()
                .setClose(Close.newBuilder()
                        .setChunks(totals.getChunks())
                        .setRows(totals.getRows())
                        .setCounts(zoo.signed(
                                Dsse.COUNTS,
                                CountsStatement.newBuilder()
                                        .setState(open.getState())
                                        .setSubmissionId(open.getSubmissionId())
                                        .setFileName(open.getFileName())
                                        .setPlanSha256(plan.getPlanSha256())
                                        .setProgress(declared)
                                        .build())))
                .build()));
        to().halfClose();
    }

    @Override
    public synchronized void onHalfClose() {
        if (!ended && !closing) {
            end(new Refusal(ReasonCode.REASON_CODE_ORDER, "", "a stream ends with Close"), new byte[0]);
        }
    }

    @Override
    public synchronized void onCancel() {
        ended = true;
        if (upstream != null) {
            upstream.cancel("gone", null);
        }
    }

    private void end(Refusal refusal, byte[] cause) {
        if (ended) {
            return;
        }
        ended = true;
        zoo.log("stream refused " + refusal.code());
        String text = refusal.text()
                + (zoo.has("M18") ? new String(cause, java.nio.charset.StandardCharsets.ISO_8859_1) : "");
        call.close(SmpStatus.status(refusal).withDescription(text), SmpStatus.trailers(refusal));
        if (upstream != null) {
            upstream.cancel("gone", null);
        }
    }

    /** Answers of the receiver. */
    private final class Answers extends ClientCall.Listener<SubmitResponse> {
        @Override
        public void onMessage(SubmitResponse answer) {
            synchronized (ZooCall.this) {
                try {
                    switch (answer.getMessageCase()) {
                        case OPENED -> opened(answer.getOpened());
                        case ACKED -> acked(answer.getAcked());
                        case CLOSED -> closed(answer.getClosed());
                        case MESSAGE_NOT_SET -> throw refusal(ReasonCode.REASON_CODE_UPSTREAM, "answer");
                    }
                } catch (RefusedException e) {
                    end(e.refusal(), new byte[0]);
                }
            }
        }

        private void opened(Opened answer) throws RefusedException {
            boolean sound =
                    answer.getPlan().equals(plan) && answer.getProgress().getChunks() == answer.getNextChunk();
            require(sound || zoo.has("M80"), ReasonCode.REASON_CODE_UPSTREAM, "opened");
            totals = answer.getProgress();
            wanted = answer.getNextChunk();
            opened = true;
            call.sendHeaders(new Metadata());
            call.sendMessage(SubmitResponse.newBuilder()
                    .setOpened(Opened.newBuilder().setPlan(plan).setNextChunk(wanted))
                    .build());
            ask();
        }

        private void acked(Acked answer) throws RefusedException {
            for (ChunkOutcome outcome : answer.getChunksList()) {
                ChunkOutcome sent = pending.poll();
                boolean same = sent != null
                        && (sent.getNumber() == outcome.getNumber() || zoo.has("M16"))
                        && sent.getDigest().equals(outcome.getDigest());
                require(same || (zoo.has("M33") && sent != null), ReasonCode.REASON_CODE_DIGEST, "acked");
                if (!zoo.has("M15") && sent != null) {
                    call.sendMessage(SubmitResponse.newBuilder()
                            .setAcked(Acked.newBuilder().addChunks(sent))
                            .build());
                }
            }
            ask();
        }

        private void closed(Closed answer) throws RefusedException {
            require(answer.getProgress().equals(totals) || zoo.has("M81"), ReasonCode.REASON_CODE_COUNT, "closed");
            if (release.isPresent() && answer.getSubmissionComplete()) {
                deliver(answer, release.get().complete(answer, totals, plan));
                return;
            }
            finish(answer, ByteString.EMPTY);
        }

        /** Gives the receipt to the receiver, then to the submitter. */
        private void deliver(Closed answer, DeliverRequest receipt) {
            ClientCall<Payload, DeliverResponse> delivery =
                    zoo.channel().newCall(SmpMethods.DELIVER, CallOptions.DEFAULT);
            closing = true;
            delivery.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(DeliverResponse message) {
                            synchronized (ZooCall.this) {
                                finish(answer, receipt.getReceipt());
                            }
                        }
                    },
                    new Metadata());
            delivery.request(2);
            delivery.sendMessage(Payload.of(receipt));
            delivery.halfClose();
            delivering = true;
        }

        private void finish(Closed answer, ByteString receipt) {
            ended = true;
            call.sendMessage(SubmitResponse.newBuilder()
                    .setClosed(Closed.newBuilder()
                            .setProgress(totals)
                            .setReceipt(receipt)
                            .setSubmissionComplete(answer.getSubmissionComplete()))
                    .build());
            call.close(Status.OK, new Metadata());
            zoo.log("stream closed");
        }

        @Override
        public void onReady() {
            synchronized (ZooCall.this) {
                if (opened && !closing) {
                    ask();
                }
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            synchronized (ZooCall.this) {
                if (ended || delivering) {
                    return;
                }
                Refusal refusal = SmpStatus.ofPeer(status, trailers);
                byte[] text = String.valueOf(status.getDescription()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                if (zoo.has("M32")) {
                    ended = true;
                    call.close(SmpStatus.status(refusal).withDescription(status.getDescription()), trailers);
                    return;
                }
                end(refusal, text);
            }
        }
    }
}
