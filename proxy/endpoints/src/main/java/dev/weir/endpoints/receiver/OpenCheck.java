package dev.weir.endpoints.receiver;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.smp.Dsse;
import dev.weir.smp.Manifests;
import dev.weir.smp.PlanText;
import dev.weir.smp.RefusedException;
import dev.weir.smp.SubmissionIds;
import dev.weir.smp.v1.ManifestFile;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.Plan;
import dev.weir.smp.v1.PlanStatement;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.file.FileHeader;
import dev.weir.tmsis.file.FileRefusedException;
import dev.weir.tmsis.file.HeaderReader;
import dev.weir.tmsis.wire.WireFaultException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Everything a receiver checks in an Open before it touches the store. Immutable and safe for any thread. */
final class OpenCheck {
    private static final Pattern STATE = Pattern.compile("[A-Z]{2}");

    private final StatementKeys keys;
    private final boolean minimizedOnly;

    /**
     * Creates a check.
     *
     * @param minimizedOnly whether a stream without a minimization statement is refused
     */
    OpenCheck(StatementKeys keys, boolean minimizedOnly) {
        this.keys = keys;
        this.minimizedOnly = minimizedOnly;
    }

    /** What an Open has told, once it is found to be in order. */
    record Opening(FileKey key, Optional<Plan> plan, RowCheck rows) {}

    /** Checks an Open from a peer; the checks stand in the order in which they are made. */
    Opening check(Open open, PeerIdentity peer) throws RefusedException {
        require(STATE.matcher(open.getState()).matches(), ReasonCode.REASON_CODE_ROLE, "state", "is a USPS code");
        boolean minimized = open.hasPlan();
        require(minimized || !minimizedOnly, ReasonCode.REASON_CODE_STATEMENT, "plan", "a feed is minimized");
        require(
                peer.has(minimized ? Role.PROXY : Role.SUBMITTER, open.getState()),
                ReasonCode.REASON_CODE_ROLE,
                "certificate",
                "carries the role of the state");
        require(
                open.getAttestationBundleCount() == 0 && open.getSubjectTokensCount() == 0,
                ReasonCode.REASON_CODE_ATTESTATION,
                "attestation bundle",
                "ends at the proxy");
        require(
                SubmissionIds.isId(open.getSubmissionId()),
                ReasonCode.REASON_CODE_MANIFEST,
                "submission id",
                "is a lower-case UUID");
        ManifestFile file = file(open);
        Optional<Plan> plan = minimized ? Optional.of(statement(open)) : Optional.empty();
        FileHeader header = header(open, file);
        RowCheck rows = new RowCheck(plan.map(ShapeTable::new), header.fileType(), header.state());
        try {
            rows.header(open.getHeader().toByteArray());
        } catch (WireFaultException e) {
            throw new RefusedException(ReasonCode.REASON_CODE_HEADER, "header", "is in canonical form");
        }
        return new Opening(new FileKey(open.getState(), open.getSubmissionId(), open.getFileName()), plan, rows);
    }

    private static ManifestFile file(Open open) throws RefusedException {
        Optional<String> problem = Manifests.problem(open.getManifest());
        if (problem.isPresent()) {
            throw new RefusedException(ReasonCode.REASON_CODE_MANIFEST, "manifest", problem.get());
        }
        return open.getManifest().getFilesList().stream()
                .filter(f -> f.getName().equals(open.getFileName()))
                .findFirst()
                .orElseThrow(() ->
                        new RefusedException(ReasonCode.REASON_CODE_MANIFEST, "file name", "is one of the manifest"));
    }

    private Plan statement(Open open) throws RefusedException {
        require(
                keys.verifies(open.getState(), Dsse.PLAN, open.getPlan()),
                ReasonCode.REASON_CODE_STATEMENT,
                "plan",
                "is signed by the state's proxy");
        PlanStatement statement = parse(open.getPlan().getPayload());
        boolean same = statement.getState().equals(open.getState())
                && statement.getSubmissionId().equals(open.getSubmissionId())
                && statement.getFileName().equals(open.getFileName())
                && statement
                        .getManifestSha256()
                        .equals(Manifests.sha256(open.getManifest()).toByteString());
        require(same, ReasonCode.REASON_CODE_STATEMENT, "plan", "is about this file of this submission");
        Plan plan = statement.getPlan();
        require(ShapeTable.isWellFormed(plan), ReasonCode.REASON_CODE_STATEMENT, "plan", "treats every class once");
        require(
                PlanText.sha256(open.getState(), plan).toByteString().equals(plan.getPlanSha256()),
                ReasonCode.REASON_CODE_STATEMENT,
                "plan digest",
                "is the digest of the plan");
        return plan;
    }

    private static PlanStatement parse(ByteString payload) throws RefusedException {
        try {
            return PlanStatement.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedException(ReasonCode.REASON_CODE_STATEMENT, "plan", "can be parsed");
        }
    }

    private static FileHeader header(Open open, ManifestFile file) throws RefusedException {
        FileHeader header;
        try {
            header = new HeaderReader(Catalogue.v4(), "header", open.getDictionaryVersion())
                    .read(open.getHeader().toByteString(), Optional.empty());
        } catch (FileRefusedException e) {
            throw new RefusedException(ReasonCode.REASON_CODE_HEADER, e.place(), "is a header row in order");
        }
        boolean same = header.fileType() == FileType.ofWireNumber(file.getFileTypeValue())
                && header.period().equals(open.getPeriod())
                && header.dictionaryVersion().equals(open.getDictionaryVersion());
        require(same, ReasonCode.REASON_CODE_HEADER, "header", "agrees with the manifest and the Open");
        return header;
    }

    private static void require(boolean holds, ReasonCode reason, String place, String rule) throws RefusedException {
        if (!holds) {
            throw new RefusedException(reason, place, rule);
        }
    }
}
