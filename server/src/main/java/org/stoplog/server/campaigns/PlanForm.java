package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** A plan as it was typed. */
record PlanForm(
    String title,
    Set<String> tiers,
    String every,
    String first,
    String skip,
    boolean starts,
    AskingForm asking) {
  private static final int LONGEST_TITLE = 100;
  private static final int MOST_MONTHS = 36;
  private static final int MOST_YEARS_AHEAD = 5;
  private static final int MOST_SKIP = 730;

  PlanForm {
    tiers = Set.copyOf(tiers);
  }

  /**
   * As it is offered first.
   *
   * @param language that the letter is in, too
   */
  static PlanForm first(UUID responsible, LocalDate today, String language) {
    return new PlanForm(
        "",
        Set.of("1"),
        "12",
        today.plusDays(1).toString(),
        "90",
        false,
        AskingForm.first(responsible, language));
  }

  static PlanForm of(Plan one) {
    return new PlanForm(
        one.title(),
        Set.copyOf(one.tiers().stream().map(String::valueOf).toList()),
        "" + one.days().every(),
        one.days().first().toString(),
        "" + one.skip(),
        one.starts(),
        AskingForm.of(one.asking()));
  }

  static PlanForm read(MultiValueMap<String, String> fields) {
    List<String> tiers = fields.get("tier");
    return new PlanForm(
        CampaignForm.one(fields, "title"),
        tiers == null ? Set.of() : Set.copyOf(tiers),
        CampaignForm.one(fields, "every"),
        CampaignForm.one(fields, "first"),
        CampaignForm.one(fields, "skip"),
        CampaignForm.one(fields, "starts").equals("yes"),
        AskingForm.read(fields));
  }

  /** Empty for what is no day. */
  Optional<LocalDate> firstDay() {
    try {
      return Optional.of(LocalDate.parse(first));
    } catch (java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  PlanDays days() {
    return new PlanDays(firstDay().orElseThrow(), Integer.parseInt(every));
  }

  List<Integer> tierNumbers() {
    return new TreeSet<>(tiers).stream().map(Integer::valueOf).toList();
  }

  /**
   * The first thing that is wrong, and where; null when nothing is.
   *
   * @param before its days as they are kept; null for a new plan. They may have begun.
   */
  CampaignForm.@Nullable Wrong wrong(AskingView view, LocalDate today, @Nullable PlanDays before) {
    if (title.isEmpty() || title.length() > LONGEST_TITLE) {
      return new CampaignForm.Wrong("title", "Give it a title of 1 to 100 characters.");
    }
    if (tiers.isEmpty() || !tiers.stream().allMatch(one -> one.matches("[1-4]"))) {
      return new CampaignForm.Wrong("tiers", "Choose at least one tier.");
    }
    if (!every.matches("[0-9]{1,2}")
        || Integer.parseInt(every) < 1
        || Integer.parseInt(every) > MOST_MONTHS) {
      return new CampaignForm.Wrong("months", "It comes again every 1 to 36 months.");
    }
    Optional<LocalDate> day = firstDay();
    if (day.isEmpty()) {
      return new CampaignForm.Wrong("firstDay", "Write the first day as 2026-01-31.");
    }
    if (!days().equals(before)
        && (day.get().isBefore(today) || day.get().isAfter(today.plusYears(MOST_YEARS_AHEAD)))) {
      return new CampaignForm.Wrong(
          "firstDay", "The first day is today or a day of the next five years.");
    }
    if (!skip.matches("[0-9]{1,3}") || Integer.parseInt(skip) > MOST_SKIP) {
      return new CampaignForm.Wrong(
          "skipDays", "Whoever was asked within 0 to 730 days can be left out.");
    }
    return view.wrong(asking);
  }
}
