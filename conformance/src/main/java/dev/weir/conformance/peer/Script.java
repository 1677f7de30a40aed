package dev.weir.conformance.peer;

import dev.weir.conformance.suite.Args;
import io.grpc.Status;

/**
 * How the receiver behaves towards one submission: well, unless a case says otherwise.
 *
 * @param ack {@code normal}, {@code never}, {@code wrong-digest}, {@code wrong-number}, {@code twice} or {@code unsent}
 * @param stallAfter chunks after which it stops to read; -1 for never
 * @param failAt {@code open}, {@code chunk}, {@code close} or empty
 * @param failAfter chunks that are stored before a failure at a chunk
 * @param storesFailed whether what it fails on is stored first
 * @param status status of a failure
 * @param text text of a failure
 * @param reason reason in the trailer of a failure, empty for none
 * @param lose chunks that it has lost at the next opening
 * @param opened {@code normal}, {@code other-plan}, {@code ahead} or {@code no-progress}
 * @param closed {@code normal} or {@code other-counts}
 * @param extra text that it adds to every answer in an unknown field, empty for none
 * @param delayMillis time that it takes over an acknowledgement
 * @param durable {@code normal}, {@code none}, {@code unsigned}, {@code other-plan}, {@code other-submission} or
 *     {@code other-counts}: what it says at Close about what it holds
 * @param deliver {@code normal}, {@code refused} or {@code other-leaf}: what it says to a receipt
 */
public record Script(
        String ack,
        int stallAfter,
        String failAt,
        int failAfter,
        boolean storesFailed,
        Status.Code status,
        String text,
        String reason,
        int lose,
        String opened,
        String closed,
        String extra,
        long delayMillis,
        String durable,
        String deliver) {
    /** Behaves well. */
    public static final Script GOOD = new Script(
            "normal",
            -1,
            "",
            0,
            false,
            Status.Code.UNAVAILABLE,
            "",
            "",
            0,
            "normal",
            "normal",
            "",
            0,
            "normal",
            "normal");

    /** Reads a script. */
    public static Script of(Args args) {
        return new Script(
                args.text("ack", "normal"),
                (int) args.number("stall_after", -1),
                args.text("fail_at", ""),
                (int) args.number("fail_after", 0),
                args.flag("stores_failed"),
                Status.Code.valueOf(args.text("status", "UNAVAILABLE")),
                args.text("text", ""),
                args.text("reason", ""),
                (int) args.number("lose", 0),
                args.text("opened", "normal"),
                args.text("closed", "normal"),
                args.text("extra", ""),
                args.number("delay_millis", 0),
                args.text("durable", "normal"),
                args.text("deliver", "normal"));
    }
}
