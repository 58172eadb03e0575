package org.stoplog.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  @Option(names = "--days", paramLabel = "NUMBER", description = "How long a link works.")
  @Nullable Integer days;

  @Mixin final LetterOptions letter = new LetterOptions();

  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    put(body, "set", set);
    put(body, "due", due);
    put(body, "days", days);
    letter.put(body, "remind");
    return body;
  }

  static void put(Map<String, Object> body, String field, @Nullable Object value) {
    if (value != null) {
      body.put(field, value);
    }
  }
}
