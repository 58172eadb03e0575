package org.stoplog.server.notices;

/** Looks for copies that are due, which happens by itself a little later. */
public interface WaveLook {
  void look();
}
