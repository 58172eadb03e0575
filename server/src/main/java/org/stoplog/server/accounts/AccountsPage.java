package org.stoplog.server.accounts;

import java.util.List;
import java.util.UUID;

/** All accounts, and what this person may do with them. */
public record AccountsPage(
    List<Line> accounts, List<String> roles, boolean isAlone, String linkLife) {
  public AccountsPage {
    accounts = List.copyOf(accounts);
    roles = List.copyOf(roles);
  }

  /** A line of the list. */
  public record Line(
      UUID id,
      String name,
      String role,
      String secondFactor,
      String signedIn,
      boolean isDisabled,
      boolean canOpenAgain) {}
}
