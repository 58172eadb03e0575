package org.stoplog.server.statements;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.stoplog.server.incidents.FrozenFigures;

/** The form of a revision: what was typed, and what is wrong with it. */
final class StatementForm {
  static final int MOST_LANGUAGES = 12;
  private static final int LONGEST_LINE = 150;
  private static final int LONGEST_NOTE = 600;
  private static final int LONGEST_BODY = 20_000;
  private static final String TAG = "[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private final Typed typed;
  private final Map<String, String> errors = new LinkedHashMap<>();

  private StatementForm(Typed typed) {
    this.typed = typed;
  }

  /**
   * What was typed.
   *
   * @param nextUpdate as {@code 2025-11-27 14:00}, in UTC
   * @param isLast whether no further update is promised
   */
  record Typed(
      String publisher,
      String exposure,
      String nextUpdate,
      boolean isLast,
      boolean withdraws,
      List<Content.Text> texts) {
    Typed {
      texts = List.copyOf(texts);
    }

    static Typed of(Content content) {
      Instant next = content.nextUpdate();
      return new Typed(
          content.publisher(),
          Long.toString(content.figures().exposure()),
          next == null ? "" : written(next),
          next == null,
          content.withdraws(),
          content.texts());
    }
  }

  static String written(Instant at) {
    return TIME.format(at.atOffset(ZoneOffset.UTC));
  }

  /** Blocks of a language that are left empty altogether are none. */
  static StatementForm read(MultiValueMap<String, String> fields) {
    List<Content.Text> texts = new ArrayList<>();
    int count = fields.getOrDefault("language", List.of()).size();
    for (int i = 0; i < Math.min(count, MOST_LANGUAGES + 1); i++) {
      Content.Text text =
          new Content.Text(
              at(fields, "language", i).strip().toLowerCase(Locale.ROOT),
              at(fields, "title", i).strip(),
              at(fields, "body", i).replace("\r\n", "\n").replace('\r', '\n').strip(),
              at(fields, "note", i).replaceAll("\\s+", " ").strip());
      if (!(text.language() + text.title() + text.body()).isEmpty()) {
        texts.add(text);
      }
    }
    StatementForm form =
        new StatementForm(
            new Typed(
                at(fields, "publisher", 0).strip(),
                at(fields, "exposure", 0).strip(),
                at(fields, "next-update", 0).strip().replace('T', ' '),
                fields.containsKey("last"),
                fields.containsKey("withdraws"),
                texts));
    form.check();
    return form;
  }

  private static String at(MultiValueMap<String, String> fields, String name, int place) {
    List<String> values = fields.getOrDefault(name, List.of());
    return place < values.size() && values.get(place) != null ? values.get(place) : "";
  }

  Typed typed() {
    return typed;
  }

  /** By field; {@code body-0} is that of the first language. */
  Map<String, String> errors() {
    return errors;
  }

  private void check() {
    line("publisher", "Who says it", typed.publisher());
    if (!typed.exposure().matches("[0-9]{1,15}")) {
      errors.put("exposure", "Choose the exposure that the numbers are of.");
    }
    if (typed.nextUpdate().isEmpty() && !typed.isLast()) {
      errors.put("next-update", "Say until when you promise more, or that no more will come.");
    } else if (!typed.nextUpdate().isEmpty() && nextUpdate() == null) {
      errors.put("next-update", "Write it as 2025-11-27 14:00, in UTC.");
    } else if (!typed.nextUpdate().isEmpty() && typed.isLast()) {
      errors.put("next-update", "Either a time or no further update, not both.");
    }
    if (typed.texts().isEmpty()) {
      errors.put("language-0", "Write the text in at least one language.");
    } else if (typed.texts().size() > MOST_LANGUAGES) {
      errors.put("language-0", "At most " + MOST_LANGUAGES + " languages.");
    }
    Set<String> tags = new HashSet<>();
    for (int i = 0; i < typed.texts().size(); i++) {
      text(typed.texts().get(i), i, tags);
    }
  }

  @Nullable Instant nextUpdate() {
    try {
      return typed.nextUpdate().isEmpty()
          ? null
          : LocalDateTime.parse(typed.nextUpdate(), TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private void text(Content.Text text, int i, Set<String> tags) {
    if (!text.language().matches(TAG)) {
      errors.put("language-" + i, "Write a language tag such as en, de or pt-br.");
    } else if (!tags.add(text.language())) {
      errors.put("language-" + i, "There is another text in this language.");
    }
    line("title-" + i, "The title", text.title());
    if (text.note().length() > LONGEST_NOTE || isHostile(text.note())) {
      errors.put(
          "note-" + i,
          "What changed has at most " + LONGEST_NOTE + " characters, none of them invisible.");
    } else if (text.note().contains("{{")) {
      errors.put("note-" + i, "This stands as it is; it has no fields.");
    }
    if (text.body().isEmpty() || text.body().length() > LONGEST_BODY) {
      errors.put("body-" + i, "The text has 1 to " + LONGEST_BODY + " characters.");
      return;
    }
    if (isHostile(text.body())) {
      errors.put("body-" + i, "The text has invisible characters; take them out.");
      return;
    }
    FieldText fields = FieldText.of(text.body());
    List<String> wrong = fields.objections();
    if (!wrong.isEmpty()) {
      errors.put("body-" + i, String.join(" ", wrong));
    } else if (typed.isLast()
        && fields.fields().stream().anyMatch(field -> field.name().equals("next-update"))) {
      errors.put("body-" + i, "It uses {{next-update}}, and no further update is promised.");
    }
  }

  /** What the chosen exposure does not bear out. */
  void prove(FrozenFigures figures) {
    for (int i = 0; i < typed.texts().size(); i++) {
      List<String> wrong = Proofs.objections(FieldText.of(typed.texts().get(i).body()), figures);
      if (!wrong.isEmpty()) {
        errors.putIfAbsent("body-" + i, String.join(" ", wrong));
      }
    }
  }

  void fail(String field, String why) {
    errors.putIfAbsent(field, why);
  }

  /** A sound form, with the numbers that fill it. */
  Content content(Figures figures) {
    return new Content(typed.publisher(), nextUpdate(), typed.withdraws(), figures, typed.texts());
  }

  private static boolean isHostile(String text) {
    return text.codePoints().anyMatch(PlainText::isHostile);
  }

  private void line(String field, String name, String value) {
    if (value.isEmpty() || value.length() > LONGEST_LINE) {
      errors.put(field, name + " has 1 to " + LONGEST_LINE + " characters.");
    } else if (isHostile(value) || value.contains("\n")) {
      errors.put(field, name + " is one line without invisible characters.");
    } else if (value.contains("{{")) {
      errors.put(field, "This stands as it is; it has no fields.");
    }
  }
}
