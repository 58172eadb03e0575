package org.stoplog.server.organisations;

/** Links of rounds, and their mails. */
final class Links {
  /** Of the path that the world calls. */
  static final String PATH = "/organisations/";

  private Links() {}

  /**
   * One mail of an organisation.
   *
   * @param kind link or code
   */
  record Mail(int organisation, String kind, int attempts) {
    /** Of its message id. */
    String label(int generation) {
      return kind + " " + organisation + " " + generation;
    }
  }
}
