package org.stoplog.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a plan asks of whom, and when. */
final class PlanOptions {
  @Option(
      names = "--tier",
      paramLabel = "1-4",
      description = "Ask suppliers of this tier. May be given more than once.")
  @Nullable List<Integer> tiers;

  @Option(
      names = "--months",
      paramLabel = "NUMBER",
      description = "From one draft to the next, 1 to 36.")
  @Nullable Integer months;

  @Option(names = "--first", paramLabel = "DAY", description = "First day, as 2027-01-31.")
  @Nullable String first;

  @Option(
      names = "--set",
      paramLabel = "SET",
      description = "Set of questions; campaign choices lists them.")
  @Nullable String set;

  @Option(
      names = "--answer",
      paramLabel = "DAYS",
      description = "From a draft until answers are due, 1 to 60.")
  @Nullable Integer answer;

  @Option(
      names = "--responsible",
      paramLabel = "ID",
      description = "Account that drafts are made for, of those who may edit suppliers.")
  @Nullable String responsible;

  @Option(
      names = "--skip",
      paramLabel = "DAYS",
      description = "Leave out whoever was asked the same within them; 0 asks all.")
  @Nullable Integer skip;

  @Option(
      names = "--by-itself",
      arity = "1",
      paramLabel = "true|false",
      description = "Whether it asks by itself when nothing is missing in the draft.")
  @Nullable Boolean starts;

  @Mixin final LetterOptions letter = new LetterOptions();

  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    CampaignOptions.put(body, "tiers", tiers);
    CampaignOptions.put(body, "months", months);
    CampaignOptions.put(body, "firstDay", first);
    CampaignOptions.put(body, "set", set);
    CampaignOptions.put(body, "answerDays", answer);
    CampaignOptions.put(body, "responsible", responsible);
    CampaignOptions.put(body, "skipDays", skip);
    CampaignOptions.put(body, "startsByItself", starts);
    letter.put(body, "remindDays");
    return body;
  }
}
