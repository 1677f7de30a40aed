package dev.weir.proxy.testing;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.smp.Sha256;
import dev.weir.smp.annotations.v1.FileType;
import dev.weir.smp.v1.Chunk;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.Manifest;
import dev.weir.smp.v1.ManifestFile;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.SubmitRequest;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.testing.RandomRows;
import dev.weir.tmsis.v4.Record;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A submitter that sends what a test wants, message by message, also bytes that no parser made. */
public final class RawSubmitter implements Closeable {
    private final EventLoops loops = new EventLoops(1);
    private final Tls tls;
    private final ManagedChannel channel;

    public RawSubmitter(TlsFiles files, int port) throws IOException {
        tls = new Tls(files);
        channel = new Endpoint("127.0.0.1", port, "localhost").channel(tls, loops);
    }

    /** Returns an Open of an eligibility file. */
    public static Open open(String submission) throws IOException {
        byte[] header = RandomRows.record(
                Catalogue.v4().header(dev.weir.tmsis.FileType.ELG),
                new RandomRows(1, "06").header(dev.weir.tmsis.FileType.ELG, "PSV", 0));
        return Open.newBuilder()
                .setSubmissionId(submission)
                .setState("CA")
                .setManifest(Manifest.newBuilder()
                        .addFiles(ManifestFile.newBuilder()
                                .setName("a.psv")
                                .setSize(1)
                                .setSha256(Sha256.ZERO.toByteString())
                                .setFileType(FileType.FILE_TYPE_ELG)))
                .setFileName("a.psv")
                .setHeader(Record.parseFrom(header))
                .setPeriod("2026-10")
                .setDictionaryVersion("V4.0.0")
                .build();
    }

    /** Returns a chunk of enrolment spans. */
    public static Chunk chunk(int number, int rows) throws IOException {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            records.add(Record.parseFrom(RandomRows.record(
                    Catalogue.v4().segment("ELG00021").orElseThrow(),
                    List.of("ELG00021", "06", "" + i, "PERSON-" + number + "-" + i, "1", "20260101"))));
        }
        return Chunk.newBuilder().setNumber(number).addAllRecords(records).build();
    }

    public Stream stream() {
        return new Stream(CallOptions.DEFAULT);
    }

    /** Returns a stream whose messages are compressed. */
    public Stream gzipStream() {
        Stream stream = new Stream(CallOptions.DEFAULT.withCompression("gzip"));
        stream.call.setMessageCompression(true);
        return stream;
    }

    public GetResponse get(String submission) {
        return ClientCalls.blockingUnaryCall(
                channel,
                SmpMethods.GET,
                CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                Payload.of(GetRequest.newBuilder()
                        .setState("CA")
                        .setSubmissionId(submission)
                        .build()));
    }

    /** One Submit stream. */
    public final class Stream {
        private final ClientCall<Payload, SubmitResponse> call;
        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        private Status status = Status.UNKNOWN;

        private Stream(CallOptions options) {
            call = channel.newCall(SmpMethods.SUBMIT, options);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(SubmitResponse message) {
                            events.add(message);
                        }

                        @Override
                        public void onClose(Status ended, Metadata trailers) {
                            String reason = trailers.get(SmpStatus.REASON);
                            status = ended;
                            events.add(ended.getCode() + " " + (reason == null ? "-" : reason));
                        }
                    },
                    new Metadata());
            call.request(10_000);
        }

        public Stream open(Open open) {
            return send(SubmitRequest.newBuilder().setOpen(open).build().toByteArray());
        }

        public Stream chunk(Chunk chunk) {
            return send(SubmitRequest.newBuilder().setChunk(chunk).build().toByteArray());
        }

        public Stream close(int chunks, long rows) {
            return send(SubmitRequest.newBuilder()
                    .setClose(Close.newBuilder().setChunks(chunks).setRows(rows))
                    .build()
                    .toByteArray());
        }

        /** Sends any bytes as a request. */
        public Stream send(byte[] bytes) {
            call.sendMessage(new Frame(Arrays.copyOf(bytes, bytes.length + Frame.SLACK), bytes.length));
            return this;
        }

        public void halfClose() {
            call.halfClose();
        }

        public void cancel() {
            call.cancel("test", null);
        }

        /** Returns the next answer. */
        public SubmitResponse answer() throws InterruptedException {
            Object event = events.poll(20, TimeUnit.SECONDS);
            if (event instanceof SubmitResponse response) {
                return response;
            }
            throw new AssertionError("an answer and not " + event);
        }

        /** Waits for the next answer, or for the end. */
        public void settle() throws InterruptedException {
            if (events.poll(20, TimeUnit.SECONDS) == null) {
                throw new AssertionError("a stream is answered");
            }
        }

        /** Returns status code and reason with which the call ended, passing over answers. */
        public String end() throws InterruptedException {
            while (true) {
                Object event = events.poll(20, TimeUnit.SECONDS);
                if (!(event instanceof SubmitResponse)) {
                    return String.valueOf(event);
                }
            }
        }

        /** Returns the text of the status with which the call ended. */
        public String statusText() {
            return String.valueOf(status.getDescription());
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        tls.close();
        loops.close();
    }
}
