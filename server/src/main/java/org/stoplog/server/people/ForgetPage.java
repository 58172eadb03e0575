package org.stoplog.server.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What erasing somebody does, before it is done. */
public record ForgetPage(
    String path,
    String story,
    int accounts,
    List<PeoplePage.Choice> reasons,
    String reason,
    @Nullable String error) {
  public ForgetPage {
    reasons = List.copyOf(reasons);
  }
}
