package org.stoplog.server.people;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom to tell at an organisation. It names somebody, so it is kept sealed. */
record Contact(String name, String email, String phone) {
  private static final char BETWEEN = '\u001f';
  private static final int LONGEST = 200;

  static @Nullable Contact read(
      String name, String email, String phone, Map<String, String> errors) {
    Contact contact = new Contact(name.strip(), email.strip(), phone.strip());
    if (contact.name.isEmpty() || isBad(contact.name)) {
      errors.put("name", "Give a name or a function, on one line.");
    }
    if (isBad(contact.email) || !contact.email.matches("|[^@\\s]+@[^@\\s]+")) {
      errors.put("email", "This is no e-mail address.");
    }
    if (isBad(contact.phone) || !contact.phone.matches("|\\+?[0-9 ()/-]{6,40}")) {
      errors.put("phone", "This is no telephone number.");
    }
    if (contact.email.isEmpty() && contact.phone.isEmpty()) {
      errors.put("email", "Give an e-mail address or a telephone number.");
    }
    return errors.isEmpty() ? contact : null;
  }

  private static boolean isBad(String text) {
    return text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl);
  }

  byte[] bytes() {
    return (name + BETWEEN + email + BETWEEN + phone).getBytes(StandardCharsets.UTF_8);
  }

  static Contact of(byte[] bytes) {
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split(String.valueOf(BETWEEN), -1);
    return new Contact(parts[0], parts[1], parts[2]);
  }

  /** It may stand in a message of a fault. */
  @Override
  public String toString() {
    return "Contact[]";
  }
}
