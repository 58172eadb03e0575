package org.stoplog.ledger.journal;

import org.jspecify.annotations.Nullable;

/**
 * A request, or the opening of a stream, before anything of it leaves.
 *
 * @param time by the gateway's clock, milliseconds since 1970-01-01 UTC
 * @param connection its id, 0 or more
 * @param mapping by which its rows were made, a number that gateway and server agree on; 0 for none
 * @param bytes of the body as it is sent, 0 or more
 * @param host that it goes to; cut after 255 characters; null when the connection says it
 * @param path its template, without values; cut after 1024 characters; null when it tells nothing
 * @param opaque media type of a body that could not be read, may be empty, cut after 255
 *     characters; null for one that was read
 * @param app what sends it, as it says itself: a name at the proxy or the product of a User-Agent;
 *     cut after 64 characters; null when it says nothing
 */
public record Intent(
    long time,
    long connection,
    Mode mode,
    Sender sender,
    int mapping,
    long bytes,
    @Nullable String host,
    @Nullable String path,
    @Nullable String opaque,
    @Nullable String app) {

  public Intent {
    if (connection < 0 || mapping < 0 || bytes < 0) {
      throw new IllegalArgumentException("a connection, mapping or size below 0");
    }
    host = cut(host, Format.MOST_HOST);
    path = cut(path, Format.MOST_PATH);
    opaque = cut(opaque, Format.MOST_TYPE);
    app = cut(app, Format.MOST_APP);
  }

  private static @Nullable String cut(@Nullable String text, int most) {
    return text == null || text.length() <= most ? text : text.substring(0, most);
  }

  /** The facts alone, without their record's head and without frames. */
  void write(Buffer out) {
    out.putLong(time);
    out.putNumber(connection);
    out.putByte(mode.code());
    out.putByte(sender.code());
    out.putNumber(mapping);
    out.putNumber(bytes);
    out.putByte(
        (host == null ? 0 : Format.HAS_HOST)
            | (path == null ? 0 : Format.HAS_PATH)
            | (opaque == null ? 0 : Format.IS_OPAQUE)
            | (app == null ? 0 : Format.HAS_APP));
    if (host != null) {
      out.putText(host);
    }
    if (path != null) {
      out.putText(path);
    }
    if (opaque != null) {
      out.putText(opaque);
    }
    if (app != null) {
      out.putText(app);
    }
  }
}
