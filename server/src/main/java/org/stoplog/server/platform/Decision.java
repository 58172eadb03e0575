package org.stoplog.server.platform;

import java.util.List;

/** Something that waits for a decision of one person, as a line of the start page. */
public record Decision(String title, String why, String action, String path) {
  /** A capability that has such. */
  @FunctionalInterface
  public interface Source {
    List<Decision> decisionsOf(Caller caller);
  }
}
