package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.server.mail.Letter;
import org.stoplog.server.mail.MailRoute;

/**
 * What was chosen for a campaign, as it was typed.
 *
 * @param whom of a campaign {@code all}, {@code tier-1} to {@code tier-4}, or the number of one
 *     supplier; of a sweep nothing
 * @param ways of a sweep: in what a supplier must be like the breached one to be asked, any of
 *     them; {@code all} for everybody
 */
record CampaignForm(
    String title,
    String set,
    String due,
    String why,
    String route,
    String days,
    String language,
    String remind,
    String subject,
    String body,
    String whom,
    Set<String> ways) {
  static final int MOST_DAYS = 90;
  private static final int MOST_REMIND = 30;
  private static final int LONGEST_TITLE = 120;
  private static final int LONGEST_WHY = 500;

  CampaignForm {
    ways = Set.copyOf(ways);
  }

  /** As it is offered first. */
  static CampaignForm first(boolean isSweep, String whom, LocalDate today) {
    Letter letter = CampaignText.first("en", isSweep);
    return new CampaignForm(
        isSweep ? "Sweep" : "",
        isSweep ? "sweep" : "mvsp",
        today.plusDays(isSweep ? 2 : 28).toString(),
        "",
        "",
        isSweep ? "14" : "45",
        "en",
        isSweep ? "1" : "7",
        letter.subject(),
        letter.body(),
        whom,
        Set.of("kind", "chain", "elements", "path"));
  }

  static CampaignForm read(MultiValueMap<String, String> fields) {
    List<String> ways = fields.get("way");
    return new CampaignForm(
        one(fields, "title"),
        one(fields, "set"),
        one(fields, "due"),
        one(fields, "why"),
        one(fields, "route"),
        one(fields, "days"),
        one(fields, "language"),
        one(fields, "remind"),
        one(fields, "subject"),
        one(fields, "body").replace("\r\n", "\n"),
        one(fields, "whom"),
        ways == null ? Set.of() : Set.copyOf(ways));
  }

  static String one(MultiValueMap<String, String> fields, String name) {
    String value = fields.getFirst(name);
    return value == null ? "" : value.strip();
  }

  /** The same, with what a plan or a rule asks. */
  CampaignForm asking(
      String title,
      String set,
      LocalDate due,
      String why,
      int route,
      int days,
      String language,
      int remind,
      Letter letter) {
    return new CampaignForm(
        title,
        set,
        due.toString(),
        why,
        "" + route,
        "" + days,
        language,
        "" + remind,
        letter.subject(),
        letter.body(),
        whom,
        ways);
  }

  Letter letter() {
    return new Letter(subject, body);
  }

  /** Empty for what is no day. */
  Optional<LocalDate> dueDay() {
    try {
      return Optional.of(LocalDate.parse(due));
    } catch (java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  int daysNumber() {
    return Integer.parseInt(days);
  }

  int remindNumber() {
    return Integer.parseInt(remind);
  }

  /**
   * What is wrong with it.
   *
   * @param field as programs call it
   */
  record Wrong(String field, String says) {}

  /** What is wrong; null when nothing is. */
  @Nullable String objection(List<MailRoute> routes, LocalDate today, boolean isSweep) {
    Wrong wrong = wrong(routes, today, isSweep);
    return wrong == null ? null : wrong.says();
  }

  /** The first thing that is wrong, and where; null when nothing is. */
  @Nullable Wrong wrong(List<MailRoute> routes, LocalDate today, boolean isSweep) {
    if (title.isEmpty() || title.length() > LONGEST_TITLE) {
      return new Wrong("title", "Give it a title of 1 to 120 characters.");
    }
    if (ExpectationSets.find(set).isEmpty()) {
      return new Wrong("set", "Choose a set of questions.");
    }
    Optional<LocalDate> day = dueDay();
    if (day.isEmpty()) {
      return new Wrong("due", "Write the day until which you ask for answers as 2026-01-31.");
    }
    if (day.get().isBefore(today)) {
      return new Wrong("due", "Answers are due on a day that is still to come.");
    }
    if (!isSweep && (why.isEmpty() || why.length() > LONGEST_WHY)) {
      return new Wrong("why", "Say in 1 to 500 characters what it is made for.");
    }
    if (routes.stream().noneMatch(one -> Integer.toString(one.id()).equals(route))) {
      return new Wrong(
          "route",
          "Choose the mail route that it goes out by. An administrator adds one under Mail.");
    }
    if (!days.matches("[0-9]{1,2}") || daysNumber() < 1 || daysNumber() > MOST_DAYS) {
      return new Wrong("days", "A link works for 1 to 90 days.");
    }
    if (today.plusDays(daysNumber()).isBefore(day.get())) {
      return new Wrong(
          "days", "The link would end before answers are due. Let it work for more days.");
    }
    if (!remind.matches("[0-9]{1,2}") || remindNumber() > MOST_REMIND) {
      return new Wrong("remind", "Reminders go out 0 to 30 days before answers are due.");
    }
    if (!CampaignText.LANGUAGES.contains(language)) {
      return new Wrong("language", "Choose a language.");
    }
    String letter = letter().objection(CampaignText.FIELDS);
    return letter.isEmpty() ? null : new Wrong("body", letter);
  }
}
