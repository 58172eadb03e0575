package org.stoplog.server.sightings;

/** Nothing could be seen. The message says why to people, without anything of the answer. */
final class LookFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LookFailed(String why) {
    super(why);
  }

  LookFailed(String why, Throwable cause) {
    super(why, cause);
  }

  /** Never null, unlike the message of other exceptions. */
  String why() {
    return String.valueOf(getMessage());
  }
}
