package org.stoplog.server.mail;

/**
 * Who a message goes from and to, as the mail server is told.
 *
 * @param from who gets what bounces; empty for nobody
 * @param to the one recipient: each person's copy has an envelope of its own
 */
public record Envelope(String from, String to) {
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
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "Envelope[…]";
  }
}
