package org.stoplog.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Duty;
import org.stoplog.catalog.obligations.Harm;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.catalog.obligations.Obligations;
import org.stoplog.catalog.obligations.Places;
import org.stoplog.catalog.obligations.Situation;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.clocks.Deadlines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Duties to tell somebody of a breach: which are known, and which of them given facts bring. */
@Command(
    name = "clocks",
    description = "Look up duties to tell of a breach, and which of them apply to given facts.")
final class ClocksCommand implements Callable<Integer> {
  private static final String FOLDER =
      "A folder of your own obligations; one with an id of ours takes its place.";

  private final Session session;

  ClocksCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(Problem.USAGE, "say what to do: clocks list, show or duties");
  }

  private static Obligations all(@Nullable Path folder) {
    return folder == null ? Obligations.catalogue() : Obligations.with(folder);
  }

  @Command(name = "list", description = "List the duties that are known.")
  int list(
      @Parameters(
              arity = "0..1",
              paramLabel = "TEXT",
              description = "Only those with this in their id, place, law or recipient.")
          @Nullable String text,
      @Option(names = "--obligations", paramLabel = "FOLDER", description = FOLDER)
          @Nullable Path folder) {
    Obligations all = all(folder);
    String wanted = text == null ? "" : text.toLowerCase(Locale.ROOT);
    List<Obligation> found =
        all.all().stream()
            .filter(
                one ->
                    String.join("\n", one.id(), one.jurisdiction(), one.law(), one.recipient())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
            .toList();
    if (session.json()) {
      session.printJson(found.stream().map(one -> json(all, one)).toList());
      return 0;
    }
    if (found.isEmpty()) {
      session.note("stoplog: no duty matches; leave TEXT out to see them all");
      return 0;
    }
    Table table = new Table("DUTY", "TELLS", "WITHIN", "LAW");
    found.forEach(
        one -> table.row(one.id() + mark(one), one.recipient(), one.clock().words(), one.law()));
    session.print(table);
    warn(found);
    return 0;
  }

  @Command(name = "show", description = "Show all that is known of one duty, and its sources.")
  int show(
      @Parameters(paramLabel = "DUTY", description = "Its id, from the list.") String id,
      @Option(names = "--obligations", paramLabel = "FOLDER", description = FOLDER)
          @Nullable Path folder) {
    Obligations all = all(folder);
    Obligation one =
        all.find(id)
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.USAGE,
                        "there is no duty "
                            + id
                            + "; "
                            + near(id, all.all().stream().map(Obligation::id).toList())));
    if (session.json()) {
      session.printJson(json(all, one));
      return 0;
    }
    json(all, one)
        .forEach(
            (name, value) -> {
              if (value instanceof List<?> list) {
                list.forEach(item -> session.println(name + ": " + item));
              } else {
                session.println(name + ": " + value);
              }
            });
    warn(List.of(one));
    return 0;
  }

  private static String near(String id, List<String> known) {
    String near = Nearest.word(id, known);
    return near.isEmpty() ? "stoplog clocks list shows them" : "did you mean \"" + near + "\"?";
  }

  @Command(
      name = "duties",
      description = {
        "Say which duties given facts bring, and which fact would change it.",
        "PEOPLE is a CSV file with the columns place, people and elements: DE,1200,contact.email"
            + " person.full_name. It is no legal advice."
      })
  int duties(
      @Parameters(paramLabel = "PEOPLE", description = "How many people have what, by place.")
          Path file,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              split = ",",
              description = "What the company is: controller (the default), processor, a sector's.")
          @Nullable List<String> roles,
      @Option(
              names = "--established",
              paramLabel = "PLACE",
              split = ",",
              required = true,
              description = "Where the company is established: IE, US-CA.")
          List<String> established,
      @Option(
              names = "--fact",
              paramLabel = "FACT=YES",
              description = "An answer: acquired=yes, attack=no, or a question that was asked.")
          @Nullable Map<String, String> facts,
      @Option(
              names = "--harm",
              paramLabel = "HARM",
              description = "As somebody judged it: unlikely, some or serious.")
          @Nullable String harm,
      @Option(names = "--day", paramLabel = "DAY", description = "By default today, in UTC.")
          @Nullable LocalDate day,
      @Option(
              names = "--at",
              paramLabel = "EVENT=TIME",
              description =
                  "When what happened: awareness=2025-11-25T18:00:00Z, discovery, determination …")
          @Nullable Map<String, String> at,
      @Option(
              names = "--done",
              paramLabel = "DUTY=TIME",
              description = "When a duty was met, on which others hang.")
          @Nullable Map<String, String> done,
      @Option(
              names = "--zone",
              paramLabel = "ZONE",
              defaultValue = "UTC",
              description = "The company's zone, in which days end: Europe/Dublin. Default: UTC.")
          String zone,
      @Option(names = "--all", description = "Also what is no duty, and why.") boolean isAll,
      @Option(names = "--obligations", paramLabel = "FOLDER", description = FOLDER)
          @Nullable Path folder) {
    Obligations all = all(folder);
    Situation situation =
        new Situation(
            roles(all, roles == null ? List.of("controller") : roles),
            places(established),
            DutiesTable.read(file),
            facts(facts == null ? Map.of() : facts),
            harm(harm),
            day == null
                ? LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC)
                : day);
    Deadlines deadlines = ClockTimes.deadlines(all, at, done, zone);
    List<Timed> duties =
        all.duties(situation).stream()
            .filter(duty -> isAll || duty.outcome() != Duty.Outcome.NOT_REQUIRED)
            .map(duty -> new Timed(duty, deadlines.of(duty.obligation())))
            .sorted(
                Comparator.comparing((Timed one) -> one.duty().outcome())
                    .thenComparing(
                        one -> one.due().by(), Comparator.nullsLast(Comparator.naturalOrder())))
            .toList();
    if (session.json()) {
      session.printJson(duties.stream().map(one -> json(all, one)).toList());
      return 0;
    }
    if (duties.isEmpty()) {
      session.note(
          "stoplog: no known duty applies; a notice may still be right, and contracts may ask for"
              + " one");
      return 0;
    }
    Table table =
        new Table("OUTCOME", "BY", "DUTY", "TELLS", "WITHIN", "PEOPLE", "WOULD CHANGE IT");
    duties.forEach(
        one ->
            table.row(
                word(one.duty().outcome()),
                by(one.due()),
                one.duty().obligation().id() + mark(one.duty().obligation()),
                one.duty().obligation().recipient(),
                one.duty().obligation().clock().words(),
                one.duty().people(),
                String.join(", ", one.duty().wouldChange())));
    session.print(table);
    if (duties.stream().anyMatch(one -> one.due().isProvisional())) {
      session.note("stoplog: ? counted from the earliest start that may be; --json says why");
    }
    warn(duties.stream().map(one -> one.duty().obligation()).toList());
    return 0;
  }

  /** A duty, and by when. */
  private record Timed(Duty duty, Deadlines.Due due) {}

  private static String by(Deadlines.Due due) {
    return due.by() == null ? "" : due.by() + (due.isProvisional() ? " ?" : "");
  }

  private static Set<String> roles(Obligations all, List<String> typed) {
    for (String role : typed) {
      if (!all.roles().containsKey(role)) {
        throw new StoplogException(
            Problem.USAGE,
            "--role: there is no role "
                + role
                + "; "
                + Nearest.hint(role, new TreeSet<>(all.roles().keySet())));
      }
    }
    return Set.copyOf(typed);
  }

  private static Set<String> places(List<String> typed) {
    Set<String> places = new TreeSet<>();
    for (String place : typed) {
      String code = place.strip().toUpperCase(Locale.ROOT);
      if (!Places.isSound(code)) {
        throw new StoplogException(
            Problem.USAGE, "--established: " + place + " is no place of ISO 3166, as IE or US-CA");
      }
      places.add(code);
    }
    return places;
  }

  private static Map<String, Boolean> facts(Map<String, String> typed) {
    Map<String, Boolean> facts = new HashMap<>();
    typed.forEach(
        (key, answer) -> {
          if (!Set.of("yes", "no").contains(answer)) {
            throw new StoplogException(Problem.USAGE, "--fact: " + key + " is yes or no");
          }
          facts.put(key, answer.equals("yes"));
        });
    return facts;
  }

  private static @Nullable Harm harm(@Nullable String typed) {
    if (typed == null) {
      return null;
    }
    try {
      return Harm.valueOf(typed.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new StoplogException(Problem.USAGE, "--harm: unlikely, some or serious", e);
    }
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String mark(Obligation one) {
    return one.isVerified() ? "" : " *";
  }

  private void warn(List<Obligation> shown) {
    if (shown.stream().anyMatch(one -> !one.isVerified())) {
      session.note("stoplog: * not verified: nobody read a source for all of it");
    }
    session.note("stoplog: facts in our own words, with sources; not legal advice");
  }

  private static Map<String, Object> json(Obligations all, Obligation one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", one.id());
    json.put("jurisdiction", one.jurisdiction());
    if (one.regime() != null) {
      json.put("regime", one.regime());
    }
    json.put("law", one.law());
    json.put("citation", one.citation());
    json.put("recipient", one.recipient());
    json.put("tells", word(one.tells()));
    json.put("dutyOf", one.roles().stream().sorted().toList());
    json.put("says", one.says());
    json.put("within", one.clock().words());
    if (one.clock().says() != null) {
      json.put("timing", one.clock().says());
    }
    json.put("content", one.content());
    json.put("exemptions", one.exemptions());
    json.put("inForceFrom", one.from() == null ? "unknown" : one.from().toString());
    json.put("status", word(one.status()));
    json.put("binding", word(one.binding()));
    json.put("sources", one.sources());
    json.put("confidence", one.confidence());
    json.put("checked", one.checked());
    json.put("verified", one.isVerified());
    json.put("own", all.isOwn(one.id()));
    if (one.note() != null) {
      json.put("note", one.note());
    }
    return json;
  }

  private static Map<String, Object> json(Obligations all, Timed timed) {
    Duty duty = timed.duty();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("outcome", word(duty.outcome()));
    Deadlines.Due due = timed.due();
    if (due.by() != null) {
      json.put("by", due.by().toString());
      json.put("provisional", due.isProvisional());
    }
    json.put("counted", due.why());
    json.put("people", duty.people());
    json.put("because", duty.because());
    json.put("wouldChange", new ArrayList<>(duty.wouldChange()));
    json.put("obligation", json(all, duty.obligation()));
    return json;
  }
}
