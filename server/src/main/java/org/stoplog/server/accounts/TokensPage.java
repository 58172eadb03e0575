package org.stoplog.server.accounts;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one account, and the form for a new one as it was filled in.
 *
 * @param permissions what one may be given, as words
 * @param mostDays the longest life
 */
public record TokensPage(
    List<Line> tokens,
    List<String> permissions,
    int mostDays,
    String purpose,
    String days,
    List<String> chosen,
    ProofForm proof,
    @Nullable String error) {
  public TokensPage {
    tokens = List.copyOf(tokens);
    permissions = List.copyOf(permissions);
    chosen = List.copyOf(chosen);
  }

  /** A line of the list. */
  public record Line(
      UUID id,
      String purpose,
      String may,
      String made,
      String expires,
      String used,
      String state,
      boolean isGood) {}

  /** A token, shown once. */
  public record Made(String purpose, String token, String expires) {
    /** No token: it may be logged. */
    @Override
    public String toString() {
      return purpose;
    }
  }
}
