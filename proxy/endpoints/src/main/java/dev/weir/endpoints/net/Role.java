package dev.weir.endpoints.net;

/** What a peer is allowed to be, as its certificate says. */
public enum Role {
    /** Sends a state's files to its proxy. */
    SUBMITTER,
    /** Sends a state's minimized feed to a receiver. */
    PROXY,
    /** Takes feeds. */
    RECEIVER
}
