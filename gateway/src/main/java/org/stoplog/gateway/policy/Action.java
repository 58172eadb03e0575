package org.stoplog.gateway.policy;

/** What becomes of a value that discloses an element; of several the first that is named here. */
public enum Action {
  /** The value goes, with its key. */
  DROP,
  /** A text stands there that is the same for everybody. */
  MASK,
  /** A keyed hash stands there: the same for the same person, and nothing without the key. */
  HASH,
  /** An IP address loses its end; what is none is masked. */
  TRUNCATE,
  /**
   * The whole request is kept, as it would be sent, until two people release or destroy it. Where
   * another rule takes the value out, nothing of it is disclosed, and nothing kept.
   */
  HOLD,
  /** The value is sent as it is. */
  PASS
}
