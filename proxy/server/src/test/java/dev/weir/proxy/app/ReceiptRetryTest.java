package dev.weir.proxy.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.Role;
import dev.weir.endpoints.submitter.Preparation;
import dev.weir.endpoints.submitter.SourceFile;
import dev.weir.endpoints.submitter.Submission;
import dev.weir.endpoints.submitter.SubmitProgress;
import dev.weir.endpoints.submitter.SubmitSummary;
import dev.weir.endpoints.submitter.Submitter;
import dev.weir.endpoints.submitter.SubmitterConfig;
import dev.weir.proxy.testing.Rig;
import dev.weir.proxy.testing.SampleMonth;
import dev.weir.proxy.testing.ScriptedReceiver;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.Closed;
import dev.weir.smp.v1.FileProgress;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.Opened;
import dev.weir.smp.v1.SubmissionState;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.tmsis.StopRule;
import dev.weir.tmsis.file.FileCharset;
import dev.weir.tmsis.file.FixedLayout;
import dev.weir.tmsis.file.ReadSettings;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A submission of which only the receipt is missing is closed again until there is one. */
class ReceiptRetryTest {
    private static final ReadSettings READ =
            new ReadSettings(FileCharset.ISO_8859_1, FixedLayout.builtIn(), StopRule.DEFAULT);

    @TempDir
    Path dir;

    /** Returns a file of no rows. */
    private Path empty() throws Exception {
        String header = Files.readAllLines(SampleMonth.DIR.resolve("psv/ELIGIBLE.psv"), StandardCharsets.ISO_8859_1)
                .get(0);
        String none = header.replaceFirst("\\|T\\|0\\|[0-9]{11}\\|", "|T|0|00000000000|");
        return Files.writeString(dir.resolve("ELIGIBLE.psv"), none + "\n", StandardCharsets.ISO_8859_1);
    }

    @Test
    void refusalThatPasses_isWaitedOut_andTheReceiptComes() throws Exception {
        Rig rig = new Rig(dir);
        SourceFile file = Preparation.read(empty(), READ);
        Submission submission = Submission.of("CA", List.of(file), "");
        byte[] receipt = "{\"v\":1}".getBytes(StandardCharsets.US_ASCII);
        try (ScriptedReceiver peer = new ScriptedReceiver(rig.authority().files(Role.RECEIVER));
                Submitter submitter = new Submitter(new SubmitterConfig(
                        new Endpoint("127.0.0.1", peer.port(), "localhost"),
                        rig.authority().files(Role.SUBMITTER),
                        READ,
                        dir.resolve("journal"),
                        64,
                        1,
                        1,
                        Duration.ofSeconds(30)))) {
            peer.answerGet(GetResponse.newBuilder()
                    .setState(SubmissionState.SUBMISSION_STATE_COMPLETE)
                    .addFiles(FileProgress.newBuilder()
                            .setName(file.name())
                            .setClosed(true)
                            .setProgress(Totals.none()))
                    .build());
            CompletableFuture<SubmitSummary> summary = CompletableFuture.supplyAsync(() -> {
                try {
                    return submitter.submit(submission, SubmitProgress.NONE);
                } catch (Exception e) {
                    throw new IllegalStateException("the submission ends well", e);
                }
            });
            ScriptedReceiver.Call starting = peer.call();
            starting.read();
            starting.end(Status.UNAVAILABLE, new Metadata());

            ScriptedReceiver.Call again = peer.call();
            again.read();
            again.answer(
                    SubmitResponse.newBuilder().setOpened(Opened.newBuilder()).build());
            assertEquals(0, again.read().getClose().getRows());
            again.answer(SubmitResponse.newBuilder()
                    .setClosed(Closed.newBuilder()
                            .setProgress(Totals.none())
                            .setSubmissionComplete(true)
                            .setReceipt(ByteString.copyFrom(receipt)))
                    .build());
            again.end(Status.OK, new Metadata());

            Path kept = summary.get(30, TimeUnit.SECONDS).receipt().orElseThrow();
            assertArrayEquals(receipt, Files.readAllBytes(kept));
        }
    }
}
