package org.stoplog.gateway.decode;

import org.jspecify.annotations.Nullable;

/**
 * One request of a sender, as far as it matters for what is disclosed.
 *
 * @param method as sent, for example {@code POST}
 * @param path below the connection's address, as sent, beginning with a slash
 * @param query without its question mark, as sent; null when there was none
 * @param contentType value of the header, null when there was none
 * @param contentEncoding values of the header, put together with commas; null when there was none
 * @param body as sent; empty when there was none
 * @param time when it came, milliseconds since 1970-01-01 UTC
 * @param hasUserAgent whether the request has that header
 */
public record Request(
    String method,
    String path,
    @Nullable String query,
    @Nullable String contentType,
    @Nullable String contentEncoding,
    byte[] body,
    long time,
    boolean hasUserAgent) {
  /** Without what may hold values of people. */
  @Override
  public String toString() {
    return "Request[" + method + ", " + body.length + " bytes]";
  }
}
