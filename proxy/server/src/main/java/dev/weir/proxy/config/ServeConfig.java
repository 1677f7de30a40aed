package dev.weir.proxy.config;

import dev.weir.endpoints.net.Endpoint;
import dev.weir.endpoints.net.TlsFiles;
import dev.weir.tmsis.StopRule;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * How a proxy runs.
 *
 * @param policy folder of the state's policy
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
 */
public record ServeConfig(
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
    public static final int STREAMS_PER_CONNECTION = 64;
    public static final int CHUNKS_IN_FLIGHT = 16;
    public static final int ADMIN_PORT = 9090;
}
