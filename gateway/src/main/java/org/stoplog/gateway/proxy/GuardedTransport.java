package org.stoplog.gateway.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A way to the kernel that gives each accepted connection a guard, before anything is read of it:
 * Vert.x tells of a connection only once the first request's head is complete.
 */
@SuppressWarnings("deprecation") // what it hands on has methods that are
final class GuardedTransport implements Transport {
  private final Transport to;
  private final Supplier<HeadGuard> guards;

  private GuardedTransport(Transport to, Supplier<HeadGuard> guards) {
    this.to = to;
    this.guards = guards;
  }

  /** Epoll where there is one, Java's own elsewhere. */
  static io.vertx.core.transport.Transport with(Supplier<HeadGuard> guards) {
    io.vertx.core.transport.Transport fast = io.vertx.core.transport.Transport.nativeTransport();
    io.vertx.core.transport.Transport its =
        fast != null && fast.available() ? fast : io.vertx.core.transport.Transport.NIO;
    GuardedTransport guarded = new GuardedTransport(its.implementation(), guards);
    return new io.vertx.core.transport.Transport() {
      @Override
      public String name() {
        return its.name();
      }

      @Override
      public boolean available() {
        return its.available();
      }

      @Override
      public @Nullable Throwable unavailabilityCause() {
        return its.unavailabilityCause();
      }

      @Override
      public Transport implementation() {
        return guarded;
      }
    };
  }

  /** Goes before what takes accepted connections over, which adds theirs behind. */
  private final class Accepting extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      if (accepted instanceof Channel channel) {
        channel.pipeline().addFirst("head-guard", guards.get());
      }
      context.fireChannelRead(accepted);
    }
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    ChannelFactory<? extends ServerChannel> factory = to.serverChannelFactory(domainSocket);
    return () -> {
      ServerChannel made = factory.newChannel();
      made.pipeline().addFirst(new Accepting());
      return made;
    };
  }

  @Override
  public boolean supportsDomainSockets() {
    return to.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return to.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return to.isAvailable();
  }

  @Override
  public Throwable unavailabilityCause() {
    return to.unavailabilityCause();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return to.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
    return to.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return to.ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ratio) {
    return to.eventLoopGroup(type, threads, factory, ratio);
  }

  @Override
  public DatagramChannel datagramChannel() {
    return to.datagramChannel();
  }

  @Override
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return to.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return to.channelFactory(domainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    to.configure(channel, options);
  }

  @Override
  public void configure(
      ClientOptionsBase options, int connectTimeout, boolean domainSocket, Bootstrap bootstrap) {
    to.configure(options, connectTimeout, domainSocket, bootstrap);
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    to.configure(options, domainSocket, bootstrap);
  }
}
