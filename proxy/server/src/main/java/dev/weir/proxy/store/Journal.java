package dev.weir.proxy.store;

import dev.weir.core.ledger.LedgerEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The layout of the journal: where entries become durable first. Bundles and tiles are made from it.
 *
 * <pre>
 * journal = "SMP1LEDG", number of its first entry (8), CRC-32C of both (4), records
 * record  = number (8), number of the first entry of its flush (8), length (4), entry, CRC-32C of all before it (4)
 * </pre>
 *
 * <p>An entry that cannot be read, with a later one behind it that was flushed after it, is damage; without one it is
 * the torn end that a crash leaves.
 */
final class Journal {
    static final String PATH = "journal";
    static final int HEAD = 20;

    private static final byte[] MAGIC = "SMP1LEDG".getBytes(StandardCharsets.US_ASCII);
    private static final int RECORD_HEAD = 20;

    private Journal() {}

    /** A journal as it was read. */
    record Content(long base, List<byte[]> entries, long length, End end) {
        long next() {
            return base + entries.size();
        }
    }

    /** How a journal ends. */
    enum End {
        /** With a whole record. */
        WHOLE,
        /** With bytes that were never flushed as a whole. */
        TORN,
        /** With a record that was flushed and has changed. */
        DAMAGED
    }

    static byte[] head(long base) {
        ByteBuffer head = ByteBuffer.allocate(HEAD).put(MAGIC).putLong(base);
        return head.putInt(crc(head.array(), 0, 16)).array();
    }

    static byte[] records(long first, List<byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long number = first;
        for (byte[] entry : entries) {
            ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD + entry.length + 4);
            record.putLong(number++).putLong(first).putInt(entry.length).put(entry);
            record.putInt(crc(record.array(), 0, RECORD_HEAD + entry.length));
            out.writeBytes(record.array());
        }
        return out.toByteArray();
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    static Content read(Disk disk) throws IOException, LedgerException {
        byte[] bytes = disk.read(PATH);
        ByteBuffer view = ByteBuffer.wrap(bytes);
        boolean head = bytes.length >= HEAD
                && Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)
                && view.getInt(16) == crc(bytes, 0, 16);
        if (!head) {
            throw new LedgerException(LedgerException.Code.DAMAGED, "journal: begins with its head");
        }
        long base = view.getLong(8);
        List<byte[]> entries = new ArrayList<>();
        int at = HEAD;
        while (at < bytes.length && isRecord(view, at, base + entries.size())) {
            int length = view.getInt(at + 16);
            entries.add(Arrays.copyOfRange(bytes, at + RECORD_HEAD, at + RECORD_HEAD + length));
            at += RECORD_HEAD + length + 4;
        }
        End end = at == bytes.length ? End.WHOLE : End.TORN;
        long next = base + entries.size();
        for (int later = at + 1; end == End.TORN && later + RECORD_HEAD <= bytes.length; later++) {
            long number = view.getLong(later);
            boolean flushedAfter = number > next && number < next + bytes.length && view.getLong(later + 8) > next;
            if (flushedAfter && isRecord(view, later, number)) {
                end = End.DAMAGED;
            }
        }
        return new Content(base, entries, at, end);
    }

    private static boolean isRecord(ByteBuffer view, int at, long number) {
        if (view.limit() - at < RECORD_HEAD + 4 || view.getLong(at) != number) {
            return false;
        }
        int length = view.getInt(at + 16);
        return length >= 0
                && length <= LedgerEntry.MAX_BYTES
                && view.limit() - at >= RECORD_HEAD + length + 4
                && view.getInt(at + RECORD_HEAD + length) == crc(view.array(), at, RECORD_HEAD + length);
    }
}
