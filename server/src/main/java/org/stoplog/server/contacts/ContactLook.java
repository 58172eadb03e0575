package org.stoplog.server.contacts;

/** Shreds what is due now; for tests, which do not wait. */
public interface ContactLook {
  void look();
}
