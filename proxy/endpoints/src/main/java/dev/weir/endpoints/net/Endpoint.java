package dev.weir.endpoints.net;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Where a server is.
 *
 * @param host name or address
 * @param port TCP port
 * @param serverName name that the server's certificate must carry
 */
public record Endpoint(String host, int port, String serverName) {
    private static final int FLOW_CONTROL_WINDOW = 1 << 20;
    private static final int MAX_RESPONSE_BYTES = 4 << 20;

    /** Opens a channel. It finds a dead peer within forty seconds and uses no proxy of the environment. */
    public ManagedChannel channel(Tls tls, EventLoops loops) throws IOException {
        return NettyChannelBuilder.forAddress(host, port)
                .overrideAuthority(serverName)
                .sslContext(tls.client())
                .proxyDetector(address -> null)
                .eventLoopGroup(loops.group())
                .channelType(loops.clientChannel())
                .withOption(ChannelOption.TCP_NODELAY, true)
                .flowControlWindow(FLOW_CONTROL_WINDOW)
                .maxInboundMessageSize(MAX_RESPONSE_BYTES)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .directExecutor()
                .disableRetry()
                .build();
    }
}
