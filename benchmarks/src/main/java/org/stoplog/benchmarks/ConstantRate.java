package org.stoplog.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sends one HTTP/1.1 request again and again at a constant rate, whatever the other side does: a
 * latency counts from when the request was due, so that one that had to wait for a slow answer
 * counts with its wait. One event loop, whose timer is the kernel's.
 */
final class ConstantRate implements AutoCloseable {
  private static final int CONNECTIONS = 64;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(100);
  private static final int DIGITS = 3;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final InetSocketAddress to;
  private final byte[] request;

  /**
   * @param request head and body as they are sent; its answer has a Content-Length
   */
  ConstantRate(InetSocketAddress to, byte[] request) {
    this.to = to;
    this.request = request;
  }

  /**
   * What came of a run.
   *
   * @param latency nanoseconds from when each request was due to the last byte of its answer
   * @param others answers with another status than 200
   * @param seconds from the first that counts to the last answer
   */
  record Result(Histogram latency, long others, double seconds) {
    double millis(double percentile) {
      return latency.getValueAtPercentile(percentile) / 1e6;
    }

    double perSecond() {
      return latency.getTotalCount() / seconds;
    }
  }

  /**
   * Returns when the last answer is there.
   *
   * @param uncounted before it
   */
  Result run(double perSecond, Duration uncounted, Duration counted) throws InterruptedException {
    Run run = new Run(perSecond, uncounted, counted);
    List<Channel> channels = new ArrayList<>();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(EpollSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Connection(run));
                  }
                });
    for (int i = 0; i < CONNECTIONS; i++) {
      channels.add(bootstrap.connect(to).sync().channel());
    }
    loop.execute(run::begin);
    try {
      return run.done.join();
    } finally {
      run.isOver = true;
      for (Channel channel : channels) {
        channel.close().sync();
      }
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** The schedule; used by the event loop alone. */
  private final class Run {
    private final CompletableFuture<Result> done = new CompletableFuture<>();
    private final Histogram latency = new Histogram(LONGEST_NANOS, DIGITS);
    private final Queue<Connection> free = new ArrayDeque<>();
    private final double gap;
    private final long uncounted;
    private final long all;
    private volatile boolean isOver;
    private long start;
    private long sent;
    private long answered;
    private long others;
    private boolean isTimed;

    Run(double perSecond, Duration uncounted, Duration counted) {
      gap = 1e9 / perSecond;
      this.uncounted = (long) (uncounted.toNanos() / gap);
      all = this.uncounted + Math.max(1, (long) (counted.toNanos() / gap));
    }

    void begin() {
      start = System.nanoTime();
      send();
    }

    private long due(long number) {
      return start + (long) (number * gap);
    }

    /** Sends what is due and has a connection; what has none goes as soon as one is free. */
    private void send() {
      long now = System.nanoTime();
      while (sent < all && due(sent) - now <= 0) {
        Connection connection = free.poll();
        if (connection == null) {
          return;
        }
        connection.send(sent++);
      }
      if (sent < all && !isTimed) {
        isTimed = true;
        Future<?> unused =
            loop.schedule(this::onTime, due(sent) - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    }

    private void onTime() {
      isTimed = false;
      send();
    }

    void answered(Connection connection, long number, boolean isGood) {
      long now = System.nanoTime();
      answered++;
      if (number >= uncounted) {
        latency.recordValue(Math.min(LONGEST_NANOS, now - due(number)));
        others += isGood ? 0 : 1;
      }
      free.add(connection);
      if (answered == all) {
        done.complete(new Result(latency, others, (now - due(uncounted)) / 1e9));
      } else {
        send();
      }
    }

    void failed(String why) {
      if (!isOver) {
        done.completeExceptionally(new IllegalStateException(why));
      }
    }
  }

  /** One that stays open; has at most one request under way. */
  private final class Connection extends ChannelInboundHandlerAdapter {
    private final Run run;
    private final AnswerReader answers = new AnswerReader();
    private final ByteBuf bytes =
        Unpooled.unreleasableBuffer(Unpooled.directBuffer(request.length).writeBytes(request));
    private Channel channel;
    private long number;

    @SuppressWarnings("NullAway.Init") // a handler is active before anything else happens to it
    Connection(Run run) {
      this.run = run;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      channel = context.channel();
      run.free.add(this);
    }

    void send(long which) {
      number = which;
      ChannelFuture unused = channel.writeAndFlush(bytes.duplicate(), channel.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (answers.isWhole((ByteBuf) message)) {
          run.answered(this, number, answers.isGood());
        }
      } catch (IllegalStateException e) {
        run.failed(String.valueOf(e.getMessage()));
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      run.failed("a connection to " + to + " was closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
      run.failed("a connection to " + to + " broke: " + fault);
    }
  }
}
