package org.stoplog.server.aftermath;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;

/** What becomes of a supplier after its breach, for programs. */
@Controller
final class AftermathApi {
  private static final String PATH = ApiAnswers.ROOT + "/incidents/{id}/aftermath";

  private final IncidentDoor door;
  private final AftermathActs acts;

  AftermathApi(IncidentDoor door, AftermathActs acts) {
    this.door = door;
    this.acts = acts;
  }

  /**
   * What the supplier had promised.
   *
   * @param verdict what happened, in words
   * @param broken whether it surely was not kept
   */
  record Promise(String says, String verdict, boolean broken) {}

  /**
   * A decision. All stay.
   *
   * @param kind keep, restrict or end
   * @param promises what it had promised and what happened, as it was then
   */
  record Decided(String kind, String reasons, List<String> promises, UUID by, Instant at) {
    Decided {
      promises = List.copyOf(promises);
    }
  }

  /**
   * What happened after it.
   *
   * @param decisions the newest first
   */
  record After(List<Promise> promises, List<Decided> decisions) {
    After {
      promises = List.copyOf(promises);
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * A decision to take.
   *
   * @param kind keep, restrict or end
   * @param reasons of 10 to 5,000 characters
   * @param requirements at most 20, each a line of at most 200 characters; each becomes a finding
   * @param due day until which requirements are met; left out without any
   */
  record ToDecide(
      String kind, String reasons, @Nullable List<String> requirements, @Nullable String due) {
    ToDecide {
      requirements = requirements == null ? null : List.copyOf(requirements);
    }
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("What the supplier of an incident had promised and did, and what was decided about it.")
  @GetMapping(PATH)
  ResponseEntity<After> show(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(read(id));
  }

  private After read(UUID id) {
    return door.read(
        Caller.signedIn(),
        id,
        seen ->
            new After(
                acts.promised(seen).stream()
                    .map(one -> new Promise(one.says(), one.verdict(), one.isBroken()))
                    .toList(),
                new DecisionRows(seen.jdbc(), door)
                    .of(id).stream()
                        .map(
                            one ->
                                new Decided(
                                    one.kind().word(),
                                    one.reasons(),
                                    one.promises(),
                                    one.by(),
                                    one.at()))
                        .toList()));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value =
          "Decides to keep, restrict or end the supplier, with reasons; changes nothing else by"
              + " itself. Each requirement becomes a finding.",
      status = 201)
  @PostMapping(PATH)
  ResponseEntity<After> decide(@PathVariable("id") UUID id, @JsonBody ToDecide asked) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    List<String> requirements = Objects.requireNonNullElse(asked.requirements(), List.of());
    if (requirements.stream().anyMatch(one -> one.isBlank() || one.lines().count() > 1)) {
      throw new InvalidBody("/requirements", "Each is one line.");
    }
    try {
      acts.decide(
          caller,
          id,
          new AftermathActs.Typed(
              asked.kind(),
              asked.reasons().strip(),
              String.join("\n", requirements),
              Objects.toString(asked.due(), "").strip()));
    } catch (StoplogException e) {
      throw InvalidBody.of("", e);
    }
    return ApiAnswers.created(PATH.replace("{id}", id.toString()), read(id));
  }
}
