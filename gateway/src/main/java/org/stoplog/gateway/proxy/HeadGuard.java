package org.stoplog.gateway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
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

  private final long headMillis;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> deadline;
  private int live;

  HeadGuard(long headMillis) {
    this.headMillis = headMillis;
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
  public void channelRead(ChannelHandlerContext its, Object bytes) {
    if (live == 0 && deadline == null) {
      until(headMillis);
    }
    its.fireChannelRead(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext its) {
    never();
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
    if (live == 0) {
      if (request.version() == HttpVersion.HTTP_2) {
        until(QUIET_MILLIS);
      } else if (!request.isEnded()) {
        until(headMillis);
      }
    }
  }

  private void until(long millis) {
    ChannelHandlerContext its = context;
    never();
    if (its != null && its.channel().isActive()) {
      deadline = its.executor().schedule(() -> its.close(), millis, TimeUnit.MILLISECONDS);
    }
  }

  private void never() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
