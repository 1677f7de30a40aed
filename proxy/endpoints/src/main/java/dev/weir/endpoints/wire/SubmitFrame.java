package dev.weir.endpoints.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.weir.smp.RefusedException;
import dev.weir.smp.v1.Close;
import dev.weir.smp.v1.DeliverRequest;
import dev.weir.smp.v1.GetRequest;
import dev.weir.smp.v1.Open;
import dev.weir.smp.v1.ReasonCode;
import dev.weir.tmsis.wire.StrictScan;
import dev.weir.tmsis.wire.Varints;
import dev.weir.tmsis.wire.WireFault;
import dev.weir.tmsis.wire.WireFaultException;
import dev.weir.tmsis.wire.WireReader;
import dev.weir.tmsis.wire.WireRule;
import java.nio.ByteBuffer;

/**
 * A {@code SubmitRequest} with its envelope taken off by the wire rule. The chunk inside stays bytes.
 *
 * @param kind which member of the envelope is set
 * @param bytes the array that holds it
 * @param offset where its message begins
 * @param length bytes of its message
 */
public record SubmitFrame(Kind kind, byte[] bytes, int offset, int length) {
    /** Most bytes of an Open, a Close or a GetRequest. */
    public static final int MAX_CONTROL_BYTES = 1 << 20;

    /** Members of the envelope; the field number is the ordinal plus one. */
    public enum Kind {
        OPEN,
        CHUNK,
        CLOSE
    }

    /** Takes the envelope off. */
    public static SubmitFrame read(Frame frame) throws RefusedException {
        WireReader reader = new WireReader().start(frame.bytes(), 0, frame.length());
        SubmitFrame found = null;
        try {
            while (!reader.atEnd()) {
                int at = reader.position();
                int field = reader.tag();
                if (field > Kind.values().length) {
                    reader.skipValue();
                    continue;
                }
                if (reader.wireType() != Varints.LENGTH) {
                    throw new WireFaultException(WireRule.WIRE_TYPE, at);
                }
                if (found != null) {
                    throw new WireFaultException(WireRule.DUPLICATE, at);
                }
                int length = reader.length();
                found = new SubmitFrame(Kind.values()[field - 1], frame.bytes(), reader.position(), length);
                reader.skip(length);
            }
        } catch (WireFaultException e) {
            throw wire(e.fault());
        }
        if (found == null) {
            throw new RefusedException(ReasonCode.REASON_CODE_WIRE, "request", "has one of open, chunk and close");
        }
        return found;
    }

    /** Reads an Open. */
    public Open open() throws RefusedException {
        return strict(Open.getDescriptor(), Open.parser(), bytes, offset, length);
    }

    /** Reads a Close. */
    public Close close() throws RefusedException {
        return strict(Close.getDescriptor(), Close.parser(), bytes, offset, length);
    }

    /** Reads a GetRequest. */
    public static GetRequest get(Frame frame) throws RefusedException {
        return strict(GetRequest.getDescriptor(), GetRequest.parser(), frame.bytes(), 0, frame.length());
    }

    /** Reads a DeliverRequest. */
    public static DeliverRequest deliver(Frame frame) throws RefusedException {
        return strict(DeliverRequest.getDescriptor(), DeliverRequest.parser(), frame.bytes(), 0, frame.length());
    }

    private static <M extends Message> M strict(
            Descriptor descriptor, Parser<M> parser, byte[] bytes, int offset, int length) throws RefusedException {
        if (length > MAX_CONTROL_BYTES) {
            throw new RefusedException(
                    ReasonCode.REASON_CODE_SIZE, descriptor.getName(), "has at most " + MAX_CONTROL_BYTES + " bytes");
        }
        try {
            StrictScan.check(descriptor, bytes, offset, length);
            return parser.parseFrom(ByteBuffer.wrap(bytes, offset, length));
        } catch (WireFaultException e) {
            throw wire(e.fault());
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedException(ReasonCode.REASON_CODE_WIRE, descriptor.getName(), "can be parsed");
        }
    }

    /** Returns the refusal of bytes that break the wire rule. */
    public static RefusedException wire(WireFault fault) {
        return fault.rule() == WireRule.LIMIT
                ? new RefusedException(ReasonCode.REASON_CODE_SIZE, "chunk", "has at most 1,024 rows and 1 MiB")
                : new RefusedException(
                        ReasonCode.REASON_CODE_WIRE,
                        "byte " + fault.offset(),
                        "the wire rule " + fault.rule() + " holds");
    }
}
