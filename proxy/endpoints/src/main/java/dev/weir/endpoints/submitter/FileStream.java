package dev.weir.endpoints.submitter;

import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.smp.Refusal;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SubmitResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One Submit call, used by one thread that blocks: it sends when the line is ready and takes answers as they come. */
final class FileStream {
    private static final int ANSWERS_ASKED_FOR = 8;

    private final ClientCall<Payload, SubmitResponse> call;
    private final Duration patience;
    private final Object lock = new Object();
    private final Queue<SubmitResponse> answers = new ArrayDeque<>();
    private @Nullable Refusal end;

    /**
     * Begins a call.
     *
     * @param patience how long to wait for anything to happen
     */
    FileStream(Channel channel, Duration patience) {
        this.patience = patience;
        call = channel.newCall(SmpMethods.SUBMIT, CallOptions.DEFAULT);
        call.start(new Listener(), new Metadata());
        call.request(ANSWERS_ASKED_FOR);
    }

    /** Returns whether a message would be sent at once. */
    boolean ready() {
        return call.isReady();
    }

    /** Sends a message. */
    void send(Payload payload) {
        call.sendMessage(payload);
    }

    /** Says that nothing more is sent. */
    void halfClose() {
        call.halfClose();
    }

    /** Gives the call up. */
    void cancel() {
        call.cancel("the submitter gave the stream up", null);
    }

    /** Returns the next answer that is there, or null. */
    @Nullable
    SubmitResponse poll() throws RefusedException {
        synchronized (lock) {
            return take();
        }
    }

    /** Waits for the next answer. */
    SubmitResponse await() throws RefusedException, InterruptedException {
        SubmitResponse answer = awaitAnswerOrReady(false);
        if (answer == null) {
            throw new RefusedException(ReasonCode.REASON_CODE_UPSTREAM, "", "the proxy answers in time");
        }
        return answer;
    }

    /** Waits for an answer, or until the line is ready; returns the answer, if it was one. */
    @Nullable
    SubmitResponse awaitAnswerOrReady() throws RefusedException, InterruptedException {
        return awaitAnswerOrReady(true);
    }

    /** Waits for an answer until a point in time of {@link System#nanoTime}; returns null where none came. */
    @Nullable
    SubmitResponse awaitUntil(long nanoTime) throws RefusedException, InterruptedException {
        synchronized (lock) {
            while (true) {
                SubmitResponse answer = take();
                long left = nanoTime - System.nanoTime();
                if (answer != null || left <= 0) {
                    return answer;
                }
                lock.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        }
    }

    private @Nullable SubmitResponse awaitAnswerOrReady(boolean readyWillDo)
            throws RefusedException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            while (true) {
                SubmitResponse answer = take();
                if (answer != null || (readyWillDo && call.isReady())) {
                    return answer;
                }
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    throw new RefusedException(ReasonCode.REASON_CODE_UPSTREAM, "", "the proxy answers in time");
                }
                lock.wait(millis);
            }
        }
    }

    private @Nullable SubmitResponse take() throws RefusedException {
        SubmitResponse answer = answers.poll();
        if (answer != null) {
            call.request(1);
        } else if (end != null) {
            throw new RefusedException(end);
        }
        return answer;
    }

    private final class Listener extends ClientCall.Listener<SubmitResponse> {
        @Override
        public void onMessage(SubmitResponse answer) {
            synchronized (lock) {
                answers.add(answer);
                lock.notifyAll();
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            synchronized (lock) {
                end = SmpStatus.ofPeer(status, trailers);
                lock.notifyAll();
            }
        }

        @Override
        public void onReady() {
            synchronized (lock) {
                lock.notifyAll();
            }
        }
    }
}
