package org.stoplog.server.statements;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoplog.catalog.letters.Claims;
import org.stoplog.catalog.letters.ReadyLetters;

/** What somebody should look at before a text goes out. */
final class Lint {
  /** Digits that somebody typed and that speak of people. Every part is of bounded length. */
  private static final Pattern TYPED =
      Pattern.compile(
          "\\d[\\d.,' \u00a0\u2009\u202f]{0,14} ?(?:\\p{L}{1,20} ){0,2}"
              + "(?:people|persons?|users?|accounts?|customers?|individuals?|members?|employees?"
              + "|patients?|menschen|personen|nutzer|nutzerinnen|kunden|kundinnen|konten"
              + "|mitglieder|betroffene|personnes|clients|comptes|personas|cuentas)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Pattern NEGATION =
      Pattern.compile(
          "\\b(?:not|no|none|never|neither|nor|without|unaffected|isn't|aren't|wasn't|weren't"
              + "|didn't|nicht|kein\\w{0,2}|ohne|weder|pas|aucune?|sans|ningun[oa]?|sin|nessun[oa]?|non|senza|nenhum[a]?|não|geen|niet|nie|inte|ikke|ei)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** As the text that a statement begins with has them; links have an address after them. */
  private static final Pattern LEFT_OPEN = Pattern.compile("\\[[^\\[\\]\n]{1,80}](?![(\\[:])");

  private static final int EVENING = 16;

  private Lint() {}

  /** Places that are still to be filled in: with one of them nothing is published. */
  static List<String> leftOpen(Content content) {
    List<String> open = new ArrayList<>();
    for (Content.Text text : content.texts()) {
      Matcher left = LEFT_OPEN.matcher(text.title() + "\n" + text.note() + "\n" + text.body());
      while (left.find()) {
        open.add(text.language() + ": " + left.group() + " is still to be filled in.");
      }
    }
    return open;
  }

  /** Warnings on a revision's texts. */
  static List<String> of(Content content, boolean isFirst) {
    List<String> warnings = new ArrayList<>();
    for (Content.Text text : content.texts()) {
      String whole = text.title() + ".\n" + text.note() + "\n" + text.body();
      String where = text.language() + ": ";
      Matcher typed = TYPED.matcher(whole);
      while (typed.find()) {
        warnings.add(
            where
                + "\""
                + typed.group().strip()
                + "\" is a number that was typed by hand; a field such as {{people}} follows the"
                + " exposure.");
      }
      for (String sentence : whole.split("(?<=[.!?])\\s|\\n", -1)) {
        negated(sentence, text.language())
            .forEach(
                word ->
                    warnings.add(
                        where
                            + "\""
                            + sentence.strip()
                            + "\" says something of \""
                            + word
                            + "\" that nothing shows to be true; {{not-included: …}} would."));
      }
      for (String link : Markdown.links(text.body())) {
        warnings.add(where + "the address " + link + " is shown as text, not as a link.");
      }
      if (!isFirst && text.note().isEmpty()) {
        warnings.add(where + "it does not say what changed, and why.");
      }
    }
    if (content.nextUpdate() == null && !content.withdraws()) {
      warnings.add("It promises no next update.");
    }
    return warnings;
  }

  /** Words by which a sentence with a negation speaks of data, outside of fields. */
  private static Collection<String> negated(String sentence, String language) {
    String words = FieldText.of(sentence).fill(field -> " ");
    return NEGATION.matcher(words).find()
        ? Claims.named(ReadyLetters.find(language).orElseGet(ReadyLetters::english), words).values()
        : List.of();
  }

  /**
   * When a publication would look like one that nobody should see: it is warned of, not refused.
   *
   * @param at by the clock of the product; days are those of UTC
   */
  static List<String> timing(Instant at) {
    ZonedDateTime when = at.atZone(ZoneOffset.UTC);
    DayOfWeek day = when.getDayOfWeek();
    List<String> warnings = new ArrayList<>();
    if (day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY) {
      warnings.add(
          "It is the weekend (by UTC): few will read it before Monday, and many complain.");
    } else if (day == DayOfWeek.FRIDAY && when.getHour() >= EVENING) {
      warnings.add("It is Friday evening (by UTC): a statement now looks as if it was hidden.");
    }
    int date = MonthDay.from(when).getMonthValue() * 100 + when.getDayOfMonth();
    if ((date >= 1224 && date <= 1226) || date == 1231 || date == 101) {
      warnings.add("It is a day on which many are away: few will read it now.");
    }
    return warnings;
  }
}
