package org.stoplog.server.sightings;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.reader.PageText;
import tools.jackson.databind.JsonNode;

/**
 * A catalogue of breaches in the form that Have I Been Pwned gives at /api/v3/breaches and others
 * took over: an array of objects with Name, Title, Domain, BreachDate and more.
 */
final class BreachCatalogue {
  static final String WHAT = "catalogue of breaches";

  /** From memory, not verified; what is passed on must name its source. */
  static final String SOURCE =
      "If the catalogue is that of Have I Been Pwned: name it as the source when you pass this on"
          + " (its data is said to be under CC BY 4.0; from memory, not verified).";

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TEXT = 2_000;
  private static final int MOST_CLASSES = 50;

  private BreachCatalogue() {}

  /**
   * Reads it, and finds whose breaches are in it.
   *
   * @throws LookFailed when any of it is wrong: then nothing of it counts
   */
  static Seen look(byte[] bytes, Before before) {
    List<Found> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int[] count = new int[1];
    JsonLists.each(
        bytes,
        null,
        WHAT,
        (entry, number) -> {
          String name = required(entry, "Name", number);
          if (!names.add(name)) {
            throw wrong(number, "has the name of another one");
          }
          count[0]++;
          String version = changed(entry, number);
          String day = day(entry, number);
          JsonNode domain = entry.get("Domain");
          if (domain == null || !domain.isString()) {
            return;
          }
          for (Domains.Match one : before.domains().match(domain.asString())) {
            found.add(found(entry, name, version, day, one, before));
          }
        });
    return new Seen(
        Seen.sha256(bytes),
        Numbers.of(Numbers.grouped(count[0]), "breach", "breaches")
            + " in the catalogue, "
            + found.size()
            + " of domains in the register",
        null,
        found);
  }

  private static Found found(
      JsonNode entry, String name, String version, String day, Domains.Match match, Before before) {
    String title = JsonLists.text(entry, "Title", LONGEST_NAME);
    List<String> lines = new ArrayList<>();
    lines.add(
        "Domain: %s, %s (%s)"
            .formatted(
                JsonLists.text(entry, "Domain", LONGEST_NAME),
                match.relation().words(),
                match.domain()));
    lines.add("Breached on: " + (day.isEmpty() ? "unknown" : day));
    lines.add("Entry added: " + unknown(JsonLists.text(entry, "AddedDate", LONGEST_NAME)));
    lines.add("Entry changed: " + version);
    JsonNode people = entry.get("PwnCount");
    lines.add(
        "Accounts, says the catalogue: "
            + (people != null && people.isIntegralNumber() && people.canConvertToLong()
                ? Numbers.grouped(people.asLong())
                : "unknown"));
    lines.add("Kinds of data: " + unknown(classes(entry)));
    for (String flag :
        List.of(
            "IsVerified", "IsFabricated", "IsSensitive", "IsSpamList", "IsMalware", "IsRetired")) {
      if (JsonLists.is(entry, flag)) {
        lines.add("Marked: " + flag.substring(2).replaceAll("([a-z])([A-Z])", "$1 $2"));
      }
    }
    JsonNode description = entry.get("Description");
    if (description != null && description.isString()) {
      lines.add(
          "Description: "
              + Plain.line(String.join(" ", PageText.lines(description.asString())), LONGEST_TEXT));
    }
    lines.add(SOURCE);
    return new Found(
        match.supplier(),
        name,
        version,
        before.name(match.supplier())
            + " is in a catalogue of breaches: "
            + (title.isEmpty() ? name : title)
            + (day.isEmpty() ? "" : ", " + day),
        lines,
        JsonLists.is(entry, "IsVerified") && match.relation() == Domains.Relation.SAME);
  }

  private static String classes(JsonNode entry) {
    JsonNode classes = entry.get("DataClasses");
    List<String> words = new ArrayList<>();
    if (classes != null && classes.isArray()) {
      for (JsonNode one : classes) {
        if (one.isString() && words.size() < MOST_CLASSES) {
          words.add(Plain.line(one.asString(), LONGEST_NAME));
        }
      }
    }
    return Plain.line(String.join(", ", words), LONGEST_TEXT);
  }

  private static String unknown(String text) {
    return text.isEmpty() ? "unknown" : text;
  }

  private static String required(JsonNode entry, String field, int number) {
    String text = JsonLists.text(entry, field, LONGEST_NAME);
    if (text.isEmpty()) {
      throw wrong(number, "has no " + field);
    }
    return text;
  }

  private static String day(JsonNode entry, int number) {
    String text = JsonLists.text(entry, "BreachDate", LONGEST_NAME);
    try {
      return text.isEmpty() ? "" : LocalDate.parse(text).toString();
    } catch (DateTimeParseException e) {
      throw wrong(number, "has a BreachDate that is no day (2026-01-31)");
    }
  }

  /** Of an entry that was never changed, when it was added. */
  private static String changed(JsonNode entry, int number) {
    String text = JsonLists.text(entry, "ModifiedDate", LONGEST_NAME);
    String said = text.isEmpty() ? required(entry, "AddedDate", number) : text;
    try {
      return Instant.parse(said).toString();
    } catch (DateTimeParseException e) {
      throw wrong(number, "has a ModifiedDate or AddedDate that is no time (2026-01-31T09:00:00Z)");
    }
  }

  private static LookFailed wrong(int number, String what) {
    return new LookFailed("Entry " + number + " of the catalogue " + what + ".");
  }
}
