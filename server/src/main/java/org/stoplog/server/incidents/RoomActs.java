package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.exposure.WindowText;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;

/** What is written into an incident directly: notes, the state, tasks. */
final class RoomActs {
  private static final int LONGEST_NOTE = 10_000;
  private static final int LONGEST_TASK = 200;

  private final Incidents incidents;

  RoomActs(Incidents incidents) {
    this.incidents = incidents;
  }

  /**
   * @return number of the event
   */
  long note(Caller who, UUID id, String text, boolean privileged) {
    if (text.isBlank() || text.length() > LONGEST_NOTE) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "A note has 1 to " + LONGEST_NOTE + " characters.");
    }
    return incidents.change(
        who,
        id,
        change -> {
          if (privileged && !change.inside().member().privileged()) {
            throw new StoplogException(
                Problem.ACCESS_DENIED, "You do not see what is privileged, and cannot write it.");
          }
          return change.record(
              new Timeline.News("note.written", null, text.strip(), privileged), Map.of());
        });
  }

  /**
   * @return number of the event
   */
  long state(Caller who, UUID id, String word) {
    Incident.State state =
        Incident.State.of(word)
            .orElseThrow(
                () -> new StoplogException(Problem.REQUEST_INVALID, "There is no such state."));
    return incidents.change(
        who,
        id,
        change -> {
          new IncidentRows(change.jdbc()).setState(id, state);
          return change.record(
              new Timeline.News("state.changed", state.word()), Map.of("state", state.word()));
        });
  }

  /**
   * @param owner id of a member; empty for nobody yet
   * @param due as people write it; empty for no time
   */
  UUID addTask(Caller who, UUID id, String title, String owner, String due) {
    if (title.isBlank() || title.strip().length() > LONGEST_TASK) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "A task has a title of 1 to " + LONGEST_TASK + " characters.");
    }
    Instant until = until(due);
    return incidents.change(
        who,
        id,
        change -> {
          UUID whose = owner.isBlank() ? null : UUID.fromString(owner);
          if (whose != null && new IncidentRows(change.jdbc()).member(id, whose).isEmpty()) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "Whoever has the task must be a member of the incident.");
          }
          UUID task = Ids.next(incidents.clock().realNow());
          long seq =
              change.record(
                  new Timeline.News("task.added", task.toString(), title.strip(), false),
                  Map.of("task", task.toString()));
          new Tasks(change.jdbc(), change.inside().keys())
              .add(id, task, title.strip(), whose, until, seq);
          return task;
        });
  }

  /** The end of what was typed: "until the 8th" includes that day. */
  private static @Nullable Instant until(String due) {
    if (due.isBlank()) {
      return null;
    }
    Window read = WindowText.parse(due, java.time.ZoneOffset.UTC);
    return read.to();
  }

  void closeTask(Caller who, UUID id, UUID task, String proof) {
    if (proof.isBlank() || proof.length() > LONGEST_NOTE) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Say what shows that it is done: a reference, a link, a name.");
    }
    incidents.change(
        who,
        id,
        change -> {
          long seq =
              change.record(
                  new Timeline.News("task.done", task.toString(), proof.strip(), false),
                  Map.of("task", task.toString()));
          if (!new Tasks(change.jdbc(), change.inside().keys())
              .close(id, task, proof.strip(), seq)) {
            throw new StoplogException(
                Problem.PAGE_UNKNOWN, "There is no such task, or it is closed already.");
          }
          return seq;
        });
  }
}
