package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/** The form of a notice: what was typed, and what is wrong with it. */
final class ContentForm {
  private static final int MOST_LANGUAGES = 30;
  private static final int LONGEST_LINE = 150;
  private static final int LONGEST_CONTACT = 1_000;
  private static final int LONGEST_BODY = 20_000;
  private static final int MOST_SENDERS = 20;
  private static final String TAG = "[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}";

  private final Content content;
  private final Collection<String> hosts;
  private final Map<String, String> errors = new LinkedHashMap<>();

  private ContentForm(Content content, Collection<String> hosts) {
    this.content = content;
    this.hosts = List.copyOf(hosts);
    check();
  }

  /**
   * Reads what was typed. Texts of a language that are left empty altogether are none.
   *
   * @param hosts to which links are allowed
   */
  static ContentForm read(MultiValueMap<String, String> fields, Collection<String> hosts) {
    Map<String, String> dates =
        Map.of(
            Field.LEARNED.word(), at(fields, "learned", 0).strip(),
            Field.HAPPENED.word(), at(fields, "happened", 0).strip(),
            Field.NEXT_UPDATE.word(), at(fields, "next-update", 0).strip());
    List<String> checked = fields.getOrDefault("checked", List.of());
    List<Content.Text> texts = new ArrayList<>();
    int count = fields.getOrDefault("language", List.of()).size();
    for (int i = 0; i < Math.min(count, MOST_LANGUAGES + 1); i++) {
      String language = at(fields, "language", i).strip().toLowerCase(Locale.ROOT);
      Content.Text text =
          new Content.Text(
              language,
              at(fields, "subject", i).strip(),
              at(fields, "body", i).replace("\r\n", "\n").replace('\r', '\n').strip(),
              at(fields, "stranger", i).strip(),
              at(fields, "unknown", i).strip(),
              checked.contains(Integer.toString(i)),
              LetterWords.of(language).saying(language, dates));
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
            more(fields),
            texts),
        hosts);
  }

  private static Content.More more(MultiValueMap<String, String> fields) {
    ElementSet notIncluded = ElementSet.NONE;
    for (String id : words(fields, "not-included")) {
      ElementSet one = Elements.catalogue().find(id).map(Element::asSet).orElse(ElementSet.NONE);
      notIncluded = notIncluded.plus(one);
    }
    Set<Block> omits = EnumSet.noneOf(Block.class);
    words(fields, "omits").forEach(word -> Block.of(word).ifPresent(omits::add));
    return new Content.More(
        at(fields, "learned-from", 0).strip(),
        at(fields, "next-update", 0).strip(),
        at(fields, "company", 0).strip(),
        at(fields, "supplier", 0).strip(),
        words(fields, "senders"),
        notIncluded,
        omits);
  }

  /** Words of several boxes, or of one field. */
  private static List<String> words(MultiValueMap<String, String> fields, String name) {
    return fields.getOrDefault(name, List.of()).stream()
        .filter(value -> value != null && value.length() <= LONGEST_BODY)
        .flatMap(value -> Stream.of(value.strip().split("[\\s,]+")))
        .filter(word -> !word.isEmpty())
        .distinct()
        .toList();
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
    line("learned-from", "Who told us", content.more().learnedFrom(), false);
    line("next-update", "When the next news comes", content.more().nextUpdate(), false);
    line("company", "Our name", content.more().company(), false);
    line("supplier", "The supplier's name", content.more().supplier(), false);
    senders();
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

  private void senders() {
    List<String> senders = content.more().senders();
    for (String sender : senders) {
      String host = Links.host(sender);
      if (host == null || !host.equalsIgnoreCase(sender)) {
        errors.put("senders", "Write domains such as example.org, one a line.");
      }
    }
    if (senders.size() > MOST_SENDERS) {
      errors.put("senders", "At most " + MOST_SENDERS + " domains.");
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
      if (!errors.containsKey("body-" + i) && !errors.containsKey("subject-" + i)) {
        markup("body-" + i, text);
      }
    }
  }

  private void markup(String field, Content.Text text) {
    Optional<String> wrong = Markup.of(text.body()).objection();
    List<String> refused = Links.of(content, text).refused(hosts);
    if (wrong.isPresent()) {
      errors.put(field, capital(wrong.get()) + ".");
    } else if (!refused.isEmpty()) {
      errors.put(
          field,
          "These links are not allowed: "
              + String.join(", ", refused.subList(0, Math.min(5, refused.size())))
              + ". Let people type the address themselves, or have the host put on the list.");
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
    Content.Text text = content.texts().isEmpty() ? null : content.texts().getFirst();
    for (Field used : Template.fields(value)) {
      if (text != null && isEmpty(used, text)) {
        errors.put(field, "It uses {{" + used.word() + "}}, which is empty above.");
      }
    }
  }

  private boolean isEmpty(Field field, Content.Text text) {
    return switch (field) {
      case NOT_INCLUDED -> content.more().notIncluded().isEmpty();
      default -> content.said(text).getOrDefault(field, "x").isEmpty();
    };
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
