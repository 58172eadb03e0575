package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;

/**
 * What a supplier says when all is well.
 *
 * @param contentType empty when there is no body
 */
public record SinkReply(int status, String contentType, byte[] body) {
  static final SinkReply EMPTY = new SinkReply(204, "", new byte[0]);

  /** Taken, and worked on later. */
  static final SinkReply NOTHING_YET = new SinkReply(202, "", new byte[0]);

  static SinkReply json(int status, String text) {
    return new SinkReply(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  static SinkReply text(String text) {
    return new SinkReply(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "SinkReply[" + status + "]";
  }
}
