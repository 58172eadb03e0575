package org.stoplog.server.clocks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Clock;
import org.stoplog.catalog.obligations.Duty;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.catalog.obligations.Obligations;

/** Duties in words. */
final class DutyWords {
  private DutyWords() {}

  static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String words(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String outcome(Duty.Outcome outcome) {
    return switch (outcome) {
      case REQUIRED -> "required";
      case COUNSEL -> "for counsel to decide";
      case VOLUNTARY -> "voluntary";
      case NOT_REQUIRED -> "not required";
    };
  }

  /** What nobody knows yet, as a question. */
  static String question(String key) {
    return switch (key) {
      case Duty.HARM -> "How likely is it that the breach harms people?";
      case Duty.ELEMENTS -> "Which data of people is it, exactly?";
      case Duty.PLACES -> "In which state or country do people live?";
      case "accessed", "acquired", "disclosed", "used", "lost", "altered" ->
          "Was the data " + key + "?";
      case "attack" -> "Was it an attack?";
      case "minors" -> "Are minors among them?";
      case "elderly" -> "Are elderly people among them?";
      case "large-scale" -> "Is the processing on a large scale?";
      case "unintelligible" -> "Was the data encrypted, with the key safe?";
      case "good-faith" -> "Was it taken in good faith, by somebody who may work with it?";
      default -> key;
    };
  }

  /** What the notice must hold; a key of the catalogue as words. */
  static List<String> content(Obligation one) {
    return one.content().stream()
        .map(line -> line.matches("[a-z0-9-]+") ? line.replace('-', ' ') : line)
        .toList();
  }

  /**
   * All that the catalogue has on it; null lines are left out.
   *
   * @param whose words for whose rule it is; null for one of ours
   */
  static List<DutyPage.Pair> pairs(Obligation one, @Nullable String whose) {
    List<DutyPage.Pair> pairs = new ArrayList<>();
    add(pairs, "Whose rule", whose);
    add(pairs, "Place", one.jurisdiction());
    add(pairs, "Of it", one.regime());
    add(pairs, "Law", one.law());
    add(pairs, "Where it stands", one.citation());
    add(pairs, "Who is told", one.recipient() + " (" + words(one.tells()) + ")");
    add(
        pairs,
        "Falls on",
        one.roles().stream()
            .sorted()
            .map(role -> Obligations.catalogue().roles().getOrDefault(role, role))
            .collect(Collectors.joining("; ")));
    add(pairs, "The law's word for them", one.roleSays());
    add(pairs, "When", one.says());
    add(pairs, "Test of harm", one.harmTest());
    add(
        pairs,
        "Falls away",
        one.unless().isEmpty()
            ? null
            : one.unless().stream().map(DutyWords::question).collect(Collectors.joining(" ")));
    add(pairs, "Within", one.clock().words());
    add(
        pairs,
        "What else it says of the time",
        one.clock().within() == null ? null : one.clock().says());
    Clock.Term guidance = one.clock().guidance();
    add(pairs, "What the authority expects", guidance == null ? null : guidance.words());
    add(pairs, "Step", one.stage());
    add(pairs, "In this form since", one.from() == null ? "not known" : one.from().toString());
    add(pairs, "Until", one.until() == null ? null : one.until().toString());
    add(pairs, "Status", words(one.status()) + ", " + words(one.binding()));
    add(pairs, "Note", one.note());
    add(pairs, "How sure we are", one.confidence());
    add(pairs, "Checked", one.checked());
    return pairs;
  }

  private static void add(List<DutyPage.Pair> pairs, String name, @Nullable String text) {
    if (text != null) {
      pairs.add(new DutyPage.Pair(name, text));
    }
  }
}
