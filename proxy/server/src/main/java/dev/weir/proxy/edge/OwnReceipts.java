package dev.weir.proxy.edge;

import com.google.protobuf.ByteString;
import dev.weir.core.ledger.LedgerFormatException;
import dev.weir.core.ledger.Receipt;
import dev.weir.proxy.store.Ledger;
import java.io.IOException;

/** Tells receipts of this proxy from whatever else a receiver may return. */
final class OwnReceipts {
    private OwnReceipts() {}

    /** Returns a receipt that is about the submission and whose leaf is in the ledger; nothing in place of any other. */
    static ByteString only(ByteString receipt, String submissionId, Ledger ledger) {
        try {
            Receipt read = Receipt.read(receipt.toByteArray());
            boolean own = read.entry().text("submission_id").equals(submissionId) && ledger.holds(read.entry());
            return own ? receipt : ByteString.EMPTY;
        } catch (LedgerFormatException | IOException e) {
            return ByteString.EMPTY;
        }
    }
}
