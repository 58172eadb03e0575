package org.stoplog.server.mail;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a message goes from and to, as the mail server is told.
 *
 * @param from who gets what bounces; empty for nobody
 * @param to the one recipient: each person's copy has an envelope of its own
 * @param id by which reports of its delivery name the message (RFC 3461, 4.4): letters and digits;
 *     null when none is asked for
 */
public record Envelope(String from, String to, @Nullable String id) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,100}");

  /** Without reports. */
  public Envelope(String from, String to) {
    this(from, to, null);
  }

  /**
   * @throws IllegalArgumentException when one is no {@link MailAddress#isSound sound} address; the
   *     message does not name it
   */
  public Envelope {
    if (!from.isEmpty() && !MailAddress.isSound(from)) {
      throw new IllegalArgumentException("the sender is no address that mail can be sent from");
    }
    if (!MailAddress.isSound(to)) {
      throw new IllegalArgumentException("the recipient is no address that mail can be sent to");
    }
    if (id != null && !ID.matcher(id).matches()) {
      throw new IllegalArgumentException("the envelope's id is none");
    }
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "Envelope[…]";
  }
}
