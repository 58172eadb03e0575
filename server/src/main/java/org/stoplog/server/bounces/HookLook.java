package org.stoplog.server.bounces;

/** Ties now what providers called about; for tests, which do not wait. */
public interface HookLook {
  void look();
}
