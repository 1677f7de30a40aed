package dev.weir.proxy.edge;

import dev.weir.core.ledger.EntryType;
import dev.weir.core.ledger.LedgerEntry;
import dev.weir.core.minimize.Minimized;
import dev.weir.core.minimize.MinimizedFrame;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.proxy.store.DurableEntry;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.SignedStatement;
import dev.weir.smp.v1.SubmitRequest;
import dev.weir.smp.v1.SubmitResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The stream to the receiver. Takes the Open of an {@link Admission}, {@link Minimized} chunks and a signed Close,
 * and nothing else; headers are made here and none is passed on.
 */
final class Upstream {
    private final ClientCall<Payload, SubmitResponse> call;
    private String submissionId = "";
    private String fileName = "";

    Upstream(Channel channel, ClientCall.Listener<SubmitResponse> listener, int answersAskedFor) {
        call = channel.newCall(SmpMethods.SUBMIT, CallOptions.DEFAULT);
        call.start(listener, new Metadata());
        call.request(answersAskedFor);
    }

    void open(Admission admission, SignedStatement plan) {
        submissionId = admission.upstream().getSubmissionId();
        fileName = admission.upstream().getFileName();
        Open open = admission.upstream().toBuilder().setPlan(plan).build();
        call.sendMessage(Payload.of(SubmitRequest.newBuilder().setOpen(open).build()));
    }

    boolean ready() {
        return call.isReady();
    }

    /**
     * Sends a chunk of a plan without an attestation. Chunks of others need a {@link DurableEntry}, and are refused here.
     * The bytes are taken before this returns, because the stream is open by now.
     */
    void send(Minimized chunk) {
        if (chunk.people().isPresent()) {
            throw new IllegalStateException("upstream: what is released is recorded first");
        }
        call.sendMessage(new Payload() {
            @Override
            public int size() {
                return chunk.frameSize();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                chunk.writeFrame(out);
            }
        });
    }

    /** Sends a chunk of a release, which was recorded before: only the ledger makes a {@link DurableEntry}. */
    void send(MinimizedFrame chunk, DurableEntry entry) {
        LedgerEntry recorded = entry.entry();
        boolean same = recorded.type() == EntryType.RELEASE_CHUNK
                && recorded.text("submission_id").equals(submissionId)
                && recorded.text("file").equals(fileName)
                && recorded.whole("chunk") == chunk.number();
        if (!same) {
            throw new IllegalStateException("upstream: the entry is that of the chunk");
        }
        call.sendMessage(new Payload() {
            @Override
            public int size() {
                return chunk.size();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                chunk.writeTo(out);
            }
        });
    }

    void close(Close close) {
        call.sendMessage(Payload.of(SubmitRequest.newBuilder().setClose(close).build()));
        call.halfClose();
    }

    void request() {
        call.request(1);
    }

    void cancel() {
        call.cancel("the submitter's stream has ended", null);
    }
}
