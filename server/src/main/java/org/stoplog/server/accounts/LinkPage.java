package org.stoplog.server.accounts;

/** A one-time link, shown once to whoever made it. */
public record LinkPage(String title, String address, String life) {
  /** No link: it may be logged. */
  @Override
  public String toString() {
    return title;
  }
}
