package dev.weir.core.attestation;

import dev.weir.smp.Sha256;
import dev.weir.tmsis.FileType;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a submission when its bundle is checked.
 *
 * @param submissionId its id
 * @param manifest digest of its manifest
 * @param files types of its files
 * @param period months of its files
 * @param synthetic whether all of its header rows say that it is test data
 * @param sender name of who sends it, from the client certificate
 * @param subjects what identifies the list of people that came with it
 * @param registered when the ledger registered the attestation
 */
public record ReleaseFacts(
        String submissionId,
        Sha256 manifest,
        Set<FileType> files,
        Period period,
        boolean synthetic,
        String sender,
        Optional<ListDigest> subjects,
        Optional<Instant> registered) {
    public ReleaseFacts {
        files = Set.copyOf(files);
    }
}
