package org.stoplog.server.severance;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a supplier is cut.
 *
 * @param export how to take our own copy out, as it is known; null when nobody knows
 * @param cutHow how it is cut there, as it is known; null when nobody knows
 * @param others by what it still gets something, though it is cut
 * @param company what is one company with it since a merger, and is cut by itself
 */
public record SupplierCutPage(
    int id,
    String name,
    String state,
    boolean isCut,
    boolean mayCut,
    boolean mayEdit,
    List<Alarm> alarms,
    List<Cut> cuts,
    List<Cut> past,
    List<Connection> connections,
    String progress,
    List<Item> items,
    List<Attempt> attempts,
    List<Try> tries,
    List<String> others,
    List<Same> company,
    int quietDays,
    @Nullable String export,
    @Nullable String cutHow,
    Filled form) {
  public SupplierCutPage {
    alarms = List.copyOf(alarms);
    cuts = List.copyOf(cuts);
    past = List.copyOf(past);
    connections = List.copyOf(connections);
    items = List.copyOf(items);
    attempts = List.copyOf(attempts);
    tries = List.copyOf(tries);
    others = List.copyOf(others);
    company = List.copyOf(company);
  }

  /**
   * A supplier that is one company with it.
   *
   * @param open connections of it that no cut covers
   */
  public record Same(int id, String name, int open) {}

  /** Traffic that should not have been. */
  public record Alarm(UUID id, String words, String raised) {}

  /**
   * A cut.
   *
   * @param obedience which gateways obey; null when none has to
   */
  public record Cut(
      UUID id,
      String what,
      String state,
      String reason,
      String by,
      String at,
      String reviewed,
      boolean isReviewed,
      @Nullable String obedience,
      String silence,
      boolean isSilent,
      String ownCopy,
      String restored) {}

  /**
   * A connection.
   *
   * @param how it is cut
   * @param link where it is cut; null when unknown
   * @param held requests that gateways keep back, in words; null when there is none
   */
  public record Connection(
      int id,
      String name,
      String kind,
      String owner,
      String how,
      @Nullable String link,
      String effect,
      String dependency,
      String fallback,
      String credentials,
      String standing,
      boolean isCut,
      boolean isToBeCut,
      boolean isThrough,
      boolean isCutElsewhere,
      @Nullable String held) {}

  /** Something to rotate. */
  public record Item(
      UUID id,
      String what,
      String kind,
      String owner,
      String state,
      boolean isDone,
      String proof) {}

  /** Who still tries. */
  public record Try(
      String connection, String host, String app, String requests, String first, String last) {}

  /** What was seen after the cut. */
  public record Attempt(
      String connection, String day, String gateway, String stopped, String passed, String last) {}

  /** One cut alone. */
  public record One(
      int supplier,
      String supplierName,
      Cut cut,
      boolean holds,
      boolean isWhole,
      boolean mayWork,
      boolean mayReview,
      List<Choice> copies,
      @Nullable String export,
      @Nullable UUID approval,
      List<Choice> allowed,
      List<Action> actions,
      Filled form) {
    public One {
      allowed = List.copyOf(allowed);
      actions = List.copyOf(actions);
      copies = List.copyOf(copies);
    }
  }

  /** What was done outside of gateways. */
  public record Action(String what, String by, String at, String outcome, String output) {}

  /** Something to choose. */
  public record Choice(String value, String label) {}

  /** The page of cutting. */
  public record Ask(
      int id,
      String name,
      List<Choice> scopes,
      List<Choice> states,
      List<Choice> replies,
      List<Choice> copies,
      List<String> effect,
      List<Same> company,
      @Nullable String export,
      Filled form) {
    public Ask {
      company = List.copyOf(company);
      scopes = List.copyOf(scopes);
      states = List.copyOf(states);
      replies = List.copyOf(replies);
      copies = List.copyOf(copies);
      effect = List.copyOf(effect);
    }
  }

  /** What to know of a connection before it is cut. */
  public record Plan(int id, int supplier, String title, @Nullable String how, Filled form) {}

  /** Where a connection was cut. */
  public record Elsewhere(
      int id,
      int supplier,
      String title,
      @Nullable String link,
      @Nullable String how,
      @Nullable String cut,
      @Nullable UUID approval,
      Filled form) {}

  /** One thing to rotate. */
  public record Rotation(
      UUID id,
      int supplier,
      String supplierName,
      String what,
      String kind,
      String connection,
      String owner,
      String state,
      @Nullable String proof,
      @Nullable String closed,
      boolean mayWork,
      List<Choice> ways,
      List<Choice> probes,
      List<Action> probed,
      Filled form) {
    public Rotation {
      probes = List.copyOf(probes);
      probed = List.copyOf(probed);
      ways = List.copyOf(ways);
    }
  }

  /** All suppliers that are cut. */
  public record All(String state, List<AlarmOf> alarms, List<Row> rows, boolean mayEdit) {
    public All {
      alarms = List.copyOf(alarms);
      rows = List.copyOf(rows);
    }
  }

  /** An alarm with its supplier. */
  public record AlarmOf(int supplier, String supplierName, String words, String raised) {}

  /** A cut that holds. */
  public record Row(
      int supplier,
      String supplierName,
      String what,
      String state,
      String at,
      String silence,
      boolean isSilent,
      String progress) {}
}
