package dev.weir.core.attestation;

import java.time.Instant;
import java.util.Optional;

/**
 * A token status list with two bits an entry, unpacked. Made from bytes whose signature was checked.
 */
public final class StatusList {
    /** Most entries of a list. */
    public static final int MOST_ENTRIES = 4 << 20;

    /** What a list says of an attestation. */
    public enum Status {
        VALID,
        REVOKED,
        SUSPENDED,
        /** The fourth value, which the protocol does not use. */
        OTHER
    }

    private final String uri;
    private final String issuer;
    private final Instant expires;
    private final byte[] bits;

    /**
     * Creates a list.
     *
     * @param uri the URI that attestations name it by
     * @param issuer whose list it is
     * @param expires from when on it says nothing any more
     * @param bits four entries a byte, the first one in the lowest bits
     */
    public StatusList(String uri, String issuer, Instant expires, byte[] bits) {
        if (bits.length > MOST_ENTRIES / 4) {
            throw new IllegalArgumentException("status list: has at most " + MOST_ENTRIES + " entries");
        }
        this.uri = uri;
        this.issuer = issuer;
        this.expires = expires;
        this.bits = bits.clone();
    }

    /** Returns the URI that attestations name the list by. */
    public String uri() {
        return uri;
    }

    /** Returns whose list it is. */
    public String issuer() {
        return issuer;
    }

    /** Returns whether the list speaks at a time. */
    public boolean isFresh(Instant now) {
        return now.isBefore(expires);
    }

    /** Returns what the list says of an entry; empty where it has none of that number. */
    public Optional<Status> status(int index) {
        if (index < 0 || index / 4 >= bits.length) {
            return Optional.empty();
        }
        return Optional.of(Status.values()[bits[index / 4] >> (index % 4 * 2) & 3]);
    }
}
