package org.stoplog.server.mail;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoplog.server.accounts.ContentHash;

/**
 * What organisations and suppliers are written. Fields are filled in, and there is no logic.
 *
 * @param subject on one line
 */
public record Letter(String subject, String body) {
  private static final int LONGEST_SUBJECT = 200;
  private static final int LONGEST_BODY = 20_000;
  private static final char BETWEEN = '\u001f';
  private static final String LINK = "link";
  private static final Pattern FIELD = Pattern.compile("\\{\\{([^{}]*)}}");

  /** To be sealed; {@link #of} reads it. */
  public byte[] bytes() {
    return (subject + BETWEEN + body).getBytes(StandardCharsets.UTF_8);
  }

  public static Letter of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int cut = text.indexOf(BETWEEN);
    return new Letter(text.substring(0, cut), text.substring(cut + 1));
  }

  public ContentHash hash() {
    Map<String, Object> content = new TreeMap<>();
    content.put("subject", subject);
    content.put("body", body);
    return ContentHash.of(content);
  }

  /**
   * What is wrong; empty when nothing is.
   *
   * @param fields that there are; {@code link} must stand in the text
   */
  public String objection(Map<String, String> fields) {
    if (subject.isBlank() || subject.length() > LONGEST_SUBJECT || isHostile(subject, false)) {
      return "The subject is one line of at most 200 characters.";
    }
    if (body.isBlank() || body.length() > LONGEST_BODY || isHostile(body, true)) {
      return "The text has at most 20 000 characters, and none that cannot be seen.";
    }
    Matcher field = FIELD.matcher(subject + "\n" + body);
    while (field.find()) {
      if (!fields.containsKey(field.group(1).strip())) {
        return "There is no such field. There are " + String.join(", ", fields.keySet()) + ".";
      }
    }
    if (hasLink(subject)) {
      return "The link stands in the text, never in the subject.";
    }
    return hasLink(body) ? "" : "Without {{link}} in the text nobody can use it.";
  }

  private static boolean hasLink(String text) {
    return FIELD.matcher(text).results().anyMatch(one -> one.group(1).strip().equals(LINK));
  }

  private static boolean isHostile(String text, boolean lines) {
    return text.codePoints()
        .anyMatch(
            c ->
                (Character.isISOControl(c) && !(lines && (c == '\n' || c == '\t')))
                    || c == 0x2028
                    || c == 0x2029
                    || (c >= 0x202a && c <= 0x202e)
                    || (c >= 0x2060 && c <= 0x206f)
                    || c == BETWEEN);
  }

  /** Filled in; what fills a field is never read as a field again. */
  public Letter filled(Map<String, String> values) {
    return new Letter(fill(subject, values), fill(body, values));
  }

  private static String fill(String text, Map<String, String> values) {
    return FIELD
        .matcher(text)
        .replaceAll(one -> Matcher.quoteReplacement(values.getOrDefault(one.group(1).strip(), "")));
  }

  /** What strangers called something, on one line, without what cannot be seen. */
  public static String line(String value) {
    return value
        .replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2060-\\u206f]", " ")
        .strip();
  }
}
