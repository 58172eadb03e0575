package org.stoplog.server.platform;

import java.util.List;

/** The long work of one person. */
public record WorksPage(List<WorkPage> works) {
  public WorksPage {
    works = List.copyOf(works);
  }
}
