package org.stoplog.server.sightings;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** What people and programs make of sightings. */
final class SightingActs {
  static final int LONGEST = 2_000;
  private static final int SHORTEST_REASON = 3;

  private final Transactions transactions;
  private final Looking looking;
  private final IncidentDoor door;
  private final ServerClock clock;

  SightingActs(Transactions transactions, Looking looking, IncidentDoor door, ServerClock clock) {
    this.transactions = transactions;
    this.looking = looking;
    this.door = door;
    this.clock = clock;
  }

  /** Incidents that somebody is a member of. */
  Set<UUID> incidents(JdbcClient jdbc, UUID account) {
    Set<UUID> mine = new HashSet<>();
    door.of(jdbc, account).forEach(one -> mine.add(one.id()));
    return mine;
  }

  /** As the caller may see it. */
  Sighting find(JdbcClient jdbc, Caller caller, UUID id) {
    return looking
        .sightings(jdbc)
        .find(id)
        .orElseThrow(() -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such sighting."))
        .seenBy(incidents(jdbc, caller.account()));
  }

  /**
   * Says what it is.
   *
   * @param state looked at, or not ours with a reason
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  void say(Caller caller, UUID id, Sighting.State state, String typed) {
    String words = typed.strip();
    if (words.length() > LONGEST) {
      throw Targets.wrong("Words have at most 2,000 characters.");
    }
    if (state == Sighting.State.NOT_OURS && words.length() < SHORTEST_REASON) {
      throw Targets.wrong("Say why it is not yours.");
    }
    transactions.act(
        act -> {
          SightingRows rows = looking.sightings(act.jdbc());
          rows.lock(id);
          Sighting one = find(act.jdbc(), caller, id);
          rows.say(
              one.id(), new Sighting.Said(state, words, null, caller.account(), clock.realNow()));
          act.record(
              caller.account(), "sighting." + state.word(), Map.of("sighting", id.toString()));
          return true;
        });
  }

  /**
   * Opens an incident by it.
   *
   * @return the incident
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  UUID open(Caller caller, UUID id, String typedTitle, String typedSource) {
    String title = typedTitle.strip();
    String source = typedSource.strip();
    if (title.isEmpty() || title.length() > IncidentDoor.LONGEST_TITLE) {
      throw Targets.wrong("Give the incident a title of 1 to 120 characters.");
    }
    if (source.isEmpty() || source.length() > IncidentDoor.LONGEST_SOURCE) {
      throw Targets.wrong("Say in 1 to 2,000 characters where it came from.");
    }
    Sighting seen = transactions.run(jdbc -> find(jdbc, caller, id));
    return door.open(
        caller,
        title,
        seen.supplier(),
        seen.kind().isList(),
        source,
        Map.of("sighting", id.toString()),
        opened -> {
          SightingRows rows = looking.sightings(opened.jdbc());
          rows.lock(id);
          if (find(opened.jdbc(), caller, id).state() == Sighting.State.INCIDENT) {
            throw Targets.wrong("It has led to an incident already.");
          }
          rows.say(
              id,
              new Sighting.Said(
                  Sighting.State.INCIDENT, "", opened.id(), caller.account(), clock.realNow()));
        });
  }

  /** What an incident by a sighting begins with. */
  record Draft(String title, String source) {}

  Draft draft(JdbcClient jdbc, Sighting one) {
    String from = looking.lookouts(jdbc).observation(one.observation()).source();
    return new Draft(
        Plain.line(one.title(), IncidentDoor.LONGEST_TITLE),
        Plain.line(
            "Sighting "
                + one.number()
                + ", seen at "
                + Times.second(one.seenAt())
                + " by a lookout at "
                + from
                + ": "
                + one.title()
                + ". "
                + String.join("; ", one.detail()),
            IncidentDoor.LONGEST_SOURCE));
  }
}
