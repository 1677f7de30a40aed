package dev.weir.endpoints.net;

import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Limits of a gRPC server. gRPC's own defaults leave most of them open.
 *
 * @param streamsPerConnection calls that one connection may have at a time
 * @param maxMessageBytes largest message, uncompressed
 */
public record ServerLimits(int streamsPerConnection, int maxMessageBytes) {
    private static final int FLOW_CONTROL_WINDOW = 1 << 20;
    private static final int MAX_METADATA_BYTES = 16 << 10;
    private static final int SOFT_METADATA_BYTES = 8 << 10;
    private static final int RESETS = 200;
    private static final int RESETS_SECONDS = 30;

    /** Nothing is unpacked: what was limited by its size stays that large, and a compressed call ends UNIMPLEMENTED. */
    private static final DecompressorRegistry PLAIN_ONLY =
            DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);

    /** Starts a server at the address that its builder was made with. */
    public static Server start(ServerBuilder<?> builder, InetSocketAddress address) throws IOException {
        try {
            return builder.build().start();
        } catch (IOException e) {
            throw UnusableException.address(address, e);
        }
    }

    /** Returns a server builder with the limits set. Calls run on the event loops; only blocking work goes elsewhere. */
    public ServerBuilder<?> builder(InetSocketAddress address, Tls tls, EventLoops loops) throws IOException {
        return NettyServerBuilder.forAddress(address)
                .sslContext(tls.server())
                .bossEventLoopGroup(loops.group())
                .workerEventLoopGroup(loops.group())
                .channelType(loops.serverChannel())
                .directExecutor()
                .decompressorRegistry(PLAIN_ONLY)
                .maxConcurrentCallsPerConnection(streamsPerConnection)
                .maxInboundMessageSize(maxMessageBytes)
                .maxInboundMetadataSize(SOFT_METADATA_BYTES, MAX_METADATA_BYTES)
                .flowControlWindow(FLOW_CONTROL_WINDOW)
                .maxRstFramesPerWindow(RESETS, RESETS_SECONDS)
                .handshakeTimeout(20, TimeUnit.SECONDS)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .permitKeepAliveTime(20, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(false)
                .maxConnectionIdle(15, TimeUnit.MINUTES);
    }
}
