package org.stoplog.sample;

/** How surely a person is behind an identifier, best first. */
public enum Grade {
  /** The identifier was this one person's on that day. */
  EXACT,
  /** Several people used it at the same time; all of them are exposed. */
  SHARED,
  /** A supplier's own id that the supplier's events tie to exactly one person. */
  LINKED,
  /** Only the address without its plus-tag fits, and exactly one person has it. */
  PROBABLE
}
