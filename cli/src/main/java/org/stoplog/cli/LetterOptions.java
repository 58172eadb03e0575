package org.stoplog.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What suppliers are written, and by which way. */
final class LetterOptions {
  @Option(
      names = "--route",
      paramLabel = "NAME",
      description = "Mail route; of a new one it may be left out when there is one alone.")
  @Nullable String route;

  @Option(names = "--language", paramLabel = "WORD", description = "en, de, fr or es.")
  @Nullable String language;

  @Option(
      names = "--remind",
      paramLabel = "DAYS",
      description = "So long before it is due whoever is silent is written again; 0 for never.")
  @Nullable Integer remind;

  @Option(names = "--subject", paramLabel = "TEXT", description = "Subject of the letter.")
  @Nullable String subject;

  @Option(
      names = "--letter",
      paramLabel = "FILE",
      description = "Text of the letter, with {{link}} in it.")
  @Nullable Path letter;

  /**
   * @param reminding field of the body that says when reminders go out
   */
  void put(Map<String, Object> body, String reminding) {
    CampaignOptions.put(body, "route", route);
    CampaignOptions.put(body, "language", language);
    CampaignOptions.put(body, reminding, remind);
    CampaignOptions.put(body, "subject", subject);
    CampaignOptions.put(body, "body", letter == null ? null : SentFiles.text(letter));
  }
}
