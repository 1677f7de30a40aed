package dev.weir.proxy.config;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.tmsis.StopRule;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a proxy runs.
 *
 * @param policy folder of the state's policy; what runs where nothing signed is named
 * @param signed folder of the signed policy, trust list, holds and status lists; without it nothing is released
 * @param keys folder of the state's keys
 * @param keyEncryptionKey file of the key encryption key
 * @param stateDirectory directory for what the proxy remembers
 * @param testOnly whether only test data is accepted
 * @param listen where submitters connect
 * @param listenTls certificate for submitters
 * @param upstream the receiver
 * @param upstreamTls certificate for the receiver
 * @param admin where metrics and health are served
 * @param streamsPerConnection calls of one connection at a time
 * @param chunksInFlight chunks of one stream on their way upstream
 * @param stopRule when refused rows end a stream
 * @param ledger folder of the ledger
 * @param minFreeMib MiB that must be free on the disk of the ledger before anything is begun
 * @param origin name of the ledger
 * @param witnesses addresses of witnesses, by name; whose cosignatures count is the policy's to say
 * @param receiverKeys keys with which the receiver signs; without them there are no receipts
 */
public record ServeConfig(
        Optional<Path> policy,
        Optional<Path> signed,
        Path keys,
        Path keyEncryptionKey,
        Path stateDirectory,
        boolean testOnly,
        InetSocketAddress listen,
        TlsFiles listenTls,
        Endpoint upstream,
        TlsFiles upstreamTls,
        InetSocketAddress admin,
        int streamsPerConnection,
        int chunksInFlight,
        StopRule stopRule,
        Path ledger,
        int minFreeMib,
        String origin,
        Map<String, URI> witnesses,
        Optional<Path> receiverKeys) {
    public ServeConfig {
        witnesses = Map.copyOf(witnesses);
    }

    public static final int STREAMS_PER_CONNECTION = 64;
    public static final int CHUNKS_IN_FLIGHT = 16;
    public static final int ADMIN_PORT = 9090;
    public static final int MIN_FREE_MIB = 256;
    public static final String ORIGIN = "weir.local/ledger";

    /** How a proxy runs that releases nothing: a policy as it stands, and the ledger below the state directory. */
    public ServeConfig(
            Path policy,
            Path keys,
            Path keyEncryptionKey,
            Path stateDirectory,
            boolean testOnly,
            InetSocketAddress listen,
            TlsFiles listenTls,
            Endpoint upstream,
            TlsFiles upstreamTls,
            InetSocketAddress admin,
            int streamsPerConnection,
            int chunksInFlight,
            StopRule stopRule) {
        this(
                Optional.of(policy),
                Optional.empty(),
                keys,
                keyEncryptionKey,
                stateDirectory,
                testOnly,
                listen,
                listenTls,
                upstream,
                upstreamTls,
                admin,
                streamsPerConnection,
                chunksInFlight,
                stopRule,
                stateDirectory.resolve("ledger"),
                MIN_FREE_MIB,
                ORIGIN,
                Map.of(),
                Optional.empty());
    }

    /** Returns the same with witnesses. */
    public ServeConfig witnessedBy(Map<String, URI> addresses) {
        return with(policy, signed, addresses, receiverKeys, minFreeMib);
    }

    /** Returns the same with the keys of the receiver. */
    public ServeConfig acknowledgedBy(Path keysOfReceiver) {
        return with(policy, signed, witnesses, Optional.of(keysOfReceiver), minFreeMib);
    }

    /** Returns the same with a signed folder in place of the policy, and the keys of the receiver. */
    public ServeConfig governedBy(Path folder, Path keysOfReceiver) {
        return with(Optional.empty(), Optional.of(folder), witnesses, Optional.of(keysOfReceiver), minFreeMib);
    }

    /** Returns the same with another bound for the ledger's disk, in MiB. */
    public ServeConfig keepingFree(int mib) {
        return with(policy, signed, witnesses, receiverKeys, mib);
    }

    private ServeConfig with(
            Optional<Path> governing,
            Optional<Path> folder,
            Map<String, URI> addresses,
            Optional<Path> receiver,
            int free) {
        return new ServeConfig(
                governing,
                folder,
                keys,
                keyEncryptionKey,
                stateDirectory,
                testOnly,
                listen,
                listenTls,
                upstream,
                upstreamTls,
                admin,
                streamsPerConnection,
                chunksInFlight,
                stopRule,
                ledger,
                free,
                origin,
                addresses,
                receiver);
    }
}
