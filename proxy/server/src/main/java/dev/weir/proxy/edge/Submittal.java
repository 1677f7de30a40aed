package dev.weir.proxy.edge;

import dev.weir.core.attestation.ListDigest;
import dev.weir.core.attestation.Period;
import dev.weir.core.attestation.ReleaseFacts;
import dev.weir.core.minimize.FastEngine;
import dev.weir.core.minimize.MinimizedHeader;
import dev.weir.core.minimize.PlainEngine;
import dev.weir.core.minimize.RowContext;
import dev.weir.core.minimize.Subjects;
import dev.weir.core.plan.Plan;
import dev.weir.core.policy.Jurisdiction;
import dev.weir.core.token.TokenKeys;
import dev.weir.endpoints.net.PeerIdentity;
import dev.weir.endpoints.net.Role;
import dev.weir.smp.Manifests;
import dev.weir.smp.RefusedException;
import dev.weir.smp.SubmissionIds;
import dev.weir.smp.v1.Manifest;
import dev.weir.smp.v1.ManifestFile;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.FileType;
import dev.weir.tmsis.file.FileHeader;
import dev.weir.tmsis.file.FileRefusedException;
import dev.weir.tmsis.file.HeaderReader;
import dev.weir.tmsis.v4.Record;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An Open from a submitter that is in order, whatever becomes of its rows.
 *
 * @param open as it came
 * @param header its header row
 * @param sender name of the submitter
 */
record Submittal(Open open, FileHeader header, String sender) {
    /** Checks an Open; the checks stand in the order in which they are made. */
    static Submittal check(Open open, PeerIdentity peer, Jurisdiction jurisdiction, boolean testOnly)
            throws RefusedException {
        require(
                open.getState().equals(jurisdiction.usps()) && peer.has(Role.SUBMITTER, jurisdiction.usps()),
                ReasonCode.REASON_CODE_ROLE,
                "certificate",
                "carries the role of a submitter of this proxy's state");
        require(!open.hasPlan(), ReasonCode.REASON_CODE_WIRE, "plan", "is set on the second hop only");
        require(
                SubmissionIds.isId(open.getSubmissionId()),
                ReasonCode.REASON_CODE_MANIFEST,
                "submission id",
                "is a lower-case UUID");
        ManifestFile file = file(open);
        FileHeader header = header(open, file);
        require(
                jurisdiction.ansi().contains(header.state()),
                ReasonCode.REASON_CODE_HEADER,
                "header SUBMITTING-STATE",
                "is a code of this proxy's state");
        require(
                header.test() || !testOnly,
                ReasonCode.REASON_CODE_HEADER,
                "header FILE-STATUS-INDICATOR",
                "is T: this proxy takes test data only");
        return new Submittal(open, header, peer.name());
    }

    /** Returns whether anything is asked to be released. */
    boolean asksForRelease() {
        return open.getAttestationBundleCount() > 0 || open.getSubjectTokensCount() > 0;
    }

    /**
     * Returns what bundles are checked against.
     *
     * @param registered when the ledger registered the attestation
     */
    ReleaseFacts facts(Optional<ListDigest> people, Optional<Instant> registered) throws RefusedException {
        Set<FileType> types = open.getManifest().getFilesList().stream()
                .map(f -> FileType.ofWireNumber(f.getFileTypeValue()))
                .collect(Collectors.toSet());
        YearMonth month;
        try {
            month = YearMonth.parse(header.period());
        } catch (DateTimeException e) {
            throw new RefusedException(ReasonCode.REASON_CODE_HEADER, "header", "is of a month of the calendar");
        }
        return new ReleaseFacts(
                open.getSubmissionId(),
                Manifests.sha256(open.getManifest()),
                types,
                new Period(month, month),
                header.test(),
                sender,
                people,
                registered);
    }

    /** Returns the stream under a plan: its engine, and the Open that goes upstream, made of checked parts only. */
    Admission under(Plan plan, TokenKeys keys, Subjects subjects) throws RefusedException {
        RowContext context = new RowContext(header.fileType(), header.state());
        MinimizedHeader minimized = new PlainEngine(plan, keys, context, subjects)
                .minimizeHeader(open.getHeader())
                .orElseThrow(() -> new RefusedException(
                        ReasonCode.REASON_CODE_HEADER, "header", "has values that fit their elements"));
        return new Admission(plan, new FastEngine(plan, keys, context, subjects), rebuilt(minimized));
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

    private static FileHeader header(Open open, ManifestFile file) throws RefusedException {
        FileHeader header;
        try {
            header = new HeaderReader(Catalogue.v4(), "header", open.getDictionaryVersion())
                    .read(open.getHeader().toByteString(), Optional.empty());
        } catch (FileRefusedException e) {
            throw new RefusedException(ReasonCode.REASON_CODE_HEADER, e.place(), "is in order");
        }
        boolean same = header.fileType() == FileType.ofWireNumber(file.getFileTypeValue())
                && header.period().equals(open.getPeriod())
                && header.dictionaryVersion().equals(open.getDictionaryVersion());
        require(same, ReasonCode.REASON_CODE_HEADER, "header", "agrees with the manifest and the Open");
        return header;
    }

    /** Returns the Open for upstream, built from known and checked fields; whatever else came is left behind. */
    private Open rebuilt(MinimizedHeader minimized) {
        Manifest.Builder manifest = Manifest.newBuilder();
        for (ManifestFile file : open.getManifest().getFilesList()) {
            manifest.addFiles(ManifestFile.newBuilder()
                    .setName(file.getName())
                    .setSize(file.getSize())
                    .setSha256(file.getSha256())
                    .setFileType(file.getFileType()));
        }
        try {
            return Open.newBuilder()
                    .setSubmissionId(open.getSubmissionId())
                    .setState(open.getState())
                    .setManifest(manifest)
                    .setFileName(open.getFileName())
                    .setHeader(Record.parseFrom(minimized.record()))
                    .setPeriod(header.period())
                    .setDictionaryVersion(header.dictionaryVersion())
                    .build();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException("a minimized header is a record", e);
        }
    }

    private static void require(boolean holds, ReasonCode reason, String place, String rule) throws RefusedException {
        if (!holds) {
            throw new RefusedException(reason, place, rule);
        }
    }
}
