package dev.weir.core.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.core.json.CanonicalJson;
import dev.weir.core.json.Json;
import dev.weir.core.json.JsonException;
import dev.weir.core.json.JsonReader;
import dev.weir.smp.Dsse;
import dev.weir.smp.OutputManifests;
import dev.weir.smp.Totals;
import dev.weir.smp.v1.ClassCount;
import dev.weir.smp.v1.DurableAckStatement;
import dev.weir.smp.v1.SignedStatement;
import dev.weir.smp.v1.Tally;
import dev.weir.tmsis.FieldClass;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * The receiver's word that it holds a submission, and the entry that completes the submission: what the one says of
 * submission, plan and rows the other repeats.
 */
public final class DurableAck {
    private static final String PLACE = "receipt: ack";

    private DurableAck() {}

    /** Returns the members of an entry that repeat what the receiver holds. */
    public static Map<String, Object> members(DurableAckStatement held) {
        Tally tally = held.getFilesList().stream()
                .map(f -> f.getProgress().getTally())
                .reduce(Tally.getDefaultInstance(), Totals::plus);
        Map<String, Object> members = new TreeMap<>();
        members.put("submission_id", held.getSubmissionId());
        members.put("plan_sha256", HexFormat.of().formatHex(held.getPlanSha256().toByteArray()));
        members.put("counts", counts(tally));
        members.put(
                "rows",
                held.getFilesList().stream()
                        .mapToLong(f -> f.getProgress().getRows())
                        .sum());
        members.put("rows_refused", tally.getRefused());
        members.put("rows_withheld", tally.getWithheld());
        members.put("output_sha256", OutputManifests.sha256(held.getFilesList()).hex());
        return members;
    }

    private static Map<String, Object> counts(Tally tally) {
        Map<String, Object> counts = new TreeMap<>();
        for (ClassCount count : tally.getClassesList()) {
            counts.put(
                    FieldClass.ofWireNumber(count.getFieldClassValue()).name(),
                    Map.of("rows", count.getRows(), "changed", count.getChanged()));
        }
        return counts;
    }

    /**
     * Verifies that the receiver has signed the acknowledgement in a receipt, and that it says what the entry says. Whether
     * the receipt holds is for {@link Receipt#verify}.
     *
     * @param receiver tells whether a statement of a type is signed by the receiver
     * @return what the receiver holds
     * @throws LedgerFormatException where it is not so
     */
    public static DurableAckStatement verify(Receipt receipt, BiPredicate<String, SignedStatement> receiver)
            throws LedgerFormatException {
        DurableAckStatement held;
        Json.Members said;
        try {
            SignedStatement signed = SignedStatement.parseFrom(receipt.ack());
            if (!receiver.test(Dsse.DURABLE_ACK, signed)) {
                throw new LedgerFormatException(PLACE, "is signed with a key of the receiver");
            }
            held = DurableAckStatement.parseFrom(signed.getPayload());
            said = JsonReader.readObject(CanonicalJson.write(members(held)));
        } catch (InvalidProtocolBufferException | IllegalArgumentException | JsonException e) {
            throw new LedgerFormatException(PLACE, "is a signed statement of what a receiver holds");
        }
        LedgerEntry entry = receipt.entry();
        if (!held.getSubmissionComplete()) {
            throw new LedgerFormatException(PLACE, "says that the submission is complete");
        }
        if (!held.getState().equals(entry.text("state"))) {
            throw new LedgerFormatException(PLACE + ": state", "is what the entry says");
        }
        for (String name : said.values().keySet()) {
            if (!said.get(name).equals(entry.members().get(name))) {
                throw new LedgerFormatException(PLACE + ": " + name, "is what the entry says");
            }
        }
        return held;
    }
}
