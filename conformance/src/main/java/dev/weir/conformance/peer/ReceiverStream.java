package dev.weir.conformance.peer;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.weir.conformance.peer.Inbox.StoredChunk;
import dev.weir.conformance.peer.Inbox.StoredFile;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Acked;
import dev.weir.smp.v1.ChunkOutcome;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.PlanStatement;
import dev.weir.smp.v1.SubmitRequest;
import dev.weir.smp.v1.SubmitResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One Submit stream at the receiver. Used by one event loop. */
final class ReceiverStream extends ServerCall.Listener<Payload> {
    private final ServerCall<Payload, SubmitResponse> call;
    private final String headers;
    private final ReferenceReceiver receiver;
    private @Nullable Inbox inbox;
    private String fileName = "";
    private Plan plan = Plan.getDefaultInstance();
    private boolean ended;
    private int taken;

    ReceiverStream(ServerCall<Payload, SubmitResponse> call, String headers, ReferenceReceiver receiver) {
        this.call = call;
        this.headers = headers;
        this.receiver = receiver;
        call.request(1);
    }

    @Override
    public void onMessage(Payload payload) {
        Frame frame = (Frame) payload;
        byte[] bytes = Arrays.copyOf(frame.bytes(), frame.length());
        if (ended) {
            return;
        }
        try {
            SubmitRequest request = SubmitRequest.parseFrom(bytes);
            if (request.hasOpen()) {
                inbox = receiver.inbox(request.getOpen().getSubmissionId());
            }
            known().watched();
            switch (request.getMessageCase()) {
                case OPEN -> open(request.getOpen(), bytes);
                case CHUNK -> chunk(bytes);
                case CLOSE -> close(request.getClose(), bytes);
                case MESSAGE_NOT_SET -> end(Status.INVALID_ARGUMENT, "");
            }
        } catch (IOException e) {
            Inbox known = inbox;
            if (known != null) {
                known.found("a message of the proxy can be parsed: " + e.getMessage());
            }
            end(Status.INVALID_ARGUMENT, "WIRE");
        }
    }

    private Inbox known() throws IOException {
        Inbox found = inbox;
        if (found == null) {
            throw new IOException("receiver: a stream begins with Open");
        }
        return found;
    }

    private void open(Open open, byte[] bytes) throws IOException {
        Inbox found = receiver.inbox(open.getSubmissionId());
        inbox = found;
        fileName = open.getFileName();
        found.saw(bytes);
        found.saw(headers);
        found.opened();
        Script script = found.script();
        synchronized (found) {
            found.file(fileName).opens.add(open);
        }
        if (script.lose() > 0) {
            found.lose(fileName, script.lose());
        }
        if (script.failAt().equals("open")) {
            fail(script);
            return;
        }
        plan = open.hasPlan()
                ? PlanStatement.parseFrom(open.getPlan().getPayload()).getPlan()
                : Plan.getDefaultInstance();
        StoredFile file = found.file(fileName);
        Opened.Builder opened = Opened.newBuilder()
                .setPlan(
                        script.opened().equals("other-plan")
                                ? plan.toBuilder().setEpoch("Z").build()
                                : plan)
                .setNextChunk(file.chunks.size() + (script.opened().equals("ahead") ? 5 : 0));
        if (!script.opened().equals("no-progress")) {
            opened.setProgress(file.progress);
        }
        send(SubmitResponse.newBuilder().setOpened(opened).build(), script);
        call.request(1);
    }

    private void chunk(byte[] bytes) throws IOException {
        Inbox found = known();
        found.saw(bytes);
        StoredChunk chunk = ChunkReader.read(ChunkReader.inner(bytes));
        Script script = found.script();
        boolean failing = script.failAt().equals("chunk") && taken == script.failAfter();
        if (failing && !script.storesFailed()) {
            fail(script);
            return;
        }
        if (!store(found, chunk)) {
            return;
        }
        taken++;
        if (failing) {
            fail(script);
            return;
        }
        if (script.delayMillis() > 0) {
            pause(script.delayMillis());
        }
        acknowledge(chunk, script);
        if (script.stallAfter() < 0 || taken < script.stallAfter()) {
            call.request(1);
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean store(Inbox found, StoredChunk chunk) {
        synchronized (found) {
            StoredFile file = found.file(fileName);
            if (chunk.number() < file.chunks.size()) {
                if (!file.chunks.get(chunk.number()).digest().equals(chunk.digest())) {
                    end(Status.ABORTED, "DIGEST");
                    return false;
                }
                return true;
            }
            if (chunk.number() > file.chunks.size()) {
                found.found("chunks come without gaps");
                end(Status.INVALID_ARGUMENT, "ORDER");
                return false;
            }
            file.chunks.add(chunk);
            file.progress = Totals.append(file.progress, chunk.records().size(), chunk.digest(), chunk.tally());
            return true;
        }
    }

    private void acknowledge(StoredChunk chunk, Script script) {
        ByteString digest = Inbox.digest(chunk);
        switch (script.ack()) {
            case "never" -> {}
            case "wrong-digest" -> ack(chunk.number(), ByteString.copyFrom(new byte[32]), script);
            case "wrong-number" -> ack(chunk.number() + 1, digest, script);
            case "twice" -> {
                ack(chunk.number(), digest, script);
                ack(chunk.number(), digest, script);
            }
            case "unsent" -> {
                ack(chunk.number(), digest, script);
                ack(chunk.number() + 1, digest, script);
            }
            default -> ack(chunk.number(), digest, script);
        }
    }

    private void ack(int number, ByteString digest, Script script) {
        send(
                SubmitResponse.newBuilder()
                        .setAcked(Acked.newBuilder()
                                .addChunks(ChunkOutcome.newBuilder()
                                        .setNumber(number)
                                        .setDigest(digest)))
                        .build(),
                script);
    }

    private void close(Close close, byte[] bytes) throws IOException {
        Inbox found = known();
        found.saw(bytes);
        Script script = found.script();
        if (script.failAt().equals("close") && !script.storesFailed()) {
            fail(script);
            return;
        }
        boolean complete;
        dev.weir.smp.v1.Progress progress;
        synchronized (found) {
            StoredFile file = found.file(fileName);
            file.close = close;
            file.closed = true;
            progress = file.progress;
            long files = file.opens.get(0).getManifest().getFilesCount();
            complete = found.names().stream().filter(found::closed).count() == files;
        }
        if (script.failAt().equals("close")) {
            fail(script);
            return;
        }
        if (script.closed().equals("other-counts")) {
            progress = progress.toBuilder().setRows(progress.getRows() + 1).build();
        }
        Closed.Builder closed = Closed.newBuilder().setProgress(progress).setSubmissionComplete(complete);
        if (!script.durable().equals("none")) {
            Open first = found.opens(fileName).get(0);
            closed.setDurableAck(receiver.words().held(found, first, complete));
        }
        send(SubmitResponse.newBuilder().setClosed(closed).build(), script);
        if (!ended) {
            ended = true;
            call.close(Status.OK, new Metadata());
        }
    }

    private boolean begun;

    private void send(SubmitResponse response, Script script) {
        if (ended) {
            return;
        }
        if (!begun) {
            begun = true;
            call.sendHeaders(new Metadata());
        }
        SubmitResponse sent = script.extra().isEmpty()
                ? response
                : response.toBuilder()
                        .setUnknownFields(UnknownFieldSet.newBuilder()
                                .addField(
                                        900,
                                        UnknownFieldSet.Field.newBuilder()
                                                .addLengthDelimited(ByteString.copyFromUtf8(script.extra()))
                                                .build())
                                .build())
                        .build();
        call.sendMessage(sent);
    }

    private void fail(Script script) {
        Metadata trailers = new Metadata();
        if (!script.reason().isEmpty()) {
            trailers.put(SmpStatus.REASON, script.reason());
        }
        if (!script.text().isEmpty()) {
            trailers.put(Metadata.Key.of("smp-place", Metadata.ASCII_STRING_MARSHALLER), script.text());
            trailers.put(Metadata.Key.of("x-detail", Metadata.ASCII_STRING_MARSHALLER), script.text());
        }
        ended = true;
        call.close(script.status().toStatus().withDescription(script.text()), trailers);
    }

    private void end(Status status, String reason) {
        ended = true;
        Metadata trailers = new Metadata();
        if (!reason.isEmpty()) {
            trailers.put(SmpStatus.REASON, reason);
        }
        call.close(status, trailers);
    }
}
