package org.stoplog.ledger.intake;

import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.reader.Field;

/** Schemes by the slugs that mappings and commands use. */
public final class Schemes {
  private Schemes() {}

  /** The scheme of an identifying field. */
  public static Scheme of(Field field) {
    return named(String.valueOf(field.detail()));
  }

  /**
   * @throws StoplogException MAPPING_INVALID for an unknown word
   */
  public static Scheme named(String slug) {
    for (Scheme scheme : Scheme.values()) {
      if (scheme.slug().equals(slug)) {
        return scheme;
      }
    }
    throw new StoplogException(
        Problem.MAPPING_INVALID, "\"" + slug + "\" is not a scheme of identifiers");
  }
}
