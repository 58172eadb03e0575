package org.stoplog.server.incidents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mails of mailboxes that wait for somebody to say where they belong. */
public record WaitingPage(
    List<Line> mails, List<Choice> incidents, @Nullable String error, boolean isMore) {
  public WaitingPage {
    mails = List.copyOf(mails);
    incidents = List.copyOf(incidents);
  }

  /** A mail, as it says. */
  public record Line(
      String id,
      String path,
      String from,
      String subject,
      String at,
      String mailbox,
      String proof) {}

  /** An incident that it may be put with. */
  public record Choice(String id, String name) {}
}
