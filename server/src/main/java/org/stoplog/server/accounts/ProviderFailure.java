package org.stoplog.server.accounts;

/** The provider is down, or what it says is not to be believed. The words are ours. */
final class ProviderFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProviderFailure(String why) {
    super(why);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
