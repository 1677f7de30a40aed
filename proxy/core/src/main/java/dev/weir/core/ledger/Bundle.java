package dev.weir.core.ledger;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A bundle of entries as C2SP tlog-tiles lays it out: length in two bytes, big-endian, and the entry, in a row. */
public final class Bundle {
    private Bundle() {}

    /** Returns the bytes of a bundle. */
    public static byte[] encode(List<byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > LedgerEntry.MAX_BYTES) {
                throw new IllegalArgumentException("bundle: an entry fits its limit");
            }
            out.write(entry.length >>> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }

    /**
     * Returns the entries of a bundle.
     *
     * @param place what is read, for the message
     * @throws LedgerFormatException where the lengths do not add up
     */
    public static List<byte[]> decode(String place, byte[] bundle) throws LedgerFormatException {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at < bundle.length) {
            int length = bundle.length - at < 2 ? -1 : (bundle[at] & 0xFF) << 8 | bundle[at + 1] & 0xFF;
            if (length < 0 || length > bundle.length - at - 2) {
                throw new LedgerFormatException(
                        place, "entry " + entries.size() + " of the bundle has the length it says");
            }
            entries.add(Arrays.copyOfRange(bundle, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return entries;
    }
}
