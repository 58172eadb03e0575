package org.stoplog.server.start;

import java.util.List;
import org.stoplog.server.platform.Decision;

/** What waits for this person. */
public record StartPage(List<Decision> decisions) {
  public StartPage {
    decisions = List.copyOf(decisions);
  }
}
