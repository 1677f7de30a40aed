package dev.weir.conformance.adapter;

import dev.weir.conformance.suite.Args;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A running proxy.
 *
 * @param listen where submitters connect
 * @param admin where metrics and health are served, if it tells
 * @param statementKeys public keys of its statements, in PEM
 * @param ledgerKeys public keys of its ledger, a line {@code name+id+base64} each
 */
public record Started(
        InetSocketAddress listen, Optional<InetSocketAddress> admin, String statementKeys, String ledgerKeys) {
    static Started of(Args answer) throws AdapterException {
        Optional<String> admin = answer.optional("admin").map(a -> a.node().asString());
        return new Started(
                address(answer.text("listen")),
                admin.isPresent() ? Optional.of(address(admin.get())) : Optional.empty(),
                answer.text("statement_keys", ""),
                answer.text("ledger_keys", ""));
    }

    static InetSocketAddress address(String text) throws AdapterException {
        int colon = text.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
        } catch (UnknownHostException | NumberFormatException | IndexOutOfBoundsException e) {
            throw AdapterException.failed("an address is HOST:PORT");
        }
    }
}
