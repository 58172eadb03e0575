package org.stoplog.server.notices;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a text has filled in: {@code {{name}}}. */
enum Field {
  NAME("name", Kind.PERSON, "the person's name, else the words for somebody without one"),
  CODE(
      "code",
      Kind.PERSON,
      "the number of this letter, by which its reader can ask whether it is from us"),
  ELEMENTS("elements", Kind.PERSON, "which of their data, in words of the language; a list"),
  LURES(
      "lures",
      Kind.PERSON,
      "how somebody who has this data might deceive them; a list, by their elements"),
  PASSWORDS(
      "passwords", Kind.PERSON, "whether they need to change their password, by their elements"),
  SUPPLIER("supplier", Kind.LINE, "the supplier's name"),
  COMPANY("company", Kind.LINE, "our name, as people know it"),
  CONTACT("contact", Kind.LINE, "how to reach us"),
  LEARNED("learned", Kind.LINE, "when we learned of it"),
  LEARNED_FROM("learned-from", Kind.LINE, "who told us"),
  HAPPENED("happened", Kind.LINE, "when it happened"),
  NEXT_UPDATE("next-update", Kind.LINE, "when the next news comes"),
  NOT_INCLUDED("not-included", Kind.LIST, "which data were not included; a list"),
  SENDERS("senders", Kind.LIST, "the domains that our mail comes from; a list"),
  NEVER("never", Kind.LIST, "what we never ask; a list");

  private enum Kind {
    /** Another one in each copy. */
    PERSON,
    /** The same in all copies of a language. */
    LINE,
    LIST
  }

  /** Characters for private use: a text has none, so that one stands for each field in it. */
  private static final char FIRST = '\ue000';

  private static final char LAST_PRIVATE = '\uf8ff';
  private static final Field[] ALL = values();

  private final String word;
  private final Kind kind;
  private final String meaning;

  Field(String word, Kind kind, String meaning) {
    this.word = word;
    this.kind = kind;
    this.meaning = meaning;
  }

  /** As it stands between braces. */
  String word() {
    return word;
  }

  String meaning() {
    return meaning;
  }

  boolean isOfThePerson() {
    return kind == Kind.PERSON;
  }

  /** Whether it becomes a list where nothing else is in its paragraph. */
  boolean isList() {
    return kind == Kind.LIST || this == ELEMENTS || this == LURES;
  }

  /** Stands for it while a text is read. */
  char mark() {
    return (char) (FIRST + ordinal());
  }

  static boolean isMark(int c) {
    return c >= FIRST && c <= LAST_PRIVATE;
  }

  /** Null for a character that is no mark. */
  static @Nullable Field at(char c) {
    return c >= FIRST && c < FIRST + ALL.length ? ALL[c - FIRST] : null;
  }

  static Optional<Field> of(String word) {
    for (Field field : ALL) {
      if (field.word.equals(word)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }
}
