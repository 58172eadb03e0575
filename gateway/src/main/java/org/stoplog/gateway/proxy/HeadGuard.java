package org.stoplog.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections whose senders take too long between requests and over their heads: a byte now
 * and then keeps a connection from being idle, for ever. First in a connection's pipeline, and used
 * by its event loop alone.
 */
final class HeadGuard extends ChannelInboundHandlerAdapter {
  /** An HTTP/2 connection without a request says things all the same. */
  private static final long QUIET_MILLIS = 75_000;

  private static final int FEWEST = 4;

  /** Name that Vert.x gives the handler. */
  private static final String TLS = "ssl";

  private final long headMillis;
  private final HttpServerOptions options;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> deadline;
  private int live;
  private boolean isLast;
  private boolean isDecided;

  /** First bytes that may be those of HTTP/2, or of something else. */
  private @Nullable ByteBuf first;

  /**
   * @param options how requests are read
   */
  HeadGuard(long headMillis, HttpServerOptions options) {
    this.headMillis = headMillis;
    this.options = options;
  }

  /** That of the connection that a request came by; null when it has none. */
  static @Nullable HeadGuard of(HttpServerRequest request) {
    return request.connection() instanceof HttpServerConnection connection
        ? connection.channelHandlerContext().pipeline().get(HeadGuard.class)
        : null;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext its) {
    context = its;
  }

  @Override
  public void channelRead(ChannelHandlerContext its, Object message) {
    if (isLast) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (live == 0 && deadline == null) {
      until(headMillis);
    }
    if (isDecided || !(message instanceof ByteBuf bytes)) {
      its.fireChannelRead(message);
    } else {
      decide(its, bytes);
    }
  }

  private void decide(ChannelHandlerContext its, ByteBuf more) {
    if (options.isSsl()) {
      isDecided = true;
      its.pipeline().addAfter(TLS, null, new Within());
      its.fireChannelRead(more);
      return;
    }
    ByteBuf all = first == null ? more : Unpooled.wrappedBuffer(first, more);
    first = null;
    if (!StrictDecoder.mayBeHttp2(all)) {
      isDecided = true;
      if (!StrictDecoder.place(its, options)) {
        all.release();
        ChannelFuture unused = its.close();
        return;
      }
    } else if (all.readableBytes() < FEWEST) {
      first = all;
      return;
    }
    isDecided = true;
    its.fireChannelRead(all);
  }

  /**
   * Sees the first bytes out of the encryption. The handshake is over by then, and HTTP/1.1 or
   * HTTP/2 was chosen in it.
   */
  private final class Within extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext its, Object message) {
      StrictDecoder.replace(its.pipeline(), options);
      its.fireChannelRead(message);
      its.pipeline().remove(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext its) {
    never();
    if (first != null) {
      first.release();
      first = null;
    }
    its.fireChannelInactive();
  }

  /** The head of a request was read. */
  void begun() {
    live++;
    never();
  }

  /** It was answered. What still comes of its body is waited for as long as for a head. */
  void over(HttpServerRequest request) {
    live--;
    if (live == 0 && !isLast) {
      if (request.version() == HttpVersion.HTTP_2) {
        until(QUIET_MILLIS);
      } else if (!request.isEnded()) {
        until(headMillis);
      }
    }
  }

  /** Whether an answer was given that is the last on this connection: others get none. */
  boolean isLast() {
    return isLast;
  }

  /**
   * Nothing more is read as a request. What comes is thrown away for a while, so that the sender
   * sees the answer and not a reset.
   *
   * @param written when the answer is on its way
   */
  void last(Future<Void> written) {
    isLast = true;
    written.onComplete(
        none -> {
          ChannelHandlerContext its = context;
          if (its != null && its.channel() instanceof DuplexChannel channel) {
            ChannelFuture unused = channel.shutdownOutput();
            until(headMillis);
          }
        });
  }

  private void until(long millis) {
    ChannelHandlerContext its = context;
    never();
    if (its != null && its.channel().isActive()) {
      Runnable end =
          () -> {
            ChannelFuture unused = its.close();
          };
      deadline = its.executor().schedule(end, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void never() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
