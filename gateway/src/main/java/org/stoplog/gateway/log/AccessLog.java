package org.stoplog.gateway.log;

/** Is told of each request when it is over; never waits. Thread-safe. */
public interface AccessLog {
  /** Where nobody wants one. */
  AccessLog NONE = (connection, method, status, bytesIn, micros, verdict) -> {};

  /**
   * Never a path, a query, an address or anything of a body.
   *
   * @param connection its id in the policy; empty when the request is no connection's
   * @param method as the sender wrote it
   * @param status as the sender was answered, 0 when it was not
   * @param bytesIn of the request's body
   * @param micros from the head of the request to the end of the answer
   * @param verdict a word of ours, for example {@code delivered}
   */
  void said(
      String connection, String method, int status, long bytesIn, long micros, String verdict);
}
