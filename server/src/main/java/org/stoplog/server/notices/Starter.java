package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.List;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.letters.ReadyLetter;
import org.stoplog.catalog.letters.ReadyLetters;

/** The texts that a new notice begins with: drafts to be read, changed and checked by people. */
final class Starter {
  private Starter() {}

  /**
   * What is known beforehand, and can be changed.
   *
   * @param company our name, as mail routes say it; may be empty
   * @param supplier the supplier's name; empty while nobody knows which it is
   * @param senders domains that our mail comes from
   */
  record Known(String company, String supplier, List<String> senders) {
    Known {
      senders = List.copyOf(senders);
    }
  }

  /**
   * @param languages of ready-made texts; others are left out, and English stands for none
   */
  static Content content(Known known, List<String> languages) {
    Content empty =
        new Content(
            "",
            "",
            "",
            "",
            new Content.More(
                "",
                "",
                known.company(),
                known.supplier(),
                known.senders(),
                ElementSet.NONE,
                java.util.Set.of()),
            List.of());
    Content content = with(empty, languages);
    return content.texts().isEmpty() ? with(empty, List.of("en")) : content;
  }

  /** With ready-made texts in more languages; one that is there stays as it is. */
  static Content with(Content content, List<String> languages) {
    List<Content.Text> texts = new ArrayList<>(content.texts());
    for (ReadyLetter letter : ReadyLetters.all()) {
      if (languages.contains(letter.language())
          && texts.stream().noneMatch(text -> text.language().equals(letter.language()))) {
        texts.add(text(letter));
      }
    }
    return new Content(
        content.title(),
        content.contact(),
        content.learned(),
        content.happened(),
        content.more(),
        texts);
  }

  static Content.Text text(ReadyLetter letter) {
    return new Content.Text(
        letter.language(), letter.subject(), letter.body(), letter.stranger(), letter.unknown());
  }
}
