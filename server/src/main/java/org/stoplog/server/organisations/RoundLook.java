package org.stoplog.server.organisations;

/** Looks now whether anything is due, as the watch does by itself. */
public interface RoundLook {
  void look();
}
