package dev.weir.conformance.wire;

import dev.weir.tmsis.Catalogue;
import dev.weir.tmsis.Segment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Readers as careless as those in use, by what they do where a field comes twice. All of them take tags and lengths with
 * superfluous bytes, cut tags to 32 bits, pass over groups and replace bad UTF-8, as at least one known reader does.
 */
public final class LooseParser implements RecordParser {
    /** What is done with a field that comes twice. */
    public enum Mode {
        /** The first one counts. */
        FIRST,
        /** The last one counts, also of messages, which are not merged. */
        LAST,
        /** Messages are merged, of values the last one counts. */
        MERGE
    }

    private final Mode mode;

    public LooseParser(Mode mode) {
        this.mode = mode;
    }

    @Override
    public String name() {
        return "loose " + mode;
    }

    @Override
    public SortedMap<String, String> read(byte[] record) throws UnreadableException {
        SortedMap<String, String> seen = new TreeMap<>();
        Cursor cursor = new Cursor(record, 0, record.length);
        while (!cursor.atEnd()) {
            int tag = (int) cursor.varint();
            int field = tag >>> 3;
            Optional<Segment> segment = Catalogue.v4().segment(field);
            if ((tag & 7) == 2 && segment.isPresent()) {
                byte[] body = cursor.bytes();
                boolean again = seen.keySet().stream().anyMatch(k -> k.startsWith(field + "."));
                if (again && mode == Mode.FIRST) {
                    continue;
                }
                if (again && mode == Mode.LAST) {
                    seen.keySet().removeIf(k -> k.startsWith(field + "."));
                }
                body(field + ".", segment.get(), body, seen);
            } else {
                cursor.skip(tag & 7, field);
                seen.put(field + "?", "unknown");
            }
        }
        return seen;
    }

    private void body(String path, Segment segment, byte[] body, SortedMap<String, String> seen)
            throws UnreadableException {
        Cursor cursor = new Cursor(body, 0, body.length);
        while (!cursor.atEnd()) {
            int tag = (int) cursor.varint();
            int field = tag >>> 3;
            boolean known = field >= 1 && field <= segment.elements().size();
            if (known && (tag & 7) == 2) {
                String value = new String(cursor.bytes(), StandardCharsets.UTF_8);
                if (mode == Mode.FIRST) {
                    seen.putIfAbsent(path + field, value);
                } else {
                    seen.put(path + field, value);
                }
            } else {
                cursor.skip(tag & 7, field);
                seen.put(path + field + "?", "unknown");
            }
        }
    }

    /** Walks over bytes without demanding much. */
    private static final class Cursor {
        private final byte[] bytes;
        private int at;
        private final int end;

        Cursor(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        boolean atEnd() {
            return at >= end;
        }

        long varint() throws UnreadableException {
            long value = 0;
            for (int shift = 0; shift < 70; shift += 7) {
                if (at >= end) {
                    throw new UnreadableException("a varint ends");
                }
                int next = bytes[at++];
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new UnreadableException("a varint has ten bytes");
        }

        byte[] bytes() throws UnreadableException {
            long length = varint();
            if (length < 0 || length > end - at) {
                throw new UnreadableException("a length stays inside");
            }
            byte[] copy = java.util.Arrays.copyOfRange(bytes, at, at + (int) length);
            at += (int) length;
            return copy;
        }

        void skip(int wireType, int field) throws UnreadableException {
            switch (wireType) {
                case 0 -> varint();
                case 1 -> move(8);
                case 2 -> bytes();
                case 3 -> group(field);
                case 5 -> move(4);
                default -> throw new UnreadableException("a wire type is known");
            }
        }

        private void group(int field) throws UnreadableException {
            while (true) {
                int tag = (int) varint();
                if ((tag & 7) == 4) {
                    if (tag >>> 3 != field) {
                        throw new UnreadableException("a group ends with its own number");
                    }
                    return;
                }
                skip(tag & 7, tag >>> 3);
            }
        }

        private void move(int count) throws UnreadableException {
            if (count > end - at) {
                throw new UnreadableException("a number has its bytes");
            }
            at += count;
        }
    }
}
