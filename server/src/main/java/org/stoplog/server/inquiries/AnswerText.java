package org.stoplog.server.inquiries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What answers to "was I affected?" say, as a second person approves it. Plain text, the same for
 * everybody; only the letter of whoever was told is added.
 *
 * @param subject of each answer: it must not tell which it is
 * @param told before the letter of whoever was told
 * @param open while it is not known, or not told yet
 * @param none when nobody is found by the address
 */
record AnswerText(String subject, String told, String open, String none) {
  static final int LONGEST_SUBJECT = 150;
  static final int LONGEST_TEXT = 4_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** To begin with; each sentence is to be read. */
  static AnswerText draft() {
    return new AnswerText(
        "Your question to us",
        "Somebody asked on our page whether this address is affected. It is: we wrote to you"
            + " before. This is what our letter said.",
        "Somebody asked on our page whether this address is affected. We do not know yet, or have"
            + " not written to everybody so far. Whoever is affected gets a letter from us. You"
            + " need not ask again.",
        "Somebody asked on our page whether this address is affected. By this address we find"
            + " nobody who is. If you gave us another address, ask with that one, too.");
  }

  byte[] bytes() {
    return JSON.writeValueAsString(this).getBytes(UTF_8);
  }

  static AnswerText of(byte[] bytes) {
    return JSON.readValue(bytes, AnswerText.class);
  }

  /** By field, what is wrong. */
  Map<String, String> errors() {
    Map<String, String> errors = new LinkedHashMap<>();
    if (subject.isBlank() || subject.length() > LONGEST_SUBJECT || subject.matches("(?s).*\\R.*")) {
      errors.put("subject", "One line of 1 to " + LONGEST_SUBJECT + " characters.");
    }
    Map.of("told", told, "open", open, "none", none)
        .forEach(
            (field, text) -> {
              if (text.isBlank() || text.length() > LONGEST_TEXT) {
                errors.put(field, "Of 1 to 4 000 characters.");
              }
            });
    return errors;
  }

  /** For whoever approves. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("+ Subject: " + subject);
    lines.add("+ To whoever was told, before their letter:");
    told.lines().forEach(line -> lines.add("+   " + line));
    lines.add("+ While it is not known, or not told yet:");
    open.lines().forEach(line -> lines.add("+   " + line));
    lines.add("+ When nobody is found:");
    none.lines().forEach(line -> lines.add("+   " + line));
    return lines;
  }
}
