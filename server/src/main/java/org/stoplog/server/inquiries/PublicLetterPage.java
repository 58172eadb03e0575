package org.stoplog.server.inquiries;

import org.jspecify.annotations.Nullable;

/**
 * Where anybody may ask whether a letter is ours.
 *
 * @param error why the question was not taken; null when none was asked
 */
public record PublicLetterPage(String code, String address, @Nullable String error) {
  @Override
  public String toString() {
    return "PublicLetterPage[…]";
  }
}
