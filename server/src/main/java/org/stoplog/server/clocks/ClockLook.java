package org.stoplog.server.clocks;

/** Looks at the clocks of all open incidents at once, for whoever does not want to wait. */
public interface ClockLook {
  void look();
}
