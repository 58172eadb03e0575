package org.stoplog.server.organisations;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoplog.server.accounts.ContentHash;

/**
 * What organisations are written. It names no person; fields are filled in, and there is no logic.
 *
 * @param subject on one line
 */
record Letter(String subject, String body) {
  static final int LONGEST_SUBJECT = 200;
  static final int LONGEST_BODY = 20_000;
  private static final char BETWEEN = '\u001f';
  private static final Pattern FIELD = Pattern.compile("\\{\\{([^{}]*)}}");

  /** Fields that there are, with what stands in them. */
  static final Map<String, String> FIELDS =
      new TreeMap<>(
          Map.of(
              "organisation", "the organisation, as the directory calls it",
              "supplier", "the supplier's name",
              "link", "the address of its own list; it works once",
              "expires", "until when the link works"));

  /** As it is offered first: a draft that somebody has to read. */
  static Letter first() {
    return new Letter(
        "Data of your people at {{supplier}}",
        """
        Hello,

        data of people who use our service through {{organisation}} was taken at {{supplier}}, a
        supplier of ours.

        The list of your people and of what was taken of each is at

        {{link}}

        The link works once, until {{expires}}. The list names people: take it to a place where
        only those can read it who must. There you can also confirm that you have it, and ask us.

        Some of our contacts at organisations get a code for the list in another mail, to another
        address. We never ask for a password.
        """);
  }

  byte[] bytes() {
    return (subject + BETWEEN + body).getBytes(StandardCharsets.UTF_8);
  }

  static Letter of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int cut = text.indexOf(BETWEEN);
    return new Letter(text.substring(0, cut), text.substring(cut + 1));
  }

  ContentHash hash() {
    Map<String, Object> content = new TreeMap<>();
    content.put("subject", subject);
    content.put("body", body);
    return ContentHash.of(content);
  }

  /** What is wrong; empty when nothing is. */
  String objection() {
    if (subject.isBlank() || subject.length() > LONGEST_SUBJECT || isHostile(subject, false)) {
      return "The subject is one line of at most 200 characters.";
    }
    if (body.isBlank() || body.length() > LONGEST_BODY || isHostile(body, true)) {
      return "The text has at most 20 000 characters, and none that cannot be seen.";
    }
    Matcher field = FIELD.matcher(subject + "\n" + body);
    while (field.find()) {
      if (!FIELDS.containsKey(field.group(1).strip())) {
        return "There is no such field. There are " + String.join(", ", FIELDS.keySet()) + ".";
      }
    }
    if (FIELD.matcher(subject).results().anyMatch(one -> one.group(1).strip().equals("link"))) {
      return "The link stands in the text, never in the subject.";
    }
    return FIELD.matcher(body).results().anyMatch(one -> one.group(1).strip().equals("link"))
        ? ""
        : "Without {{link}} in the text nobody can take their list.";
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
  Letter filled(Map<String, String> values) {
    return new Letter(fill(subject, values), fill(body, values));
  }

  private static String fill(String text, Map<String, String> values) {
    return FIELD
        .matcher(text)
        .replaceAll(one -> Matcher.quoteReplacement(values.getOrDefault(one.group(1).strip(), "")));
  }
}
