package org.stoplog.server.mail;

/** Looks into all mailboxes now; for tests, which do not wait. */
public interface MailboxLook {
  void look();
}
