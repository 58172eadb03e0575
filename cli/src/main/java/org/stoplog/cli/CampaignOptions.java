package org.stoplog.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How suppliers are asked; what is left out is as the page offers it first. */
final class CampaignOptions {
  @Option(
      names = "--set",
      paramLabel = "SET",
      description =
          "Set of questions (default: mvsp, of a sweep: sweep); campaign choices lists them.")
  @Nullable String set;

  @Option(names = "--due", paramLabel = "DAY", description = "Last day for answers.")
  @Nullable String due;

  @Option(
      names = "--route",
      paramLabel = "NAME",
      description = "Mail route; may be left out when there is one alone.")
  @Nullable String route;

  @Option(names = "--days", paramLabel = "NUMBER", description = "How long a link works.")
  @Nullable Integer days;

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

  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    put(body, "set", set);
    put(body, "due", due);
    put(body, "route", route);
    put(body, "days", days);
    put(body, "language", language);
    put(body, "remind", remind);
    put(body, "subject", subject);
    put(body, "body", letter == null ? null : SentFiles.text(letter));
    return body;
  }

  static void put(Map<String, Object> body, String field, @Nullable Object value) {
    if (value != null) {
      body.put(field, value);
    }
  }
}
