package org.stoplog.server.agreements;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a supplier may promise, in a form that what happens can be held against. */
public enum ClauseKind {
  /** Of a breach; the hours run from when it noticed it, or was sure. */
  NOTICE("tells us of a breach", "hours", List.of("detection", "confirmation")),
  /** Whose and which data, row by row. */
  DATA("hands over whose and which data it is", "days", List.of("notice", "confirmation")),
  DELETION("deletes all that it has, and proves it", "days", List.of("end")),
  SUB_PROCESSORS("names a new sub-processor before it begins", "days", List.of()),
  LOGS("keeps logs of who saw the data", "days", List.of()),
  AUDIT("lets us audit it", null, List.of()),
  MFA("asks its own staff for a second factor", null, List.of()),
  PLACES("keeps the data in agreed places", null, List.of());

  private static final Map<String, String> EVENTS =
      Map.of(
          "detection", "it noticed the breach",
          "confirmation", "it was sure of the breach",
          "notice", "it told us",
          "end", "the engagement ended");

  private final String words;
  private final @Nullable String unit;
  private final List<String> events;

  /**
   * @param unit of its number; null for a promise without one
   * @param events that its number runs from; none for what runs from nothing
   */
  ClauseKind(String words, @Nullable String unit, List<String> events) {
    this.words = words;
    this.unit = unit;
    this.events = events;
  }

  /** For people, after the name of the supplier. */
  public String words() {
    return words;
  }

  @Nullable String unit() {
    return unit;
  }

  List<String> events() {
    return events;
  }

  static String event(String word) {
    return EVENTS.getOrDefault(word, word);
  }

  /** As it is stored and sent. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<ClauseKind> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
