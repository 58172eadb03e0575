package org.stoplog.server.accounts;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The passkeys of one account, and the form for a new one as it was filled in.
 *
 * @param elsewhere address of this page where passkeys work, when that is not here; null here
 * @param canBe whether there can be passkeys at all: not at a server without a name
 * @param name of a new one, as it was typed
 */
public record PasskeysPage(
    List<Line> passkeys,
    boolean canBe,
    @Nullable String elsewhere,
    String name,
    ProofForm proof,
    @Nullable String error) {
  public PasskeysPage {
    passkeys = List.copyOf(passkeys);
  }

  /** A line of the list. */
  public record Line(UUID id, String name, String added, String used) {}

  /**
   * The page that makes one.
   *
   * @param site the host name at which passkeys work
   * @param asked what the script needs, as JSON
   */
  public record New(String name, String site, String asked) {}

  /** The page that removes one. */
  public record Removal(Line passkey, ProofForm proof, @Nullable String error) {}
}
