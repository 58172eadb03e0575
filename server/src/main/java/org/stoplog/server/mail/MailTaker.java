package org.stoplog.server.mail;

import java.nio.file.Path;
import java.util.UUID;

/** Takes mails in that mailboxes of one purpose had, each once. */
public interface MailTaker {
  /** Of which mailboxes. */
  MailPurpose purpose();

  /**
   * A mail as the mailbox gave it.
   *
   * @param mailbox id
   * @param validity UIDVALIDITY of the folder; with the uid it names the mail for good
   * @param owner first member of what it opens
   */
  record Incoming(int mailbox, long validity, long uid, UUID owner) {}

  /** Number of the last mail that was taken or passed over; 0 for none. */
  long last(int mailbox, long validity);

  /**
   * Takes it: keeps it, and remembers in the same transaction that it did.
   *
   * @param plain the mail; gone afterwards
   */
  void take(Incoming mail, Path plain);

  /**
   * Passes over it for good.
   *
   * @param why in words for people
   */
  void refuse(Incoming mail, String why);
}
