package org.stoplog.gateway.decode;

import java.util.Set;

/** What a body is once its wrappings are off. */
enum Shape {
  JSON,
  /** {@code a=1&b[c]=2}. */
  FORM,
  /** Parts, each a field or a file. */
  PARTS,
  /** CSV with names of columns. */
  TABLE,
  /** Lines of text. */
  TEXT,
  /** Sentry's. */
  ENVELOPE,
  /** A query, and more of them on lines of the body. */
  QUERIES;

  static final Set<Shape> JSON_OR_PARTS = Set.of(JSON, PARTS);
  static final Set<Shape> JSON_OR_TABLE = Set.of(JSON, TABLE);
  static final Set<Shape> JSON_OR_TEXT = Set.of(JSON, TEXT);
  static final Set<Shape> FORM_OR_JSON = Set.of(FORM, JSON);
  static final Set<Shape> ANY = Set.of(JSON, PARTS, FORM, TABLE);
}
