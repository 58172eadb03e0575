package org.stoplog.server.clocks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the company is, as a form.
 *
 * @param said who said it and when; null while nobody did
 * @param errors beside what was typed, one a line
 */
public record ProfilePage(
    @Nullable String said,
    boolean canChange,
    List<Role> roles,
    String establishments,
    String zone,
    List<String> errors) {
  public ProfilePage {
    roles = List.copyOf(roles);
    errors = List.copyOf(errors);
  }

  /** A role to be ticked. */
  public record Role(String word, String means, boolean isTicked) {}
}
