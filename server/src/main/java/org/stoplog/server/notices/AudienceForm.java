package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.severity.Severity.Band;
import org.stoplog.ledger.exposure.Affected;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.severity.Judgement;

/** What was chosen for a wave, as it was typed. */
public record AudienceForm(
    String exposure,
    String route,
    List<String> parts,
    List<String> grades,
    String whom,
    String countries,
    List<String> elements,
    List<String> roles,
    List<String> bands,
    String unaffected,
    String doubt,
    String perMinute,
    String domainPerMinute,
    String warmUp,
    String connections,
    String errorLimit,
    String price) {
  private static final int MOST_PER_MINUTE = 1_000_000;
  private static final int MOST_WARM_UP = 1_440;
  private static final int MOST_CONNECTIONS = 100;
  private static final int MOST_NAMED = 40;
  private static final int SHORTEST = 10;
  private static final int LONGEST = 500;
  static final String UNAFFECTED = "not_affected";

  /** Chosen beside elements: whoever of whom none is known. */
  static final String NO_ELEMENT = "unknown";

  public AudienceForm {
    parts = List.copyOf(parts);
    grades = List.copyOf(grades);
    elements = List.copyOf(elements);
    roles = List.copyOf(roles);
    bands = List.copyOf(bands);
  }

  /** As it is offered first. */
  static AudienceForm first() {
    List<String> grades = new ArrayList<>();
    for (Affected.Grade grade : Affected.Grade.values()) {
      grades.add(grade.name().toLowerCase(Locale.ROOT));
    }
    return new AudienceForm(
        "",
        "",
        List.of("confirmed"),
        grades,
        Choice.Whom.ALL.word(),
        "",
        List.of(),
        List.of("admin", "member", "other"),
        List.of(),
        "",
        "resend",
        "600",
        "600",
        "0",
        "1",
        "20",
        "");
  }

  static AudienceForm read(MultiValueMap<String, String> fields) {
    return new AudienceForm(
        one(fields, "exposure"),
        one(fields, "route"),
        fields.getOrDefault("part", List.of()),
        fields.getOrDefault("grade", List.of()),
        one(fields, "whom"),
        one(fields, "countries"),
        fields.getOrDefault("element", List.of()),
        fields.getOrDefault("role", List.of()),
        fields.getOrDefault("band", List.of()),
        one(fields, "unaffected"),
        one(fields, "doubt"),
        one(fields, "per-minute"),
        or(one(fields, "domain-per-minute"), one(fields, "per-minute")),
        or(one(fields, "warm-up"), "0"),
        or(one(fields, "connections"), "1"),
        one(fields, "error-limit"),
        one(fields, "price"));
  }

  /** Whether any of what narrows it was chosen. */
  public boolean isNarrowed() {
    return !countries.isEmpty()
        || !elements.isEmpty()
        || !bands.isEmpty()
        || roles.size() < Affected.Role.values().length;
  }

  private static String or(String value, String other) {
    return value.isEmpty() ? other : value;
  }

  private static String one(MultiValueMap<String, String> fields, String name) {
    String value = fields.getFirst(name);
    return value == null ? "" : value.strip();
  }

  /**
   * What is wrong; null when nothing is.
   *
   * @param countries that the directory knows
   */
  @Nullable String objection(
      List<IncidentDoor.Frozen> exposures,
      List<Way.Offered> ways,
      Map<String, Set<Integer>> countries) {
    if (exposures.stream().noneMatch(one -> Long.toString(one.exposure()).equals(exposure))) {
      return "Choose the exposure whose people are told.";
    }
    if (ways.stream().noneMatch(one -> one.word().equals(route))) {
      return "Choose the way that it goes out by.";
    }
    if (Choice.read(Choice.Part.class, parts).isEmpty()) {
      return "Choose confirmed people, possibly affected ones, or both.";
    }
    if (parts.contains(UNAFFECTED)) {
      if (parts.size() > 1) {
        return "People who are not affected get a notice of their own, apart from those who are.";
      }
      if (unaffected.length() < SHORTEST || unaffected.length() > LONGEST) {
        return "A letter to people who are not affected may alarm more than it helps: many take it"
            + " for news that they are. Say in 10 to 500 characters why they are written to.";
      }
    }
    if (Choice.read(Affected.Grade.class, grades).isEmpty()) {
      return "Choose at least one grade of evidence.";
    }
    if (Choice.Whom.of(whom).isEmpty()) {
      return "Choose who gets it, going by what they were told before.";
    }
    String narrowing = objection(countries);
    if (narrowing != null) {
      return narrowing;
    }
    if (!Set.of("resend", "stand").contains(doubt)) {
      return "Choose what is done with a copy in doubt.";
    }
    if (!isWithin(perMinute, MOST_PER_MINUTE)) {
      return "The pace is a whole number from 1 to 1000000 a minute.";
    }
    if (!isWithin(domainPerMinute, MOST_PER_MINUTE)) {
      return "The pace to one domain is a whole number from 1 to 1000000 a minute.";
    }
    if (!warmUp.equals("0") && !isWithin(warmUp, MOST_WARM_UP)) {
      return "The pace rises within 0 to 1440 minutes.";
    }
    if (!isWithin(connections, MOST_CONNECTIONS)) {
      return "There are 1 to 100 connections.";
    }
    if (Price.of(price).isEmpty()) {
      return "The price of a copy is a number like 0.95, with the currency after it.";
    }
    return isWithin(errorLimit, 100) ? null : "The share of refusals is 1 to 100 percent.";
  }

  private @Nullable String objection(Map<String, Set<Integer>> known) {
    for (String country : typedCountries()) {
      if (!known.containsKey(country)) {
        return "Nobody in the directory has the country "
            + PlainValue.line(country)
            + ". It knows "
            + known.keySet().stream()
                .limit(MOST_NAMED)
                .map(PlainValue::line)
                .collect(Collectors.joining(", "))
            + (known.size() > MOST_NAMED ? " and others." : ".");
      }
    }
    for (String element : elements) {
      if (!element.equals(NO_ELEMENT) && Elements.catalogue().find(element).isEmpty()) {
        return "Choose elements of the list.";
      }
    }
    if (Choice.read(Band.class, bands).size() < bands.size()) {
      return "Choose severities of the list.";
    }
    return Choice.read(Affected.Role.class, roles).isEmpty()
        ? "Choose administrators of organisations, other members, people of none, or several."
        : null;
  }

  private List<String> typedCountries() {
    return Arrays.stream(countries.toUpperCase(Locale.ROOT).split("[,;]"))
        .map(String::strip)
        .filter(country -> !country.isEmpty())
        .toList();
  }

  private Filter filter(Map<String, Set<Integer>> known, Judgement judgement) {
    Set<Integer> codes = new TreeSet<>();
    typedCountries().forEach(country -> codes.addAll(known.getOrDefault(country, Set.of())));
    return new Filter(
        codes,
        Elements.catalogue()
            .setOf(elements.stream().filter(one -> !one.equals(NO_ELEMENT)).toList()),
        elements.contains(NO_ELEMENT),
        Choice.read(Affected.Role.class, roles),
        Choice.read(Band.class, bands),
        bands.isEmpty() ? Judgement.NONE : judgement);
  }

  private static boolean isWithin(String number, int most) {
    return number.matches("[0-9]{1,7}")
        && Integer.parseInt(number) >= 1
        && Integer.parseInt(number) <= most;
  }

  /**
   * Of a form without objection.
   *
   * @param judgement that bands of severity are by
   */
  Wave.Terms terms(
      List<IncidentDoor.Frozen> exposures,
      List<Way.Offered> ways,
      Map<String, Set<Integer>> countries,
      Judgement judgement) {
    IncidentDoor.Frozen frozen =
        exposures.stream()
            .filter(one -> Long.toString(one.exposure()).equals(exposure))
            .findFirst()
            .orElseThrow();
    Way.Offered way =
        ways.stream().filter(one -> one.word().equals(route)).findFirst().orElseThrow();
    return new Wave.Terms(
        way.drill(),
        way.way(),
        Price.of(price).orElseThrow(),
        frozen.exposure(),
        frozen.sha256(),
        new Choice(
            Choice.read(Choice.Part.class, parts),
            Choice.read(Affected.Grade.class, grades),
            Choice.Whom.of(whom).orElseThrow(),
            filter(countries, judgement)),
        doubt.equals("resend"),
        Integer.parseInt(perMinute),
        Integer.parseInt(domainPerMinute),
        Integer.parseInt(warmUp),
        Integer.parseInt(connections),
        Integer.parseInt(errorLimit));
  }
}
