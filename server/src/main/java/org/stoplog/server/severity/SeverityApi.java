package org.stoplog.server.severity;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;

/** The severity of an incident, for programs. */
@Controller
final class SeverityApi {
  private static final String PATH = ApiAnswers.ROOT + "/incidents/{id}/severity";

  private final IncidentDoor door;

  SeverityApi(IncidentDoor door) {
    this.door = door;
  }

  /**
   * The severity of an incident for its people.
   *
   * @param judgement number of the last judgement in it
   * @param cohorts people who score alike, the worst first
   * @param unknown people of whom nobody knows which data it is
   * @param deception people by our own unvalidated score of how far somebody can deceive them
   * @param rules version of the rules of that score
   * @param weights change of its weights; 0 for those that we ship
   */
  record Severe(
      int judgement,
      List<Cohort> cohorts,
      Counts.Count unknown,
      List<Deceived> deception,
      int rules,
      int weights) {
    Severe {
      cohorts = List.copyOf(cohorts);
      deception = List.copyOf(deception);
    }
  }

  /**
   * People who can be deceived as far.
   *
   * @param band low, moderate, high or severe
   */
  record Deceived(String band, Counts.Count people) {}

  /**
   * People who score alike by ENISA's method.
   *
   * @param band low, medium, high or very-high
   * @param score in hundredths
   * @param toEdge hundredths to where the next band begins
   * @param points of the class of data that decides
   * @param elements that all of them have in it
   * @param some that some of them have beside
   */
  record Cohort(
      String band,
      int score,
      int toEdge,
      String dataClass,
      int points,
      String identification,
      Counts.Count people,
      List<String> elements,
      List<String> some) {
    Cohort {
      elements = List.copyOf(elements);
      some = List.copyOf(some);
    }
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Says how bad an incident is for its people: ENISA's method, and our own score beside.")
  @GetMapping(PATH)
  ResponseEntity<Severe> severity(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    return ApiAnswers.ok(
        door.read(
            caller,
            id,
            seen -> {
              Judgement judgement = new Severities(seen.jdbc(), door).current(id);
              Cohorts cohorts = Cohorts.of(door.groups(seen.jdbc(), id), judgement);
              Counts counts = cohorts.counts(caller);
              return new Severe(
                  judgement.number(),
                  cohorts.all().stream().map(one -> cohort(one, counts)).toList(),
                  counts.count(cohorts.unknown()),
                  cohorts.deception().entrySet().stream()
                      .sorted(Map.Entry.comparingByKey())
                      .map(one -> new Deceived(word(one.getKey()), counts.count(one.getValue())))
                      .toList(),
                  org.stoplog.catalog.severity.Enablement.RULES,
                  judgement.weights().number());
            }));
  }

  private static Cohort cohort(Cohorts.Cohort one, Counts counts) {
    return new Cohort(
        word(one.severity().band()),
        one.severity().score().movePointRight(2).intValueExact(),
        one.severity().toEdge().movePointRight(2).intValueExact(),
        word(one.severity().context().dataClass()),
        one.severity().context().points(),
        word(one.severity().identification()),
        counts.count(one.people()),
        ids(one.shared()),
        ids(one.some()));
  }

  private static List<String> ids(ElementSet elements) {
    return List.copyOf(Elements.catalogue().idsOf(elements));
  }

  private static String word(Enum<?> one) {
    return SeverityWords.word(one).replace(' ', '-');
  }
}
