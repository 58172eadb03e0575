package org.stoplog.server.sightings;

/** Does the looks that are due, in the caller's thread. */
public interface LookoutLook {
  void look();
}
