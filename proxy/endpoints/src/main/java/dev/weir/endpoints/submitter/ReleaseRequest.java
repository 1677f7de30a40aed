package dev.weir.endpoints.submitter;

import java.util.List;

/**
 * With what a release is asked for.
 *
 * @param bundle purpose attestation and release approvals as compact JWTs, in that order
 * @param subjects tokens of the attested people, sorted, where the attestation names a list
 */
public record ReleaseRequest(List<String> bundle, List<String> subjects) {
    /** Asks for nothing: everything is minimized. */
    public static final ReleaseRequest NONE = new ReleaseRequest(List.of(), List.of());

    public ReleaseRequest {
        bundle = List.copyOf(bundle);
        subjects = List.copyOf(subjects);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
