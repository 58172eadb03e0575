package org.stoplog.gateway.decode;

/** A body cannot be read: said with a slug, and without anything of the body. */
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String slug;

  Unreadable(String slug) {
    // Strangers may send many of them: no stack trace.
    super(slug, null, false, false);
    this.slug = slug;
  }

  String slug() {
    return slug;
  }
}
