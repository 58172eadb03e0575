package org.stoplog.ledger.identity;

/** What became of a raw identifier. */
public sealed interface Normalised {

  /**
   * The one spelling under which the identifier is matched. Printed redacted.
   *
   * @param text the normalised identifier, never empty, always well-formed Unicode
   */
  record Value(String text) implements Normalised {
    @Override
    public String toString() {
      return "Value[‹identifier›]";
    }
  }

  /**
   * It names nobody.
   *
   * @param reason slug for the report, listed in docs/reference/identifiers.md; never holds the
   *     value
   */
  record Unusable(String reason) implements Normalised {}
}
