package org.stoplog.server.incidents;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.severance.SupplierStanding;

/**
 * The incident room, as one reader sees it.
 *
 * @param next what this person should do now; null when nothing stands out
 * @param standing how the supplier is cut; null while nobody knows which one it is
 * @param suspects mails in the supplier's name whose signatures speak against them
 * @param number null while nothing was computed
 * @param older path of older events; null when there are none
 * @param panels what other capabilities show here
 */
public record RoomPage(
    String path,
    String name,
    String title,
    String state,
    String signal,
    String opened,
    long version,
    boolean canWork,
    boolean seesPrivileged,
    @Nullable Next next,
    @Nullable SupplierStanding standing,
    List<Suspect> suspects,
    @Nullable Number number,
    List<ClaimLine> known,
    List<ClaimLine> claimed,
    List<ClaimLine> denied,
    List<ClaimLine> open,
    List<TimeLine> times,
    List<TaskLine> tasks,
    List<EventLine> events,
    @Nullable String older,
    List<String> states,
    List<Person> people,
    List<Panel.Shown> panels) {
  public RoomPage {
    suspects = List.copyOf(suspects);
    known = List.copyOf(known);
    claimed = List.copyOf(claimed);
    denied = List.copyOf(denied);
    open = List.copyOf(open);
    times = List.copyOf(times);
    tasks = List.copyOf(tasks);
    events = List.copyOf(events);
    states = List.copyOf(states);
    people = List.copyOf(people);
    panels = List.copyOf(panels);
  }

  /** A mail that is likely forged. */
  public record Suspect(String path, String says) {}

  /** The one thing to do now. */
  public record Next(String why, String action, String path) {}

  /**
   * Who is affected, as frozen.
   *
   * @param label what the number is: of which scope, and whether an upper bound
   * @param isStale whether the scope has changed since
   * @param delta null for the first exposure
   */
  public record Number(
      String people,
      String label,
      String sureness,
      boolean isStale,
      String path,
      String at,
      List<Part> parts,
      List<String> alarms,
      List<Bar> elements,
      List<Bar> countries,
      @Nullable DeltaLine delta) {
    public Number {
      parts = List.copyOf(parts);
      alarms = List.copyOf(alarms);
      elements = List.copyOf(elements);
      countries = List.copyOf(countries);
    }
  }

  /** One kind of evidence, never added to another. */
  public record Part(String name, String people, String means) {}

  /** A line of a chart; {@code share} of the longest one, 0 to 100. */
  public record Bar(String name, String people, int share) {}

  /** What changed since the exposure before. */
  public record DeltaLine(String in, String out, String added, String unchanged) {}

  /** A claim in a list of facts. */
  public record ClaimLine(
      String path, String id, String says, String source, boolean isUnverified, String received) {}

  /**
   * A time that the room knows or does not know.
   *
   * @param said each source's words; none when nobody said anything
   */
  public record TimeLine(String path, String title, List<Said> said, boolean isInConflict) {
    public TimeLine {
      said = List.copyOf(said);
    }
  }

  /** What one source says of a time. */
  public record Said(String source, String reading) {}

  /** A task. */
  public record TaskLine(
      String path, String title, String owner, String due, boolean isOverdue, boolean isDone) {}

  /** A line of the timeline. */
  public record EventLine(
      String at, String who, String what, @Nullable String text, boolean isPrivileged) {}

  /** Somebody to give a task to. */
  public record Person(String id, String name) {}
}
