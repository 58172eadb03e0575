package org.stoplog.server.filings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.exposure.ExposureGroups;
import org.stoplog.server.clocks.DutyDoor;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Times;
import org.stoplog.server.severity.Severities;
import org.stoplog.server.severity.SeverityWords;
import org.stoplog.server.suppliers.SupplierIds;

/**
 * What the record says that a report may be filled with. It is only ever proposed: somebody reads
 * it before it is kept.
 */
final class FilingFacts {
  private final List<Fact> all;

  private FilingFacts(List<Fact> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Something that is known.
   *
   * @param fits what is asked for, that this answers
   */
  record Fact(String title, String text, Pattern fits) {
    @Override
    public String toString() {
      return "Fact[" + title + "]";
    }
  }

  /** What no record of ours can say is asked for by these: somebody has to write it. */
  private static final Pattern NOT_OURS =
      Pattern.compile(
          "contact|officer|name of|controller|telephone|tax|identity|delay|entity|record|subject cat");

  /**
   * @param counts as the caller may see them
   * @param standing how the supplier is cut; null when that is not known
   */
  static FilingFacts of(
      IncidentDoor door,
      IncidentDoor.Seen seen,
      List<DutyDoor.Known> duties,
      Counts counts,
      @Nullable String standing) {
    List<Fact> facts = new ArrayList<>();
    List<ExposureGroups.Group> groups = door.groups(seen.jdbc(), seen.id());
    if (!groups.isEmpty()) {
      ElementSet elements =
          groups.stream()
              .map(ExposureGroups.Group::elements)
              .reduce(ElementSet.NONE, ElementSet::plus);
      add(
          facts,
          "Data",
          SeverityWords.data(elements),
          "data (categ|type)|data$|element|information");
      add(facts, "People", people(groups, counts), "number|count|how many|people|resident");
    }
    add(facts, "Times", times(door, seen), "time|date|when|period|discover");
    add(
        facts,
        "Consequences",
        consequences(door, seen, groups),
        "consequence|harm|risk|impact|sever");
    if (standing != null) {
      add(facts, "Measures", standing, "measure|remed|action|doing|steps|mitigat|protect");
    }
    add(facts, "Told", told(duties), "notification status|notices|notified|informed|timing");
    add(facts, "Incident", incident(seen), "nature|descri|happened|incident|cause|summary|general");
    return new FilingFacts(facts);
  }

  private static void add(List<Fact> facts, String title, String text, String fits) {
    if (!text.isBlank()) {
      facts.add(new Fact(title, text, Pattern.compile(fits)));
    }
  }

  private static String incident(IncidentDoor.Seen seen) {
    String supplier =
        seen.supplier() == null
            ? ""
            : new SupplierIds(seen.jdbc())
                .all().entrySet().stream()
                    .filter(one -> one.getKey().equals(seen.supplier()))
                    .map(
                        one ->
                            "The breach is at " + one.getValue().name() + ", a supplier of ours.")
                    .findFirst()
                    .orElse("");
    return (seen.name() + ": " + seen.title() + ". " + supplier).strip();
  }

  private static String people(List<ExposureGroups.Group> groups, Counts counts) {
    Map<String, Long> places = new TreeMap<>();
    groups.forEach(
        one ->
            places.merge(
                one.country().isBlank()
                    ? "no known place"
                    : one.country().strip().toUpperCase(Locale.ROOT),
                one.people(),
                Long::sum));
    Counts beside = counts.among(places.values().stream().mapToLong(Long::longValue));
    long all = groups.stream().mapToLong(ExposureGroups.Group::people).sum();
    return beside.text(all)
        + " people: "
        + places.entrySet().stream()
            .map(one -> one.getKey() + " " + beside.text(one.getValue()))
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static String times(IncidentDoor door, IncidentDoor.Seen seen) {
    return door.times(seen.jdbc(), seen.id()).stream()
        .map(one -> one.title() + ": " + one.said() + " (" + one.source() + ")")
        .collect(Collectors.joining("\n"));
  }

  private static String consequences(
      IncidentDoor door, IncidentDoor.Seen seen, List<ExposureGroups.Group> groups) {
    ElementSet elements =
        groups.stream()
            .map(ExposureGroups.Group::elements)
            .reduce(ElementSet.NONE, ElementSet::plus);
    String severity =
        new Severities(seen.jdbc(), door)
            .worst(seen.id())
            .map(
                one -> "Severity for people by ENISA's method: " + SeverityWords.score(one) + ".\n")
            .orElse("");
    return severity + String.join("\n", SeverityWords.lures(elements));
  }

  private static String told(List<DutyDoor.Known> duties) {
    return duties.stream()
        .filter(one -> one.met() != null)
        .map(one -> one.obligation().recipient() + ": " + Times.second(met(one)))
        .collect(Collectors.joining("\n"));
  }

  private static Instant met(DutyDoor.Known one) {
    return java.util.Objects.requireNonNull(one.met());
  }

  List<Fact> all() {
    return all;
  }

  /** What may answer something that is asked for; empty when nothing of ours does. */
  String proposed(String asked) {
    String words = asked.toLowerCase(Locale.ROOT);
    if (NOT_OURS.matcher(words).find()) {
      return "";
    }
    return all.stream()
        .filter(fact -> fact.fits().matcher(words).find())
        .map(Fact::text)
        .findFirst()
        .orElse("");
  }
}
