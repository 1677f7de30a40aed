package dev.weir.proxy.edge;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.weir.core.plan.Plan;
import dev.weir.smp.Dsse;
import dev.weir.smp.Manifests;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.CountsStatement;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.PlanStatement;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.smp.v1.SignedStatement;
import java.security.GeneralSecurityException;

/** The minimization statement of one stream: the plan when it is opened, the counts when it is closed, both signed. */
final class Statements {
    private final StatementSigner signer;
    private final String software;

    Statements(StatementSigner signer, String software) {
        this.signer = signer;
        this.software = software;
    }

    SignedStatement plan(Open open, Plan plan) throws RefusedException {
        return sign(
                Dsse.PLAN,
                PlanStatement.newBuilder()
                        .setState(open.getState())
                        .setSubmissionId(open.getSubmissionId())
                        .setManifestSha256(Manifests.sha256(open.getManifest()).toByteString())
                        .setFileName(open.getFileName())
                        .setPlan(plan.toProto())
                        .setSoftware(software)
                        .build());
    }

    SignedStatement counts(Open open, Plan plan, Progress progress) throws RefusedException {
        return sign(
                Dsse.COUNTS,
                CountsStatement.newBuilder()
                        .setState(open.getState())
                        .setSubmissionId(open.getSubmissionId())
                        .setFileName(open.getFileName())
                        .setPlanSha256(plan.sha256().toByteString())
                        .setProgress(progress)
                        .build());
    }

    private SignedStatement sign(String type, MessageLite statement) throws RefusedException {
        ByteString payload = statement.toByteString();
        try {
            byte[] signature = signer.sign(Dsse.preAuthenticationEncoding(type, payload.toByteArray()));
            return SignedStatement.newBuilder()
                    .setPayloadType(type)
                    .setPayload(payload)
                    .setSignature(ByteString.copyFrom(signature))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new RefusedException(ReasonCode.REASON_CODE_UNAVAILABLE, "signing key", "can be used");
        }
    }
}
