package dev.weir.endpoints.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Event loops and the channel types that fit them: epoll where the system has it, else NIO. */
public final class EventLoops implements Closeable {
    private final EventLoopGroup group;
    private final boolean epoll = Epoll.isAvailable();

    /** Starts loops on some threads. */
    public EventLoops(int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** Returns the loops. */
    EventLoopGroup group() {
        return group;
    }

    /** Returns the channel type of servers. */
    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** Returns the channel type of clients. */
    Class<? extends Channel> clientChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** Returns the name of the transport, for start-up messages. */
    public String transport() {
        return epoll ? "epoll" : "nio";
    }

    /** Does something quick again and again on one of the loops, until they are closed. */
    public void every(Duration interval, Runnable task) {
        Future<?> unused =
                group.scheduleWithFixedDelay(task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
