package org.stoplog.catalog.obligations;

/** Whether something holds, where nobody may know yet (Kleene's logic). */
public enum Truth {
  NO,
  UNKNOWN,
  YES;

  public static Truth of(boolean holds) {
    return holds ? YES : NO;
  }

  public Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public Truth or(Truth other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
