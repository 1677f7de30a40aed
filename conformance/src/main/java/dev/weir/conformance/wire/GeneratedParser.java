package dev.weir.conformance.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.weir.tmsis.v4.Record;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parser of protobuf-java. */
public final class GeneratedParser implements RecordParser {
    @Override
    public String name() {
        return "protobuf-java";
    }

    @Override
    public SortedMap<String, String> read(byte[] record) throws UnreadableException {
        SortedMap<String, String> seen = new TreeMap<>();
        try {
            message("", Record.parseFrom(record), seen);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableException("protobuf-java parses it");
        }
        return seen;
    }

    private static void message(String path, Message message, SortedMap<String, String> seen) {
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            String at = path + field.getKey().getNumber();
            if (field.getValue() instanceof Message inner) {
                message(at + ".", inner, seen);
            } else {
                seen.put(at, String.valueOf(field.getValue()));
            }
        }
        for (Map.Entry<Integer, UnknownFieldSet.Field> unknown :
                message.getUnknownFields().asMap().entrySet()) {
            seen.put(path + unknown.getKey() + "?", "unknown");
        }
    }
}
