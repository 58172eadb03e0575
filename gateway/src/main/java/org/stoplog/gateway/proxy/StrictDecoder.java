package org.stoplog.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Refuses a request that says in two ways how long its body is. Netty takes the Content-Length away
 * and goes on; whoever stands before the gateway may have gone by it.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
  private static final String NAME = "httpDecoder";
  private static final byte[] EMPTY_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);

  StrictDecoder(HttpServerOptions options) {
    super(options);
  }

  /**
   * Takes the place of the usual decoder. Where HTTP/2 is possible, too, that is made at the first
   * bytes: an empty line, which stands for nothing before a request, has it made.
   *
   * @param before after which the first bytes are read
   * @return whether there is one now
   */
  static boolean place(ChannelHandlerContext before, HttpServerOptions options) {
    ChannelPipeline pipeline = before.pipeline();
    if (pipeline.get(NAME) == null) {
      before.fireChannelRead(Unpooled.copiedBuffer(EMPTY_LINE));
    }
    return replace(pipeline, options);
  }

  /**
   * @return false when there is none to be replaced: HTTP/2 has none
   */
  static boolean replace(ChannelPipeline pipeline, HttpServerOptions options) {
    if (pipeline.get(NAME) == null) {
      return false;
    }
    pipeline.replace(NAME, NAME, new StrictDecoder(options));
    return true;
  }

  /** Whether these first bytes are, or may become, those of HTTP/2. */
  static boolean mayBeHttp2(ByteBuf bytes) {
    return starts(bytes, "PRI ");
  }

  private static boolean starts(ByteBuf bytes, String text) {
    int length = Math.min(text.length(), bytes.readableBytes());
    for (int i = 0; i < length; i++) {
      if (bytes.getByte(bytes.readerIndex() + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * A client that offers to go on in HTTP/2 is answered in HTTP/1.1, as RFC 9110, 7.8, allows: such
   * a change in the middle of a connection gains nothing here. HTTP/2 from the first byte on stays.
   */
  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    int before = out.size();
    super.decode(context, in, out);
    for (int i = before; i < out.size(); i++) {
      if (out.get(i) instanceof HttpRequest request
          && request.headers().contains(HttpHeaderNames.UPGRADE, "h2c", true)) {
        request.headers().remove(HttpHeaderNames.UPGRADE);
        request.headers().remove("http2-settings");
      }
    }
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
  }
}
