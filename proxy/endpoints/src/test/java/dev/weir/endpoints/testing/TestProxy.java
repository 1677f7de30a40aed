package dev.weir.endpoints.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.EventLoops;
import dev.weir.endpoints.net.Tls;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.endpoints.wire.Payload;
import dev.weir.endpoints.wire.SmpMethods;
import dev.weir.endpoints.wire.SmpStatus;
import dev.weir.smp.Dsse;
import dev.weir.smp.Manifests;
import dev.weir.smp.PlanText;
import dev.weir.smp.Sha256;
import dev.weir.smp.Totals;
import dev.weir.smp.annotations.v1.FieldClass;
import dev.weir.smp.annotations.v1.FileType;
import dev.weir.smp.v1.Chunk;
import dev.weir.smp.v1.ClassTreatment;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.CountsStatement;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.DeliverResponse;
import dev.weir.smp.v1.GeneralizeRule;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.Manifest;
import dev.weir.smp.v1.ManifestFile;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.PlanStatement;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.SignedStatement;
import dev.weir.smp.v1.SubmitRequest;
import dev.weir.smp.v1.SubmitResponse;
import dev.weir.smp.v1.Tally;
import dev.weir.smp.v1.Treatment;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A proxy's side of the second hop without a proxy: says what a test wants it to say. */
public final class TestProxy implements Closeable {
    private static final Set<FieldClass> TOKENS = Set.of(
            FieldClass.FIELD_CLASS_MSIS_ID,
            FieldClass.FIELD_CLASS_CASE_ID,
            FieldClass.FIELD_CLASS_CLAIM_ID,
            FieldClass.FIELD_CLASS_OTHER_ID,
            FieldClass.FIELD_CLASS_SSN,
            FieldClass.FIELD_CLASS_MEDICARE_ID);

    private final EventLoops loops = new EventLoops(1);
    private final Tls tls;
    private final ManagedChannel channel;

    public TestProxy(TlsFiles files, int port) throws Exception {
        tls = new Tls(files);
        channel = new Endpoint("127.0.0.1", port, "localhost").channel(tls, loops);
    }

    /** Makes the directory in which receivers look for keys of proxies, with the key of a test proxy made later. */
    public static KeyPair writeKey(Path dir, String state) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Files.createDirectories(dir);
        Files.writeString(
                dir.resolve(state + ".pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n",
                StandardCharsets.US_ASCII);
        return pair;
    }

    /** Returns the plan of the standard's row without an attestation. */
    public static Plan plan(String epoch) {
        Plan.Builder plan = Plan.newBuilder()
                .setPolicySha256(Sha256.ZERO.toByteString())
                .setDomain("cms.tmsis")
                .setEpoch(epoch);
        for (FieldClass fieldClass : FieldClass.values()) {
            if (fieldClass != FieldClass.UNRECOGNIZED && fieldClass != FieldClass.FIELD_CLASS_UNSPECIFIED) {
                plan.addTreatments(treatment(fieldClass));
            }
        }
        return plan.setPlanSha256(PlanText.sha256("CA", plan.build()).toByteString())
                .build();
    }

    private static ClassTreatment treatment(FieldClass fieldClass) {
        ClassTreatment.Builder treatment = ClassTreatment.newBuilder().setFieldClass(fieldClass);
        if (TOKENS.contains(fieldClass)) {
            return treatment.setTreatment(Treatment.TREATMENT_TOKEN).build();
        }
        if (fieldClass == FieldClass.FIELD_CLASS_BIRTH) {
            return treatment
                    .setTreatment(Treatment.TREATMENT_GENERALIZE)
                    .setRule(GeneralizeRule.GENERALIZE_RULE_MONTH)
                    .build();
        }
        boolean open =
                fieldClass == FieldClass.FIELD_CLASS_CORE || fieldClass == FieldClass.FIELD_CLASS_IMMIGRATION_HINT;
        return treatment
                .setTreatment(open ? Treatment.TREATMENT_COPY : Treatment.TREATMENT_BLANK)
                .build();
    }

    /** Returns a manifest of eligibility files. */
    public static Manifest manifest(String... names) {
        Manifest.Builder manifest = Manifest.newBuilder();
        for (String name : names) {
            manifest.addFiles(ManifestFile.newBuilder()
                    .setName(name)
                    .setSize(1)
                    .setSha256(Sha256.ZERO.toByteString())
                    .setFileType(FileType.FILE_TYPE_ELG));
        }
        return manifest.build();
    }

    /** Returns an Open without a statement. */
    public static Open open(String submission, Manifest manifest, String file) throws Exception {
        byte[] header = RandomRows.record(
                Catalogue.v4().header(dev.weir.tmsis.FileType.ELG),
                new RandomRows(1, "06").header(dev.weir.tmsis.FileType.ELG, "PSV", 0));
        return Open.newBuilder()
                .setSubmissionId(submission)
                .setState("CA")
                .setManifest(manifest)
                .setFileName(file)
                .setHeader(Record.parseFrom(header))
                .setPeriod("2026-10")
                .setDictionaryVersion("V4.0.0")
                .build();
    }

    /** Returns an Open with a signed statement of a plan. */
    public static Open signed(Open open, Plan plan, KeyPair key) throws Exception {
        PlanStatement statement = PlanStatement.newBuilder()
                .setState(open.getState())
                .setSubmissionId(open.getSubmissionId())
                .setFileName(open.getFileName())
                .setManifestSha256(Manifests.sha256(open.getManifest()).toByteString())
                .setPlan(plan)
                .setSoftware("test")
                .build();
        return open.toBuilder().setPlan(sign(Dsse.PLAN, statement, key)).build();
    }

    /** Returns a signed Close. */
    public static Close close(Open open, Plan plan, Progress progress, KeyPair key) throws Exception {
        CountsStatement statement = CountsStatement.newBuilder()
                .setState(open.getState())
                .setSubmissionId(open.getSubmissionId())
                .setFileName(open.getFileName())
                .setPlanSha256(plan.getPlanSha256())
                .setProgress(progress)
                .build();
        return Close.newBuilder()
                .setChunks(progress.getChunks())
                .setRows(progress.getRows())
                .setCounts(sign(Dsse.COUNTS, statement, key))
                .build();
    }

    private static SignedStatement sign(String type, MessageLite statement, KeyPair key)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key.getPrivate());
        signer.update(Dsse.preAuthenticationEncoding(type, statement.toByteArray()));
        return SignedStatement.newBuilder()
                .setPayloadType(type)
                .setPayload(statement.toByteString())
                .setSignature(ByteString.copyFrom(signer.sign()))
                .build();
    }

    /** Returns a chunk of enrolment spans with tokens. */
    public static Chunk chunk(int number, int rows, String token) throws Exception {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            records.add(Record.parseFrom(RandomRows.record(
                    Catalogue.v4().segment("ELG00021").orElseThrow(),
                    List.of("ELG00021", "06", "", token, "1", String.format("2026%02d01", 1 + i % 12)))));
        }
        return Chunk.newBuilder()
                .setNumber(number)
                .setTally(Tally.newBuilder().setRows(rows))
                .addAllRecords(records)
                .build();
    }

    /** Returns the progress that chunks add up to. */
    public static Progress progress(Chunk... chunks) {
        Progress progress = Totals.none();
        for (Chunk chunk : chunks) {
            progress = Totals.append(progress, chunk.getRecordsCount(), digest(chunk), chunk.getTally());
        }
        return progress;
    }

    /** Returns the content digest of a chunk. */
    public static Sha256 digest(Chunk chunk) {
        return Sha256.of(
                Chunk.newBuilder().addAllRecords(chunk.getRecordsList()).build().toByteArray());
    }

    /** Opens a stream. */
    public Stream stream() {
        return new Stream();
    }

    /** Asks how far a submission is. */
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

    /** Delivers a receipt. */
    public DeliverResponse deliver(DeliverRequest request) {
        return ClientCalls.blockingUnaryCall(
                channel,
                SmpMethods.DELIVER,
                CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                Payload.of(request));
    }

    /** One Submit stream, message by message. */
    public final class Stream {
        private final ClientCall<Payload, SubmitResponse> call =
                channel.newCall(SmpMethods.SUBMIT, CallOptions.DEFAULT);
        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        private Stream() {
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(SubmitResponse message) {
                            events.add(message);
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            String reason = trailers.get(SmpStatus.REASON);
                            events.add(status.getCode() + " " + (reason == null ? "-" : reason));
                        }
                    },
                    new Metadata());
            call.request(1000);
        }

        public Stream open(Open open) {
            return send(SubmitRequest.newBuilder().setOpen(open).build());
        }

        public Stream chunk(Chunk chunk) {
            return send(SubmitRequest.newBuilder().setChunk(chunk).build());
        }

        public Stream close(Close close) {
            return send(SubmitRequest.newBuilder().setClose(close).build());
        }

        private Stream send(SubmitRequest request) {
            call.sendMessage(Payload.of(request));
            return this;
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

        /** Returns status code and reason with which the call ended, passing over answers. */
        public String end() throws InterruptedException {
            while (true) {
                Object event = events.poll(20, TimeUnit.SECONDS);
                if (!(event instanceof SubmitResponse)) {
                    return String.valueOf(event);
                }
            }
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        tls.close();
        loops.close();
    }
}
