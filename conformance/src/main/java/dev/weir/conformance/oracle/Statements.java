package dev.weir.conformance.oracle;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.smp.Dsse;
import dev.weir.smp.Manifests;
import dev.weir.smp.PlanText;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.CountsStatement;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.PlanStatement;
import dev.weir.smp.v1.Progress;
import dev.weir.smp.v1.SignedStatement;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a proxy declares about a feed, and whether it is signed, about this feed, and true. */
public final class Statements {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private final List<PublicKey> keys = new ArrayList<>();

    /** Takes the statement keys of a proxy, in PEM. */
    public Statements(String pem) throws GeneralSecurityException {
        Matcher matcher = PEM.matcher(pem);
        while (matcher.find()) {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            keys.add(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded)));
        }
    }

    /** Returns what is wrong with the statement of an Open. */
    public List<String> plan(Open open, Rules rules) {
        List<String> wrong = new ArrayList<>();
        require(open.hasPlan(), "open: carries a plan statement", wrong);
        require(verifies(Dsse.PLAN, open.getPlan()), "plan statement: is signed with the proxy's key", wrong);
        PlanStatement statement;
        try {
            statement = PlanStatement.parseFrom(open.getPlan().getPayload());
        } catch (InvalidProtocolBufferException e) {
            wrong.add("plan statement: can be parsed");
            return wrong;
        }
        require(statement.getState().equals(open.getState()), "plan statement: names the state", wrong);
        require(
                statement.getSubmissionId().equals(open.getSubmissionId()),
                "plan statement: names the submission",
                wrong);
        require(statement.getFileName().equals(open.getFileName()), "plan statement: names the file", wrong);
        require(
                statement
                        .getManifestSha256()
                        .equals(Manifests.sha256(open.getManifest()).toByteString()),
                "plan statement: names the manifest",
                wrong);
        wrong.addAll(declared(statement.getPlan(), rules));
        return wrong;
    }

    /** Returns what is wrong with a declared plan. */
    public static List<String> declared(Plan plan, Rules rules) {
        List<String> wrong = new ArrayList<>();
        Plan bare = plan.toBuilder()
                .setPolicySha256(ByteString.EMPTY)
                .clearPlanSha256()
                .build();
        require(bare.equals(rules.plan()), "plan: declares the treatments, domain and epoch of the policy", wrong);
        require(plan.getPolicySha256().size() == 32, "plan: names the policy by a SHA-256", wrong);
        require(
                PlanText.sha256(rules.state(), plan).toByteString().equals(plan.getPlanSha256()),
                "plan: is named by the digest of its text",
                wrong);
        return wrong;
    }

    /** Returns what is wrong with the statement of a Close. */
    public List<String> counts(Open open, Close close, Progress expected) {
        List<String> wrong = new ArrayList<>();
        require(verifies(Dsse.COUNTS, close.getCounts()), "counts statement: is signed with the proxy's key", wrong);
        try {
            CountsStatement counts = CountsStatement.parseFrom(close.getCounts().getPayload());
            require(counts.getState().equals(open.getState()), "counts statement: names the state", wrong);
            require(
                    counts.getSubmissionId().equals(open.getSubmissionId()),
                    "counts statement: names the submission",
                    wrong);
            require(counts.getFileName().equals(open.getFileName()), "counts statement: names the file", wrong);
            require(counts.getProgress().equals(expected), "counts statement: counts what the receiver has got", wrong);
        } catch (InvalidProtocolBufferException e) {
            wrong.add("counts statement: can be parsed");
        }
        return wrong;
    }

    /** Returns whether a statement is of a type and signed with one of the keys. */
    public boolean verifies(String type, SignedStatement statement) {
        byte[] signed =
                Dsse.preAuthenticationEncoding(type, statement.getPayload().toByteArray());
        return statement.getPayloadType().equals(type)
                && keys.stream().anyMatch(key -> verifies(key, signed, statement.getSignature()));
    }

    private static boolean verifies(PublicKey key, byte[] signed, ByteString signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void require(boolean holds, String rule, List<String> wrong) {
        if (!holds) {
            wrong.add(rule);
        }
    }
}
