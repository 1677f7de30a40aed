package dev.weir.proxy.proofs;

/** The threats to releases and to their proof, and what stands against each. Rows of the threat model. */
enum Threat {
    T34(
            "A token without a signature, or one whose header picks the algorithm",
            "The key that the trust list names decides the algorithm; a header may have three members and no others"),
    T35(
            "A header that brings its own key, or says where to fetch one",
            "Keys are looked up by name in the signed trust list, and nothing is fetched"),
    T36(
            "An attestation is used again: for another submission, after a restart, after a crash",
            "Uses are counted from the ledger alone; the use is taken in the entry that announces the release"),
    T37(
            "A token is made for another audience, environment or issuer",
            "Audience and issuer are compared exactly, and each kind of token has a type of its own"),
    T39(
            "An attestation asks for more than its purpose may see, or one person approves alone",
            "The policy's row limits the grant, and two people of different roles approve it"),
    T40(
            "A bundle that is too large, nested too deep, or readable in two ways",
            "Compact tokens of bounded size, and a JSON reader that takes one form; sizes come before signatures"),
    T41(
            "An attestation expires or is put on hold while its data is flowing",
            "Expiry, revocation and holds are looked at before every chunk is recorded, again before it is sent, and before "
                    + "a file is closed; where nobody could look for fifteen seconds nothing is released"),
    T42(
            "Something leaves between the check and the record, or without a record",
            "The stream to the receiver takes a released chunk with its durable entry only, and the ledger takes no "
                    + "chunk without an open release"),
    T43(
            "Somebody inside issues false attestations",
            "Not prevented, but shown: every release, refusal and hold is an entry, and everybody can be told of theirs"),
    T66(
            "Entries are changed, removed or put in another order",
            "A Merkle tree under signed checkpoints, verified from the files alone, which names the entry"),
    T67(
            "The ledger is taken back to an earlier state",
            "A checkpoint kept elsewhere, or a witness, does not agree with a shorter ledger, and a policy can ask for"
                    + " witnesses before anything is released"),
    T68(
            "The auditor is shown another ledger than the public",
            "Witnesses sign checkpoints that extend the last one only; receipts carry the checkpoint"),
    T69(
            "The ledger's signing key is replaced",
            "Replaced keys stay in the published list, so that what they signed can be verified"),
    T70(
            "A receipt is forged, swapped, or given before the data is held",
            "The receiver's signed word is inside and can be verified; a receipt has one form; the proxy passes on "
                    + "receipts of its own ledger only"),
    T71(
            "The disk of the ledger is filled, is full, or fails",
            "Denials and openings beyond a few are recorded as sums, and a release is resumed so often in an hour and "
                    + "no more; while less is free than is to be, nothing is begun; on a full disk nothing is "
                    + "released, streams are refused, and the proxy says that it is not ready");

    private final String what;
    private final String defence;

    Threat(String what, String defence) {
        this.what = what;
        this.defence = defence;
    }

    String what() {
        return what;
    }

    String defence() {
        return defence;
    }
}
