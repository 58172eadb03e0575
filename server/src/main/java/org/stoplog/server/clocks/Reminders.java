package org.stoplog.server.clocks;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.team.TeamMessages;

/**
 * Reminds whoever works on an incident of deadlines ahead, and says when one was missed: once for
 * each deadline and stage, whatever restarts or stands still in between.
 */
final class Reminders {
  private static final int MOST_NAMED = 20;

  private final Ledger ledger;
  private final Transactions transactions;
  private final IncidentDoor door;
  private final IncidentDuties duties;
  private final ServerClock clock;

  Reminders(
      Ledger ledger,
      Transactions transactions,
      IncidentDoor door,
      IncidentDuties duties,
      ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.door = door;
    this.duties = duties;
    this.clock = clock;
  }

  /** How near a deadline is. The nearest stage is told; one that was slept through is not. */
  enum Stage {
    DAY(Duration.ofDays(1), "within a day"),
    HOURS(Duration.ofHours(4), "within four hours"),
    MISSED(Duration.ZERO, "missed");

    private final Duration before;
    private final String words;

    Stage(Duration before, String words) {
      this.before = before;
      this.words = words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Due(IncidentDuties.Timed duty, Instant by, Stage stage) {
    String key() {
      return duty.id() + " " + by + " " + stage.word();
    }
  }

  /** One look at all incidents that are not closed. */
  void look() {
    for (UUID incident : transactions.run(door::open)) {
      Instant now = clock.now();
      boolean isNews =
          transactions.run(
              jdbc -> {
                IncidentDuties.Look look = duties.look(door.find(jdbc, incident), Map.of(), now);
                return !due(jdbc, incident, look, now).isEmpty()
                    || new Evaluations(jdbc).isDifferent(incident, look);
              });
      if (isNews) {
        transactions.actIf(act -> tell(act, incident, now));
      }
    }
  }

  private boolean tell(Act act, UUID incident, Instant now) {
    JdbcClient jdbc = act.jdbc();
    door.lock(jdbc, incident);
    IncidentDoor.Seen seen = door.find(jdbc, incident);
    IncidentDuties.Look look = duties.look(seen, Map.of(), now);
    new Evaluations(jdbc).keep(incident, look, now);
    List<Due> due = due(jdbc, incident, look, now);
    if (due.isEmpty()) {
      return false;
    }
    for (Due one : due) {
      jdbc.sql("insert into clock_reminder values (:incident, :duty, :by, :stage, :at)")
          .param("incident", incident)
          .param("duty", one.duty().id())
          .param("by", one.by().atOffset(ZoneOffset.UTC))
          .param("stage", one.stage().word())
          .param("at", now.atOffset(ZoneOffset.UTC))
          .update();
    }
    TeamMessages messages = new TeamMessages(jdbc, ledger.stores().keys());
    TeamMessages.Note note = note(seen, due, now);
    int mailed = messages.plan(note, door.workers(jdbc, incident));
    int called = messages.call(note);
    door.tell(jdbc, incident, null, "clock.reminded", Integer.toString(due.size()));
    act.record(
        null,
        "clock.reminded",
        Map.of(
            "incident",
            incident.toString(),
            "duties",
            due.size(),
            "mails",
            mailed,
            "calls",
            called));
    return true;
  }

  /** Deadlines near or missed of which nobody was told yet, the earliest first. */
  private static List<Due> due(
      JdbcClient jdbc, UUID incident, IncidentDuties.Look look, Instant now) {
    Set<String> told =
        new HashSet<>(
            jdbc.sql(
                    """
                    select duty || ' ' || to_char(by at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
                      || 'Z ' || stage
                    from clock_reminder where incident = :incident
                    """)
                .param("incident", incident)
                .query(String.class)
                .list());
    List<Due> due = new ArrayList<>();
    for (IncidentDuties.Timed one : look.duties()) {
      Instant by = one.due().by();
      if (!one.isOpen() || by == null) {
        continue;
      }
      Instant second = by.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
      for (Stage stage : List.of(Stage.MISSED, Stage.HOURS, Stage.DAY)) {
        if (!now.isBefore(by.minus(stage.before))) {
          Due found = new Due(one, second, stage);
          if (!told.contains(found.key())) {
            due.add(found);
          }
          break;
        }
      }
    }
    due.sort(Comparator.comparing(Due::by));
    return due;
  }

  private TeamMessages.Note note(IncidentDoor.Seen seen, List<Due> due, Instant now) {
    long missed = due.stream().filter(one -> one.stage() == Stage.MISSED).count();
    long near = due.size() - missed;
    String subject =
        seen.name()
            + ": "
            + (near > 0 ? near + (near == 1 ? " deadline is near" : " deadlines are near") : "")
            + (near > 0 && missed > 0 ? ", " : "")
            + (missed > 0 ? missed + (missed == 1 ? " was missed" : " were missed") : "");
    String lines =
        due.stream()
            .limit(MOST_NAMED)
            .map(
                one ->
                    "- "
                        + one.stage().words
                        + ": tell "
                        + one.duty().duty().obligation().recipient()
                        + " ("
                        + one.duty().duty().obligation().jurisdiction()
                        + "), by "
                        + Times.second(one.by())
                        + (one.duty().due().isProvisional() ? ", provisional" : "")
                        + "; "
                        + DutyWords.outcome(one.duty().duty().outcome()))
            .collect(Collectors.joining("\n"));
    String more = due.size() > MOST_NAMED ? "\n- and " + (due.size() - MOST_NAMED) + " more" : "";
    return new TeamMessages.Note(
        "clocks " + seen.id() + " " + now,
        "clock.reminded",
        ClocksView.listOf(seen.id()),
        subject,
        "Duties of "
            + seen.name()
            + " that are not met. Facts, not legal advice.\n\n"
            + lines
            + more,
        null,
        seen.supplier(),
        clock.realNow());
  }
}
