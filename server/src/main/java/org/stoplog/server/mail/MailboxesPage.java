package org.stoplog.server.mail;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mailboxes that are read, and the form for one more.
 *
 * @param typed what stood in the form, but the password
 * @param errors by field
 * @param said what came of a test; null when none was made
 */
public record MailboxesPage(
    List<Line> boxes,
    List<Owner> owners,
    Map<String, String> typed,
    Map<String, String> errors,
    @Nullable String said,
    boolean isGood) {
  public MailboxesPage {
    boxes = List.copyOf(boxes);
    owners = List.copyOf(owners);
    typed = Map.copyOf(typed);
    errors = Map.copyOf(errors);
  }

  /** A mailbox, as words. */
  public record Line(
      String path,
      String name,
      String purpose,
      String server,
      String folder,
      String owner,
      boolean isActive,
      String read,
      @Nullable String failure) {}

  /** Somebody who may own what its mails open. */
  public record Owner(String id, String name) {}

  public String of(String field) {
    return typed.getOrDefault(field, "");
  }

  public String error(String field) {
    return errors.getOrDefault(field, "");
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "MailboxesPage[" + boxes.size() + "]";
  }
}
