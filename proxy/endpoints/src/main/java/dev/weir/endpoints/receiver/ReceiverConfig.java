package dev.weir.endpoints.receiver;

import dev.weir.endpoints.net.TlsFiles;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a receiver runs.
 *
 * @param address where it listens
 * @param tls its certificate and the authorities of its peers
 * @param store directory of the feed store
 * @param statementKeys directory with {@code STATE.pem}, the keys of the states' proxies
 * @param minimizedOnly whether feeds without a minimization statement are refused
 * @param acks with what it signs; without it nothing is signed, and no receipt is taken
 */
public record ReceiverConfig(
        InetSocketAddress address,
        TlsFiles tls,
        Path store,
        Path statementKeys,
        boolean minimizedOnly,
        Optional<Acks> acks) {
    /** How a receiver runs that signs nothing. */
    public ReceiverConfig(
            InetSocketAddress address, TlsFiles tls, Path store, Path statementKeys, boolean minimizedOnly) {
        this(address, tls, store, statementKeys, minimizedOnly, Optional.empty());
    }
}
