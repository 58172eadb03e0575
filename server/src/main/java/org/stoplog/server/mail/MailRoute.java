package org.stoplog.server.mail;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that takes our messages. Its password is not here: it lies sealed, and only {@link
 * MailRoutes#open} uses it.
 *
 * @param catcher for drills: a server that keeps what it gets and sends nothing on; never changes
 * @param host name or address
 * @param security NONE only to this machine
 * @param user to sign in as, null when the server asks for nobody
 * @param from address that messages come from
 * @param fromName name beside it, null for none
 * @param returns address that gets what bounces, with the number of the copy after a plus; null
 *     when the sender's gets it, without a number
 * @param supplier of the register whose mail server it is; null when it is none's
 */
public record MailRoute(
    int id,
    String name,
    boolean catcher,
    String host,
    int port,
    Security security,
    @Nullable String user,
    String from,
    @Nullable String fromName,
    @Nullable String returns,
    @Nullable Integer supplier) {
  /**
   * Whether it is this company's own.
   *
   * @param breached ids of its suppliers; empty while nobody knows which one it is
   */
  public boolean isOf(Set<Integer> breached) {
    return supplier != null && breached.contains(supplier);
  }

  /**
   * Who gets what bounces of a message.
   *
   * @param tag of the copy, null for a message that is none
   */
  public String returnTo(@Nullable String tag) {
    if (returns == null) {
      return from;
    }
    int at = returns.lastIndexOf('@');
    return tag == null ? returns : returns.substring(0, at) + "+" + tag + returns.substring(at);
  }
}
