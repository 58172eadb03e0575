package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.util.MultiValueMap;

/** The form of a notice: what was typed, and what is wrong with it. */
final class ContentForm {
  private static final int MOST_LANGUAGES = 30;
  private static final int LONGEST_LINE = 150;
  private static final int LONGEST_CONTACT = 1_000;
  private static final int LONGEST_BODY = 20_000;
  private static final String TAG = "[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}";

  private final Content content;
  private final Map<String, String> errors = new LinkedHashMap<>();

  private ContentForm(Content content) {
    this.content = content;
    check();
  }

  /** Blocks of a language that are left empty altogether are none. */
  static ContentForm read(MultiValueMap<String, String> fields) {
    List<Content.Text> texts = new ArrayList<>();
    int count = fields.getOrDefault("language", List.of()).size();
    for (int i = 0; i < Math.min(count, MOST_LANGUAGES + 1); i++) {
      Content.Text text =
          new Content.Text(
              at(fields, "language", i).strip().toLowerCase(Locale.ROOT),
              at(fields, "subject", i).strip(),
              at(fields, "body", i).replace("\r\n", "\n").replace('\r', '\n').strip(),
              at(fields, "stranger", i).strip(),
              at(fields, "unknown", i).strip());
      if (!(text.language() + text.subject() + text.body()).isEmpty()) {
        texts.add(text);
      }
    }
    return new ContentForm(
        new Content(
            at(fields, "title", 0).strip(),
            at(fields, "contact", 0).replace("\r\n", "\n").strip(),
            at(fields, "learned", 0).strip(),
            at(fields, "happened", 0).strip(),
            texts));
  }

  private static String at(MultiValueMap<String, String> fields, String name, int place) {
    List<String> values = fields.getOrDefault(name, List.of());
    return place < values.size() && values.get(place) != null ? values.get(place) : "";
  }

  /** As it was typed, also when it is wrong. */
  Content content() {
    return content;
  }

  /** By field; {@code body-0} is that of the first language. */
  Map<String, String> errors() {
    return errors;
  }

  private void check() {
    line("title", "The title", content.title(), true);
    line("learned", "When we learned of it", content.learned(), false);
    line("happened", "When it happened", content.happened(), false);
    if (content.contact().isEmpty() || content.contact().length() > LONGEST_CONTACT) {
      errors.put("contact", "Say in 1 to " + LONGEST_CONTACT + " characters how to reach us.");
    } else {
      literal("contact", content.contact());
    }
    if (content.texts().isEmpty()) {
      errors.put("language-0", "Write the text in at least one language.");
    } else if (content.texts().size() > MOST_LANGUAGES) {
      errors.put("language-0", "At most " + MOST_LANGUAGES + " languages.");
    }
    Set<String> tags = new HashSet<>();
    for (int i = 0; i < content.texts().size(); i++) {
      text(content.texts().get(i), i, tags);
    }
  }

  private void text(Content.Text text, int i, Set<String> tags) {
    if (!text.language().matches(TAG)) {
      errors.put("language-" + i, "Write a language tag such as en, de or pt-br.");
    } else if (!tags.add(text.language())) {
      errors.put("language-" + i, "There is another text in this language.");
    }
    line("stranger-" + i, "This", text.stranger(), true);
    line("unknown-" + i, "This", text.unknown(), true);
    line("subject-" + i, "The subject", text.subject(), true, true);
    if (text.body().isEmpty() || text.body().length() > LONGEST_BODY) {
      errors.put("body-" + i, "The text has 1 to " + LONGEST_BODY + " characters.");
    } else {
      template("body-" + i, text.body());
    }
  }

  private void line(String field, String name, String value, boolean needed) {
    line(field, name, value, needed, false);
  }

  private void line(String field, String name, String value, boolean needed, boolean isTemplate) {
    if ((needed && value.isEmpty()) || value.length() > LONGEST_LINE) {
      errors.put(field, name + " has " + (needed ? 1 : 0) + " to " + LONGEST_LINE + " characters.");
    } else if (value.codePoints().anyMatch(PlainValue::isHostile)) {
      errors.put(field, name + " is one line without invisible characters.");
    } else if (isTemplate) {
      template(field, value);
    } else {
      literal(field, value);
    }
  }

  /** What fills a field is not read again, so one in it would be sent as it stands. */
  private void literal(String field, String value) {
    if (value.contains("{{")) {
      errors.put(field, "This stands as it is; it has no fields.");
    } else {
      Template.objection(value).ifPresent(wrong -> errors.put(field, capital(wrong) + "."));
    }
  }

  private void template(String field, String value) {
    Optional<String> wrong = Template.objection(value);
    if (wrong.isPresent()) {
      errors.put(field, capital(wrong.get()) + ".");
      return;
    }
    Map<String, String> filled =
        Map.of("learned", content.learned(), "happened", content.happened());
    for (String used : Template.fields(value)) {
      if (filled.getOrDefault(used, "x").isEmpty()) {
        errors.put(field, "It uses {{" + used + "}}, which is empty above.");
      }
    }
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
