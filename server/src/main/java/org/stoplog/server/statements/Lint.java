package org.stoplog.server.statements;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;

/** What somebody should look at before a text goes out; nothing of it is refused. */
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
              + "|didn't|nicht|kein\\w{0,2}|ohne|weder|pas|aucune?|sans|ningun[oa]?|sin)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Map<String, String> ELEMENTS = elements();

  private static final int EVENING = 16;

  private Lint() {}

  /** Words by which a text may name an element, in lower case, with its id. */
  private static Map<String, String> elements() {
    Map<String, String> words = new LinkedHashMap<>();
    for (Element element : Elements.catalogue().all()) {
      words.putIfAbsent(
          element.label().toLowerCase(Locale.ROOT).replaceFirst("( or |,|\\().*$", "").strip(),
          element.id());
      words.putIfAbsent(element.id().replaceFirst("^.*\\.", "").replace('_', ' '), element.id());
    }
    words.putIfAbsent("password", "auth.password_plain");
    words.putIfAbsent("credit card", "fin.card_number");
    words.putIfAbsent("card number", "fin.card_number");
    words.putIfAbsent("payment data", "fin.card_number");
    words.putIfAbsent("bank details", "fin.bank_account");
    words.putIfAbsent("passwort", "auth.password_plain");
    words.putIfAbsent("passwörter", "auth.password_plain");
    words.putIfAbsent("kreditkarte", "fin.card_number");
    words.putIfAbsent("bankverbindung", "fin.bank_account");
    words.putIfAbsent("telefonnummer", "contact.phone");
    words.putIfAbsent("mot de passe", "auth.password_plain");
    words.putIfAbsent("contraseña", "auth.password_plain");
    words.remove("name");
    return words;
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
        negated(sentence)
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

  /** Elements that a sentence with a negation speaks of in words of its own. */
  private static List<String> negated(String sentence) {
    String words = FieldText.of(sentence).fill(field -> " ").toLowerCase(Locale.ROOT);
    if (!NEGATION.matcher(words).find()) {
      return List.of();
    }
    Map<String, String> found = new LinkedHashMap<>();
    ELEMENTS.forEach(
        (word, id) -> {
          int at = words.indexOf(word);
          if (at >= 0 && (at == 0 || !Character.isLetter(words.charAt(at - 1)))) {
            found.putIfAbsent(id, word);
          }
        });
    return List.copyOf(found.values());
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
