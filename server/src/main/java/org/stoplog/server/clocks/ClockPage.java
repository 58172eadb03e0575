package org.stoplog.server.clocks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One duty in an incident: what it comes to and why.
 *
 * @param state what it comes to and by when, or what it waits for
 * @param counted how the deadline was counted
 * @param held what holds it back; null for nothing
 * @param because what decided it
 * @param unknown what nobody knows and could change it
 * @param acts of this incident that may meet it
 * @param filing address of the report that it asks for; null where people are told by notices
 * @param changed what is different from when it was decided; null for nothing
 */
public record ClockPage(
    String room,
    String incident,
    String list,
    String path,
    String id,
    String catalogue,
    String recipient,
    boolean isVerified,
    String state,
    String counted,
    @Nullable String held,
    String people,
    List<String> because,
    List<String> unknown,
    @Nullable String changed,
    List<Said> said,
    List<DutyPage.Pair> pairs,
    List<String> content,
    List<String> exemptions,
    List<String> sources,
    @Nullable String filing,
    boolean canWork,
    List<ClocksPage.Choice> kinds,
    List<ClocksPage.Choice> acts,
    @Nullable String error,
    String typed) {
  public ClockPage {
    because = List.copyOf(because);
    unknown = List.copyOf(unknown);
    said = List.copyOf(said);
    pairs = List.copyOf(pairs);
    content = List.copyOf(content);
    exemptions = List.copyOf(exemptions);
    sources = List.copyOf(sources);
    kinds = List.copyOf(kinds);
    acts = List.copyOf(acts);
  }

  /**
   * What was said of it.
   *
   * @param terms what it came to then
   */
  public record Said(String what, String words, String who, String terms) {}
}
