package org.stoplog.server.accounts;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All accounts, and what this person may do with them.
 *
 * @param isAlone whether one person may still give every role
 * @param provider how people come by a provider, as the owner of the folder set it; empty without
 * @param form the invitation, as it was filled in
 */
public record AccountsPage(
    List<Line> accounts,
    List<Choice> roles,
    boolean isAlone,
    String linkLife,
    List<Setting> provider,
    Form form) {
  public AccountsPage {
    accounts = List.copyOf(accounts);
    roles = List.copyOf(roles);
    provider = List.copyOf(provider);
  }

  /** A line of the settings, which no page changes. */
  public record Setting(String name, String value) {}

  /** A role to invite somebody to. */
  public record Choice(String role, boolean needsApproval) {}

  /** What was typed, and what was wrong with it. */
  public record Form(String role, String forWhom, @Nullable String error) {
    static final Form EMPTY = new Form("", "", null);
  }

  /** A line of the list. */
  public record Line(
      UUID id,
      String name,
      String role,
      String secondFactor,
      String signedIn,
      boolean isDisabled,
      boolean needsApproval) {}
}
