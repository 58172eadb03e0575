package org.stoplog.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Applications with tunnels to one supplier, which sends everything back: each writes a message at
 * fixed times, whatever comes back, so that what comes back is a constant unless somebody holds it
 * up.
 */
final class Tunnels implements AutoCloseable {
  static final int MESSAGE = 4 << 10;
  static final int MESSAGES_A_SECOND = 4;

  /** How finely bytes are counted. */
  private static final long BIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final int BINS = 100 * 3600;
  private static final int OPENING_AT_ONCE = 32;

  private final ByteBuf message =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer(MESSAGE).writeZero(MESSAGE));
  private final String connect;
  private final long began = System.nanoTime();
  private final AtomicLongArray bytes = new AtomicLongArray(BINS);
  private final AtomicLong lastClosed = new AtomicLong(Long.MIN_VALUE);
  private final Semaphore opening = new Semaphore(OPENING_AT_ONCE);
  private final CountDownLatch left;
  private final List<Channel> channels = new ArrayList<>();

  /**
   * Opens them; returns when data may go through all.
   *
   * @param to host and port of the supplier
   * @param credentials name, colon and password in Base64
   */
  Tunnels(EventLoopGroup group, int gatewayPort, String to, String credentials, int count)
      throws InterruptedException {
    connect =
        "CONNECT %s HTTP/1.1\r\nHost: %s\r\nProxy-Authorization: Basic %s\r\n\r\n"
            .formatted(to, to, credentials);
    left = new CountDownLatch(count);
    List<CompletableFuture<Void>> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      opening.acquire();
      Tunnel tunnel = new Tunnel();
      open.add(tunnel.open);
      channels.add(
          new Bootstrap()
              .group(group)
              .channel(EpollSocketChannel.class)
              .option(ChannelOption.TCP_NODELAY, true)
              .handler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel.pipeline().addLast(tunnel);
                    }
                  })
              .connect(new InetSocketAddress("127.0.0.1", gatewayPort))
              .sync()
              .channel());
    }
    CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).join();
  }

  /** How many are still open. */
  long open() {
    return left.getCount();
  }

  /**
   * Waits until all have ended.
   *
   * @return {@link System#nanoTime()} of when the last did
   * @throws IllegalStateException when some have not after the time
   */
  long awaitEnd(long seconds) throws InterruptedException {
    if (!left.await(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException(open() + " tunnels are still open");
    }
    return lastClosed.get();
  }

  /** Bytes that came back in the second that begins with the bin of this {@code nanoTime}. */
  long bytes(long from) {
    int first = (int) ((from - began) / BIN_NANOS);
    long sum = 0;
    for (int bin = first; bin < first + TimeUnit.SECONDS.toNanos(1) / BIN_NANOS; bin++) {
      sum += bytes.get(bin);
    }
    return sum;
  }

  @Override
  public void close() {
    for (Channel channel : channels) {
      channel.close().syncUninterruptibly();
    }
  }

  private final class Tunnel extends SimpleChannelInboundHandler<ByteBuf> {
    private final CompletableFuture<Void> open = new CompletableFuture<>();
    private final StringBuilder head = new StringBuilder();

    @Override
    public void channelActive(ChannelHandlerContext context) {
      ChannelFuture unused =
          context.writeAndFlush(Unpooled.copiedBuffer(connect, US_ASCII), context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf part) {
      if (open.isDone()) {
        bytes.addAndGet((int) ((System.nanoTime() - began) / BIN_NANOS), part.readableBytes());
        return;
      }
      head.append(part.toString(ISO_8859_1));
      if (head.indexOf("\r\n\r\n") < 0) {
        return;
      }
      opening.release();
      if (head.indexOf("HTTP/1.1 200 ") != 0) {
        open.completeExceptionally(
            new IllegalStateException(
                "a tunnel was not opened: " + head.toString().lines().findFirst()));
        return;
      }
      long gap = TimeUnit.SECONDS.toMicros(1) / MESSAGES_A_SECOND;
      Future<?> writing =
          context
              .executor()
              .scheduleAtFixedRate(
                  () -> write(context),
                  ThreadLocalRandom.current().nextLong(gap),
                  gap,
                  TimeUnit.MICROSECONDS);
      ChannelFuture unused =
          context.channel().closeFuture().addListener(none -> writing.cancel(false));
      open.complete(null);
    }

    private void write(ChannelHandlerContext context) {
      ChannelFuture unused = context.writeAndFlush(message.duplicate(), context.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      lastClosed.accumulateAndGet(System.nanoTime(), Math::max);
      left.countDown();
      if (!open.isDone()) {
        opening.release();
        open.completeExceptionally(new IllegalStateException("a tunnel was closed at once"));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
      ChannelFuture unused = context.close();
    }
  }
}
