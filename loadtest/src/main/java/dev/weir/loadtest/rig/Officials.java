package dev.weir.loadtest.rig;

import dev.weir.core.plan.Opening;
import dev.weir.core.plan.Plan;
import dev.weir.core.policy.Policy;
import dev.weir.core.policy.Purpose;
import dev.weir.core.policy.RowScope;
import dev.weir.core.token.TokenScope;
import dev.weir.proxy.app.DemoOfficials;
import dev.weir.smp.Sha256;
import dev.weir.tmsis.FieldClass;
import dev.weir.tmsis.FileType;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Invented people who govern a proxy of a rehearsal: they sign policy and trust list, attest a purpose, and approve. What
 * their attestations open is computed here from the policy, and not asked from the proxy.
 */
public final class Officials {
    private static final Purpose PURPOSE = Purpose.PROGRAM_INTEGRITY;
    private static final Set<FieldClass> CLASSES = Set.of(FieldClass.ADDRESS, FieldClass.GEOGRAPHY);

    /** The linkage domain that the trust list binds to the recipient. */
    private static final String DOMAIN = "requester.integrity";

    private final DemoOfficials people;

    private Officials(DemoOfficials people) {
        this.people = people;
    }

    /**
     * Makes the people and what they sign.
     *
     * @param dir a folder for their keys and the signed files
     * @param receiverPort port on the loopback address, the only one to which a release may go
     */
    static Officials create(Path dir, Policy policy, int receiverPort) throws IOException {
        try {
            return new Officials(DemoOfficials.create(
                    dir.resolve("keys"),
                    dir.resolve("signed"),
                    policy,
                    "127.0.0.1:" + receiverPort,
                    "localhost",
                    Clock.systemUTC()));
        } catch (GeneralSecurityException e) {
            throw new IOException("officials: keys can be made by this Java runtime", e);
        }
    }

    /** Returns what runs under their attestations; the digest of the attestation changes nothing in a record. */
    static Plan plan(Policy policy) {
        TokenScope scope =
                new TokenScope(policy.scope().state(), DOMAIN, policy.scope().epoch());
        return Plan.under(
                policy,
                new Opening(policy.opened(PURPOSE, CLASSES), scope, Sha256.ZERO, RowScope.ALL, Optional.empty()));
    }

    /** Returns the folder with everything that is signed. */
    public Path signed() {
        return people.folder();
    }

    /**
     * Returns an attestation for one submission with the approvals of two people.
     *
     * @param seed tells one attestation from another
     */
    public List<String> bundle(String submissionId, Sha256 manifest, FileType type, String period, String seed)
            throws GeneralSecurityException {
        String attestation = people.attest(PURPOSE.uri(), CLASSES, Set.of(type), period, submissionId + seed);
        return people.approved(attestation, submissionId, manifest, CLASSES);
    }
}
