package org.stoplog.catalog.obligations;

/**
 * How much harm to the people is likely, as somebody judged it. Each law has a test of its own; an
 * obligation says it in its words, and asks for one of these at least.
 */
public enum Harm {
  UNLIKELY,
  SOME,
  SERIOUS
}
