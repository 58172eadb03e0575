package org.stoplog.gateway.proxy;

import java.util.OptionalLong;

/**
 * How the way to the server is, for whoever watches the gateway.
 *
 * @param answerAgeMillis since the server last answered a question for the policy; empty before the
 *     first
 * @param aside segments that it refused for good, since the start
 */
public record LinkState(OptionalLong answerAgeMillis, long aside) {
  /** Of a gateway whose link is not there yet. */
  public static final LinkState NONE = new LinkState(OptionalLong.empty(), 0);

  /**
   * In Prometheus' text format. A value that is not known has no line.
   *
   * @param waiting closed segments that are still here
   * @param version of the policy that is obeyed
   */
  String text(long waiting, OptionalLong version) {
    StringBuilder text = new StringBuilder();
    answerAgeMillis.ifPresent(
        millis ->
            gauge(text, "server_answer_age_seconds")
                .append(millis / 1000)
                .append('.')
                .append(millis % 1000 / 100)
                .append('\n'));
    gauge(text, "segments_waiting").append(waiting).append('\n');
    gauge(text, "segments_aside").append(aside).append('\n');
    version.ifPresent(its -> gauge(text, "policy_version").append(its).append('\n'));
    return text.toString();
  }

  private static StringBuilder gauge(StringBuilder text, String name) {
    return text.append("# TYPE stoplog_gateway_")
        .append(name)
        .append(" gauge\nstoplog_gateway_")
        .append(name)
        .append(' ');
  }
}
