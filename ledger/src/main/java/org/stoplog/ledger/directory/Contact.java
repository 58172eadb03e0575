package org.stoplog.ledger.directory;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How to write to somebody. It names them: only what sends, or shows it by an approval, may read
 * it.
 *
 * @param person id of a person who was not merged into another one
 * @param email as the company wrote it, null when it keeps none
 * @param name as shown, null when unknown
 * @param language as the company wrote it, null when unknown
 */
public record Contact(
    long person, @Nullable String email, @Nullable String name, @Nullable String language) {
  private static final char BETWEEN = '\u001f';

  /** To be sealed. */
  public byte[] toBytes() {
    return (text(email) + BETWEEN + text(name) + BETWEEN + text(language))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What {@link #toBytes} gave. */
  public static Contact of(long person, byte[] bytes) {
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split(String.valueOf(BETWEEN), -1);
    return new Contact(person, orNull(parts[0]), orNull(parts[1]), orNull(parts[2]));
  }

  /** What a sealed contact is bound to: put at another person's row it does not open. */
  public static byte[] context(long person) {
    return ("contact of person " + person).getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static @Nullable String orNull(String value) {
    return value.isEmpty() ? null : value;
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "Contact[…]";
  }
}
