package org.stoplog.ledger.register;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the record knows of each connection, month by month.
 *
 * @param cells by connection in the order given, then by month
 */
public record Coverage(List<Cell> cells) {
  public Coverage {
    cells = List.copyOf(cells);
  }

  /** How we know what went, the best first. */
  public enum State {
    /** The gateway recorded it. */
    RECORDED,
    /** A file of what was sent was imported. */
    IMPORTED,
    /** The gateway recorded some of it, and something went of which nothing is known. */
    PARTIAL,
    /** Only a grant says what may have gone. */
    DECLARED,
    /** Nothing is known. */
    DARK
  }

  public record Cell(int connection, YearMonth month, State state) {}

  /**
   * The days that one batch of a connection covers, both included.
   *
   * @param recorded whether it came from the gateway
   */
  public record BatchPeriod(
      int connection, LocalDate firstDay, LocalDate lastDay, boolean recorded) {}

  /**
   * Days, both included, on which something went over a connection, or may have, of which the
   * gateway's record says nothing.
   */
  public record Hole(int connection, LocalDate firstDay, LocalDate lastDay) {}

  /**
   * One cell for each month in which a connection was open: from its start (when that is not known:
   * from the first sign of it) to its end or today.
   */
  public static Coverage of(
      List<SupplierConnection> connections,
      List<Grant> grants,
      List<BatchPeriod> batches,
      LocalDate today) {
    return of(connections, grants, batches, List.of(), today);
  }

  /** The same, where the gateway's record has holes. */
  public static Coverage of(
      List<SupplierConnection> connections,
      List<Grant> grants,
      List<BatchPeriod> batches,
      List<Hole> holes,
      LocalDate today) {
    // Of thousands of connections each would look through all of these.
    Map<Integer, List<Grant>> byEngagement =
        grants.stream().collect(Collectors.groupingBy(Grant::engagement));
    Map<Integer, List<BatchPeriod>> sentBy =
        batches.stream().collect(Collectors.groupingBy(BatchPeriod::connection));
    Map<Integer, List<Hole>> holesOf =
        holes.stream().collect(Collectors.groupingBy(Hole::connection));
    List<Cell> cells = new ArrayList<>();
    for (SupplierConnection connection : connections) {
      Integer engagement = connection.engagement();
      List<Grant> own =
          engagement == null ? List.of() : byEngagement.getOrDefault(engagement, List.of());
      List<BatchPeriod> sent = sentBy.getOrDefault(connection.id(), List.of());
      List<Hole> ownHoles = holesOf.getOrDefault(connection.id(), List.of());
      LocalDate end = connection.ended();
      YearMonth last = YearMonth.from(end == null || end.isAfter(today) ? today : end);
      YearMonth month = YearMonth.from(start(connection, own, sent, today));
      for (; !month.isAfter(last); month = month.plusMonths(1)) {
        cells.add(new Cell(connection.id(), month, state(month, own, sent, ownHoles)));
      }
    }
    return new Coverage(cells);
  }

  /** Whether no cell is dark or has holes: only then may an upper bound be named. */
  public boolean complete() {
    return !cells.isEmpty()
        && cells.stream()
            .noneMatch(cell -> cell.state() == State.DARK || cell.state() == State.PARTIAL);
  }

  /** For example {@code 2 of 5 connections dark since 2023-04, 1 recorded with holes}. */
  public String summary() {
    long partial =
        cells.stream()
            .filter(cell -> cell.state() == State.PARTIAL)
            .map(Cell::connection)
            .distinct()
            .count();
    return darkness() + (partial == 0 ? "" : ", " + partial + " recorded with holes");
  }

  private String darkness() {
    Map<Integer, List<Cell>> byConnection = new LinkedHashMap<>();
    cells.forEach(
        cell -> byConnection.computeIfAbsent(cell.connection(), id -> new ArrayList<>()).add(cell));
    if (byConnection.isEmpty()) {
      return "no connection known";
    }
    List<Cell> dark = cells.stream().filter(cell -> cell.state() == State.DARK).toList();
    Optional<YearMonth> first = dark.stream().map(Cell::month).min(Comparator.naturalOrder());
    Optional<YearMonth> last = dark.stream().map(Cell::month).max(Comparator.naturalOrder());
    if (first.isEmpty() || last.isEmpty()) {
      return "0 of %d connections dark".formatted(byConnection.size());
    }
    List<List<Cell>> affected =
        byConnection.values().stream()
            .filter(own -> own.stream().anyMatch(cell -> cell.state() == State.DARK))
            .toList();
    boolean toTheEnd = affected.stream().allMatch(Coverage::isDarkToTheEnd);
    String when =
        toTheEnd
            ? "since " + first.get()
            : first.get().equals(last.get())
                ? "in " + first.get()
                : "in months from " + first.get() + " to " + last.get();
    return "%d of %d connections dark %s".formatted(affected.size(), byConnection.size(), when);
  }

  /** From the first dark month on, every month is dark. */
  private static boolean isDarkToTheEnd(List<Cell> own) {
    return own.stream()
        .dropWhile(cell -> cell.state() != State.DARK)
        .allMatch(cell -> cell.state() == State.DARK);
  }

  private static LocalDate start(
      SupplierConnection connection, List<Grant> grants, List<BatchPeriod> sent, LocalDate today) {
    LocalDate started = connection.started();
    if (started != null) {
      return started;
    }
    LocalDate latest = connection.ended() == null ? today : connection.ended();
    Stream<@Nullable LocalDate> signs =
        Stream.concat(sent.stream().map(BatchPeriod::firstDay), grants.stream().map(Grant::since));
    return signs
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .filter(sign -> sign.isBefore(latest))
        .orElse(latest);
  }

  private static State state(
      YearMonth month, List<Grant> grants, List<BatchPeriod> sent, List<Hole> holes) {
    LocalDate firstDay = month.atDay(1);
    LocalDate lastDay = month.atEndOfMonth();
    List<BatchPeriod> touching =
        sent.stream()
            .filter(b -> !b.firstDay().isAfter(lastDay) && !b.lastDay().isBefore(firstDay))
            .toList();
    boolean hasHole =
        holes.stream()
            .anyMatch(h -> !h.firstDay().isAfter(lastDay) && !h.lastDay().isBefore(firstDay));
    boolean isRecorded = touching.stream().anyMatch(BatchPeriod::recorded);
    if (isRecorded && !hasHole) {
      return State.RECORDED;
    }
    if (touching.stream().anyMatch(batch -> !batch.recorded())) {
      return State.IMPORTED;
    }
    if (hasHole) {
      // A grant says what may go; here something did of which nobody can say that it kept to it.
      return isRecorded ? State.PARTIAL : State.DARK;
    }
    return grants.stream().anyMatch(grant -> grant.isInForce(firstDay, lastDay))
        ? State.DECLARED
        : State.DARK;
  }
}
