package org.stoplog.ledger.apps;

import org.jspecify.annotations.Nullable;

/**
 * Which supplier an app may be of.
 *
 * @param supplier name in the register, or the one it would get
 * @param domain that would be written, null when none is known
 * @param known id of a known supplier
 * @param warning why somebody has to look at it alone, null when nothing is odd
 */
record Proposal(
    String supplier,
    @Nullable String domain,
    @Nullable String known,
    Evidence evidence,
    @Nullable String warning) {

  /** What it rests on. */
  enum Evidence {
    /** A host of the app is the supplier's. */
    DOMAIN,
    /** The app is named so; its maker chose the name. */
    NAME,
    /** Nobody knows it: a new supplier. */
    NOTHING
  }
}
