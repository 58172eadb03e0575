package org.stoplog.server.contacts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.directory.Contact;

/**
 * How to write to somebody. It names them: only what sends, or prints by an approval, may read it.
 *
 * @param email as the company wrote it, null when there is none
 * @param name as shown, null when unknown
 * @param language as the company wrote it, null when unknown
 * @param phone with its country, null when there is none
 * @param id the company's own, null when only its keyed hash is kept
 * @param postal lines of the address on paper below the name; none when there is none
 */
public record Details(
    @Nullable String email,
    @Nullable String name,
    @Nullable String language,
    @Nullable String phone,
    @Nullable String id,
    List<String> postal) {
  private static final String BETWEEN = "\u001f";
  private static final int FIELDS = 5;

  /** Nothing is known. */
  public static final Details NONE = new Details(null, null, null, null, null, List.of());

  public Details {
    postal = List.copyOf(postal);
  }

  /** What the record keeps. */
  static Details of(Contact contact) {
    return new Details(contact.email(), contact.name(), contact.language(), null, null, List.of());
  }

  /** These, and of the others whatever these do not say. */
  Details or(Details other) {
    return new Details(
        email == null ? other.email : email,
        name == null ? other.name : name,
        language == null ? other.language : language,
        phone == null ? other.phone : phone,
        id == null ? other.id : id,
        postal.isEmpty() ? other.postal : postal);
  }

  /** To be sealed. */
  byte[] toBytes() {
    StringBuilder text = new StringBuilder();
    for (String value : Arrays.asList(email, name, language, phone, id)) {
      text.append(value == null ? "" : value).append(BETWEEN);
    }
    return text.append(String.join(BETWEEN, postal)).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What {@link #toBytes} gave. */
  static Details of(byte[] bytes) {
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split(BETWEEN, -1);
    List<String> postal =
        Arrays.stream(parts).skip(FIELDS).filter(line -> !line.isEmpty()).toList();
    return new Details(
        orNull(parts[0]),
        orNull(parts[1]),
        orNull(parts[2]),
        orNull(parts[3]),
        orNull(parts[4]),
        postal);
  }

  private static @Nullable String orNull(String value) {
    return value.isEmpty() ? null : value;
  }

  /** What sealed details are bound to: put at another person's row they do not open. */
  static byte[] context(UUID incident, long person) {
    return ("joined contact of " + person + " for " + incident).getBytes(StandardCharsets.US_ASCII);
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "Details[…]";
  }
}
