package dev.weir.endpoints.submitter;

import dev.weir.smp.Manifests;
import dev.weir.smp.Sha256;
import dev.weir.smp.SubmissionIds;
import dev.weir.smp.v1.Manifest;
import java.util.Comparator;
import java.util.List;

/**
 * What is to be submitted.
 *
 * @param state USPS code
 * @param id lower-case UUID; follows from the files, so that the same command names the same submission
 * @param files the files, sorted by name
 * @param release with what a release is asked for; nothing where everything is to be minimized
 */
public record Submission(String state, String id, List<SourceFile> files, ReleaseRequest release) {
    public Submission {
        files = files.stream().sorted(Comparator.comparing(SourceFile::name)).toList();
    }

    /** Asks for a release of the same files. */
    public Submission with(ReleaseRequest request) {
        return new Submission(state, id, files, request);
    }

    /**
     * Returns the submission of some files.
     *
     * @param label distinguishes deliberate repetitions of the same files; usually empty
     */
    public static Submission of(String state, List<SourceFile> files, String label) {
        Submission unnamed = new Submission(state, "", files, ReleaseRequest.NONE);
        return new Submission(
                state,
                SubmissionIds.of(state, Manifests.sha256(unnamed.manifest()), label),
                files,
                ReleaseRequest.NONE);
    }

    /** Returns the manifest. */
    public Manifest manifest() {
        Manifest.Builder manifest = Manifest.newBuilder();
        files.forEach(f -> manifest.addFiles(f.manifestEntry()));
        return manifest.build();
    }

    /** Returns the digest of the manifest. */
    public Sha256 manifestSha256() {
        return Manifests.sha256(manifest());
    }

    /** Returns the rows of all files. */
    public long rows() {
        return files.stream().mapToLong(SourceFile::rows).sum();
    }
}
