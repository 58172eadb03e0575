package org.stoplog.server.clocks;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.obligations.Clock;
import org.stoplog.catalog.obligations.Duty;
import org.stoplog.catalog.obligations.Harm;
import org.stoplog.catalog.obligations.Obligations;
import org.stoplog.catalog.obligations.Places;
import org.stoplog.catalog.obligations.Situation;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Summary;

/** Duties to tell of a breach, for programs: those of an incident, and those of given facts. */
@Controller
final class ClocksApi {
  private static final int MOST_GROUPS = 5_000;
  private static final int MOST = 500;

  private final IncidentDoor door;
  private final IncidentDuties duties;
  private final ServerClock clock;
  private final Rules rules;

  ClocksApi(IncidentDoor door, IncidentDuties duties, ServerClock clock, Rules rules) {
    this.door = door;
    this.duties = duties;
    this.clock = clock;
    this.rules = rules;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lists the duties of an incident, the earliest deadline first. It is no legal advice.")
  @GetMapping(ApiAnswers.ROOT + "/incidents/{id}/duties")
  ResponseEntity<ApiAnswers.Page<DutyJson>> ofIncident(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    Instant now = clock.now();
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            door.read(
                caller,
                id,
                seen -> {
                  List<IncidentDuties.Timed> all = duties.look(seen, Map.of(), now).duties();
                  Counts counts =
                      Counts.of(caller).among(all.stream().mapToLong(one -> one.duty().people()));
                  return all.stream().map(one -> DutyJson.of(one, counts)).toList();
                }),
            null));
  }

  /**
   * People of one place with the same data.
   *
   * @param place ISO 3166: {@code DE}, {@code US-CA}; empty where nobody knows
   * @param elements ids of the catalogue of elements
   */
  record Group(String place, long people, List<String> elements) {
    Group {
      elements = List.copyOf(elements);
    }
  }

  /**
   * An answer to what duties ask.
   *
   * @param question a key or a question of the catalogue
   */
  record Fact(String question, boolean answer) {}

  /**
   * When something happened.
   *
   * @param what what starts a clock ({@code awareness}), or the id of a duty that was met
   * @param at RFC 3339, with a zone
   */
  record Moment(String what, String at) {}

  /**
   * Facts of a breach, which may be one that did not happen.
   *
   * @param roles on which duties fall: controller, processor, those of sectors
   * @param establishments of the company, ISO 3166
   * @param zone in which its days end: {@code Europe/Dublin}; UTC when it is left out
   * @param day on which laws must be in force; left out for today
   * @param harm unlikely, some or serious; left out while nobody judged it
   */
  record Facts(
      List<String> roles,
      List<String> establishments,
      @Nullable String zone,
      @Nullable String day,
      List<Group> people,
      @Nullable List<Fact> facts,
      @Nullable String harm,
      @Nullable List<Moment> times) {
    Facts {
      roles = List.copyOf(roles);
      establishments = List.copyOf(establishments);
      people = List.copyOf(people);
      facts = facts == null ? null : List.copyOf(facts);
      times = times == null ? null : List.copyOf(times);
    }
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Works out the duties that given facts bring, and keeps nothing. It is no legal advice.")
  @PostMapping(ApiAnswers.ROOT + "/duties")
  ResponseEntity<ApiAnswers.Page<DutyJson>> ofFacts(@JsonBody Facts asked) {
    ZoneId zone = zone(asked.zone());
    Obligations all = rules.all();
    Deadlines deadlines = new Deadlines(all, times(all, asked.times(), zone));
    Situation situation =
        new Situation(
            roles(all, asked.roles()),
            places(asked.establishments()),
            people(asked.people()),
            answers(asked.facts()),
            harm(asked.harm()),
            day(asked.day(), zone));
    // Whoever sends the numbers may see them.
    Counts counts = new Counts(true);
    List<DutyJson> found = new ArrayList<>();
    all.duties(situation).stream()
        .filter(duty -> duty.outcome() != Duty.Outcome.NOT_REQUIRED)
        .map(duty -> DutyJson.of(duty, deadlines.of(duty.obligation()), counts, null, null, null))
        .sorted(
            Comparator.comparing(
                DutyJson::by, Comparator.nullsLast(Comparator.comparing(Instant::parse))))
        .forEach(found::add);
    return ApiAnswers.ok(new ApiAnswers.Page<>(found, null));
  }

  private static ZoneId zone(@Nullable String typed) {
    try {
      return ZoneId.of(typed == null ? "UTC" : typed);
    } catch (DateTimeException e) {
      throw new InvalidBody("/zone", "There is no zone of this name; write it as Europe/Dublin.");
    }
  }

  private LocalDate day(@Nullable String typed, ZoneId zone) {
    try {
      return typed == null ? LocalDate.ofInstant(clock.now(), zone) : LocalDate.parse(typed);
    } catch (DateTimeException e) {
      throw new InvalidBody("/day", "Write it as 2025-11-25.");
    }
  }

  private static Set<String> roles(Obligations all, List<String> typed) {
    for (int i = 0; i < typed.size(); i++) {
      if (!all.roles().containsKey(typed.get(i))) {
        throw new InvalidBody("/roles/" + i, "There is no such role.");
      }
    }
    if (typed.isEmpty()) {
      throw new InvalidBody("/roles", "Without a role no law reaches the company.");
    }
    return Set.copyOf(typed);
  }

  private static Set<String> places(List<String> typed) {
    Set<String> places = new TreeSet<>();
    for (int i = 0; i < typed.size(); i++) {
      places.add(place("/establishments/" + i, typed.get(i)));
    }
    if (places.isEmpty() || places.size() > MOST) {
      throw new InvalidBody("/establishments", "1 to " + MOST + " places.");
    }
    return places;
  }

  private static String place(String pointer, String typed) {
    String place = typed.strip().toUpperCase(Locale.ROOT);
    if (!Places.isSound(place)) {
      throw new InvalidBody(pointer, "No place of ISO 3166, as DE or US-CA.");
    }
    return place;
  }

  private static List<Situation.People> people(List<Group> typed) {
    if (typed.isEmpty() || typed.size() > MOST_GROUPS) {
      throw new InvalidBody("/people", "1 to " + MOST_GROUPS + " groups.");
    }
    List<Situation.People> people = new ArrayList<>();
    for (int i = 0; i < typed.size(); i++) {
      Group group = typed.get(i);
      String at = "/people/" + i;
      if (group.people() < 0) {
        throw new InvalidBody(at + "/people", "A number of people is not negative.");
      }
      for (int n = 0; n < group.elements().size(); n++) {
        if (Elements.catalogue().find(group.elements().get(n)).isEmpty()) {
          throw new InvalidBody(at + "/elements/" + n, "No element of the catalogue.");
        }
      }
      people.add(
          new Situation.People(
              group.place().isBlank() ? "" : place(at + "/place", group.place()),
              Elements.catalogue().setOf(group.elements()),
              group.people()));
    }
    return people;
  }

  private Map<String, Boolean> answers(@Nullable List<Fact> typed) {
    Map<String, Boolean> answers = new HashMap<>();
    List<Fact> facts = typed == null ? List.of() : typed;
    for (int i = 0; i < facts.size(); i++) {
      String question = facts.get(i).question();
      if (question.equals(Duty.HARM) || !rules.isAsked(question)) {
        throw new InvalidBody("/facts/" + i + "/question", "No duty of the catalogue asks this.");
      }
      answers.put(question, facts.get(i).answer());
    }
    return answers;
  }

  private static @Nullable Harm harm(@Nullable String typed) {
    return switch (typed) {
      case null -> null;
      case "unlikely" -> Harm.UNLIKELY;
      case "some" -> Harm.SOME;
      case "serious" -> Harm.SERIOUS;
      default -> throw new InvalidBody("/harm", "unlikely, some or serious.");
    };
  }

  private static Deadlines.Times times(Obligations all, @Nullable List<Moment> typed, ZoneId zone) {
    Map<Clock.Start, Instant> starts = new EnumMap<>(Clock.Start.class);
    Map<String, Instant> acts = new HashMap<>();
    List<Moment> moments = typed == null ? List.of() : typed;
    for (int i = 0; i < moments.size(); i++) {
      Moment one = moments.get(i);
      Instant at = instant("/times/" + i + "/at", one.at());
      if (all.find(one.what()).isPresent()) {
        acts.put(one.what(), at);
      } else {
        starts.put(start("/times/" + i + "/what", one.what()), at);
      }
    }
    return new Deadlines.Times(starts, acts, zone);
  }

  private static Instant instant(String pointer, String typed) {
    try {
      return java.time.OffsetDateTime.parse(typed).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidBody(pointer, "Write it with its zone, as 2025-11-25T18:00:00Z.");
    }
  }

  private static Clock.Start start(String pointer, String typed) {
    for (Clock.Start one : Clock.Start.values()) {
      if (one.word().equals(typed)) {
        return one;
      }
    }
    throw new InvalidBody(pointer, "Nothing that starts a clock, and no duty of the catalogue.");
  }
}
