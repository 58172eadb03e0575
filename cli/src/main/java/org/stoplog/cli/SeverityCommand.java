package org.stoplog.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.DataClass;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.catalog.severity.Enablement;
import org.stoplog.catalog.severity.Severity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How bad a breach of some elements is for the people whose they are. */
@Command(
    name = "severity",
    description = {
      "Score how bad a breach is for people: ENISA's method of 2013, and beside it our own score of"
          + " how far the data lets somebody deceive them.",
      "Neither decides what a law asks for."
    })
final class SeverityCommand implements Callable<Integer> {
  private static final int MOST_TARGET = 2;

  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "ELEMENT",
      description = "What of somebody's was in it: contact.email person.full_name.")
  List<String> ids = List.of();

  @Option(
      names = "--identification",
      paramLabel = "HOW",
      defaultValue = "maximum",
      description =
          "How easily they are found by it: negligible, limited, significant or maximum (the"
              + " default).")
  String identification = "";

  @Option(
      names = "--got-by",
      paramLabel = "WHOM",
      defaultValue = "unknown-recipients",
      description = "not-seen, known-recipients or unknown-recipients (the default).")
  String confidentiality = "";

  @Option(
      names = "--altered",
      paramLabel = "HOW",
      defaultValue = "not-used",
      description = "not-used (the default), recoverable or not-recoverable.")
  String integrity = "";

  @Option(
      names = "--availability",
      paramLabel = "HOW",
      defaultValue = "there",
      description = "there (the default), temporarily-lost or lost.")
  String availability = "";

  @Option(
      names = "--by-mistake",
      description = "It was an error, a loss or a bug, and nobody's intent.")
  boolean isMistake;

  @Option(
      names = "--points",
      paramLabel = "CLASS=POINTS",
      description =
          "Points of a class of data in this breach, 1 to 4: simple, behavioural, financial,"
              + " sensitive. Its own by default.")
  @Nullable Map<String, Integer> points;

  @Option(names = "--because", paramLabel = "TEXT", description = "Why points are moved.")
  String because = "";

  @Option(
      names = "--threat",
      paramLabel = "WHAT",
      defaultValue = "unknown",
      description = "What is known of the thief: unknown (the default), theft or used.")
  String threat = "";

  @Option(
      names = "--target",
      paramLabel = "POINTS",
      defaultValue = "0",
      description = "2 for an administrator, somebody who pays or a minor; 0 by default.")
  int target;

  SeverityCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ElementSet elements = elements();
    if (target < 0 || target > MOST_TARGET) {
      throw wrong("--target: 0, 1 or 2");
    }
    Severity severity =
        new Severity(
            contexts(elements),
            one(Severity.Identification.class, "--identification", identification),
            new Severity.Circumstances(
                one(Severity.Confidentiality.class, "--got-by", confidentiality),
                one(Severity.Integrity.class, "--altered", integrity),
                one(Severity.Availability.class, "--availability", availability),
                !isMistake));
    Enablement enablement =
        Enablement.of(elements, true, target, one(Enablement.Threat.class, "--threat", threat));
    if (session.json()) {
      session.printJson(json(severity, enablement));
      return 0;
    }
    session.println(
        "ENISA: "
            + severity.score()
            + ", "
            + word(severity.band())
            + " ("
            + word(severity.context().dataClass())
            + " data, "
            + severity.context().points()
            + " points; "
            + severity.toEdge()
            + " to the next edge)");
    session.println(
        "Deception: "
            + enablement.sum()
            + " of 16, "
            + word(enablement.band())
            + " (rules "
            + enablement.version()
            + ")");
    Table table = new Table("PART", "POINTS");
    for (Enablement.Part part : Enablement.Part.values()) {
      table.row(word(part), enablement.points().getOrDefault(part, 0));
    }
    session.print(table);
    if (severity.isAtEdge()) {
      session.note("stoplog: a band of ENISA's begins within 0.25: one choice decides it");
    }
    session.note("stoplog: ENISA's tables are from secondary sources: not verified");
    session.note("stoplog: the score of deception is our own judgement, validated by nobody");
    return 0;
  }

  private ElementSet elements() {
    for (String id : ids) {
      if (Elements.catalogue().find(id).isEmpty()) {
        List<String> known = Elements.catalogue().all().stream().map(Element::id).toList();
        throw wrong("there is no element " + id + "; " + Nearest.hint(id, known));
      }
    }
    return Elements.catalogue().setOf(ids);
  }

  private List<Severity.Context> contexts(ElementSet elements) {
    Map<DataClass, Integer> moved = new LinkedHashMap<>();
    (points == null ? Map.<String, Integer>of() : points)
        .forEach((name, value) -> moved.put(one(DataClass.class, "--points", name), value));
    List<Severity.Context> contexts = new ArrayList<>();
    for (Severity.Context start : Severity.start(elements)) {
      Integer value = moved.remove(start.dataClass());
      try {
        contexts.add(
            value == null ? start : new Severity.Context(start.dataClass(), value, because));
      } catch (IllegalArgumentException e) {
        throw wrong("--points: " + e.getMessage() + "; --because gives one");
      }
    }
    if (!moved.isEmpty()) {
      throw wrong(
          "--points: none of the elements is " + word(moved.keySet().iterator().next()) + " data");
    }
    return contexts;
  }

  private static <E extends Enum<E>> E one(Class<E> type, String option, String typed) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> word(value).equals(typed))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    option
                        + ": there is no "
                        + typed
                        + "; "
                        + Nearest.hint(
                            typed,
                            Arrays.stream(type.getEnumConstants())
                                .map(SeverityCommand::word)
                                .toList())));
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static StoplogException wrong(String what) {
    return new StoplogException(Problem.USAGE, what);
  }

  private static Map<String, Object> json(Severity severity, Enablement enablement) {
    Map<String, Object> enisa = new LinkedHashMap<>();
    enisa.put("score", severity.score());
    enisa.put("band", word(severity.band()));
    enisa.put("class", word(severity.context().dataClass()));
    enisa.put("points", severity.context().points());
    enisa.put("reason", severity.context().reason());
    enisa.put("toEdge", severity.toEdge());
    enisa.put("atEdge", severity.isAtEdge());
    enisa.put("verified", false);
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Enablement.Part part : Enablement.Part.values()) {
      parts.put(word(part), enablement.points().getOrDefault(part, 0));
    }
    Map<String, Object> deception = new LinkedHashMap<>();
    deception.put("sum", enablement.sum());
    deception.put("band", word(enablement.band()));
    deception.put("parts", parts);
    deception.put("rules", enablement.version());
    deception.put("validated", false);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("enisa", enisa);
    json.put("deception", deception);
    return json;
  }
}
