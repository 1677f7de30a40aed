package dev.weir.conformance.peer;

import com.google.protobuf.ByteString;
import dev.weir.conformance.authority.SigningKey;
import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.ServerLimits;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.wire.Frame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.smp.Manifests;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.DeliverResponse;
import dev.weir.smp.v1.FileProgress;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.SubmissionState;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The receiver of the suite: keeps every byte, counts once, and behaves towards each submission as its script says. What
 * it holds it holds until it is closed; to the proxy that is durable.
 */
public final class ReferenceReceiver implements Closeable {
    private final EventLoops loops = new EventLoops(1);
    private final Tls tls;
    private final Server server;
    private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();
    private final ReceiverWords words;

    /** Starts a receiver with a certificate and the key with which it acknowledges. */
    public ReferenceReceiver(TlsFiles files, SigningKey key) throws IOException {
        words = new ReceiverWords(key);
        tls = new Tls(files);
        server = new ServerLimits(1000, 4 << 20)
                .builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls, loops)
                .addService(ServerServiceDefinition.builder(SmpMethods.RECEIVER)
                        .addMethod(SmpMethods.SUBMIT, (call, headers) -> new ReceiverStream(call, text(headers), this))
                        .addMethod(SmpMethods.GET, (call, headers) -> new GetListener(call))
                        .addMethod(SmpMethods.DELIVER, (call, headers) -> new DeliverListener(call))
                        .build())
                .build()
                .start();
    }

    /** Returns what the receiver says about what it holds. */
    ReceiverWords words() {
        return words;
    }

    /** One Deliver call: the receipt is kept as it is, and acknowledged. */
    private final class DeliverListener extends ServerCall.Listener<Payload> {
        private final ServerCall<Payload, DeliverResponse> call;

        DeliverListener(ServerCall<Payload, DeliverResponse> call) {
            this.call = call;
            call.request(2);
        }

        @Override
        public void onMessage(Payload payload) {
            Frame frame = (Frame) payload;
            try {
                DeliverRequest request = DeliverRequest.parseFrom(Arrays.copyOf(frame.bytes(), frame.length()));
                Inbox inbox = inbox(request.getSubmissionId());
                inbox.delivered(request);
                if (inbox.script().deliver().equals("refused")) {
                    call.close(Status.UNAVAILABLE, new Metadata());
                    return;
                }
                call.sendHeaders(new Metadata());
                call.sendMessage(DeliverResponse.newBuilder()
                        .setAck(words.receipt(request, inbox))
                        .build());
                call.close(Status.OK, new Metadata());
            } catch (IOException e) {
                call.close(Status.INVALID_ARGUMENT, new Metadata());
            }
        }
    }

    private static String text(Metadata headers) {
        StringBuilder text = new StringBuilder();
        for (String name : headers.keys()) {
            if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                text.append(name)
                        .append(": ")
                        .append(headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)))
                        .append('\n');
            } else {
                byte[] value = headers.get(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
                text.append(name)
                        .append(": ")
                        .append(value == null ? "" : new String(value, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().get(0);
    }

    /** Returns what has arrived of a submission. */
    public Inbox inbox(String submissionId) {
        return inboxes.computeIfAbsent(submissionId, id -> new Inbox());
    }

    @Override
    public void close() {
        server.shutdownNow();
        tls.close();
        loops.close();
    }

    /** One Get call. */
    private final class GetListener extends ServerCall.Listener<Payload> {
        private final ServerCall<Payload, GetResponse> call;

        GetListener(ServerCall<Payload, GetResponse> call) {
            this.call = call;
            call.request(2);
        }

        @Override
        public void onMessage(Payload payload) {
            Frame frame = (Frame) payload;
            try {
                GetRequest request = GetRequest.parseFrom(Arrays.copyOf(frame.bytes(), frame.length()));
                call.sendHeaders(new Metadata());
                call.sendMessage(answer(request));
                call.close(Status.OK, new Metadata());
            } catch (IOException e) {
                call.close(Status.INVALID_ARGUMENT, new Metadata());
            }
        }

        private GetResponse answer(GetRequest request) {
            Inbox inbox = inboxes.get(request.getSubmissionId());
            if (inbox == null || inbox.names().isEmpty()) {
                return GetResponse.newBuilder()
                        .setState(SubmissionState.SUBMISSION_STATE_UNKNOWN)
                        .build();
            }
            boolean complete = inbox.names().stream().allMatch(inbox::closed);
            var first = inbox.opens(inbox.names().get(0)).get(0);
            GetResponse.Builder answer = GetResponse.newBuilder()
                    .setState(
                            complete
                                    ? SubmissionState.SUBMISSION_STATE_COMPLETE
                                    : SubmissionState.SUBMISSION_STATE_OPEN)
                    .setManifestSha256(Manifests.sha256(first.getManifest()).toByteString())
                    .setReceipt(inbox.receipt().map(DeliverRequest::getReceipt).orElse(ByteString.EMPTY));
            for (String name : inbox.names()) {
                answer.addFiles(FileProgress.newBuilder()
                        .setName(name)
                        .setNextChunk(inbox.chunks(name).size())
                        .setClosed(inbox.closed(name))
                        .setProgress(inbox.progress(name)));
            }
            return answer.build();
        }
    }
}
