package org.stoplog.server.bounces;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param days of the last two weeks, the newest first
 * @param manyForged how many forged ones came today and yesterday; null when they are few
 * @param error why nothing was done; null when something was
 */
public record CameBackPage(
    List<Day> days,
    @Nullable String manyForged,
    List<Mail> mails,
    boolean isMore,
    @Nullable String error) {
  public CameBackPage {
    days = List.copyOf(days);
    mails = List.copyOf(mails);
  }

  /** A count of a day. */
  public record Day(String day, String source, String what, String count, boolean isForged) {}

  /** A mail that waits, with addresses masked. */
  public record Mail(
      String id,
      String path,
      String subject,
      String from,
      String at,
      String mailbox,
      String why,
      String text) {}

  /** It may stand in a message of a fault. */
  @Override
  public String toString() {
    return "CameBackPage[…]";
  }
}
