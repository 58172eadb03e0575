package org.stoplog.ledger.identity;

/**
 * An identifier that follows from another one: its hash, its base form, or itself. Printed
 * redacted.
 *
 * @param scheme of {@code text}
 * @param text normalised
 */
public record Derived(Scheme scheme, String text) {
  @Override
  public String toString() {
    return "Derived[" + scheme.slug() + ", ‹identifier›]";
  }
}
