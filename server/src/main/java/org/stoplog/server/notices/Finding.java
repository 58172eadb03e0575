package org.stoplog.server.notices;

/**
 * What the look over a notice found.
 *
 * @param isError it stops asking for approval; else it is shown to whoever approves
 * @param where language tag, or the notice
 */
public record Finding(boolean isError, String where, String what) {
  static Finding error(String where, String what) {
    return new Finding(true, where, what);
  }

  static Finding warning(String where, String what) {
    return new Finding(false, where, what);
  }

  /** For an approval and a page. */
  public String text() {
    return where + ": " + what;
  }
}
