package org.stoplog.server.suppliers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One supplier, all that is written down and all that is known. */
public record SupplierPage(
    int id,
    String name,
    String state,
    boolean mayEdit,
    TonightPage.@Nullable Line tonight,
    List<Glance> glances,
    List<Fact> facts,
    List<Fact> contact,
    boolean isTestDue,
    List<Engagement> engagements,
    List<Connection> connections,
    List<Reached> below,
    List<Reached> above,
    @Nullable Known known) {
  public SupplierPage {
    facts = List.copyOf(facts);
    contact = List.copyOf(contact);
    engagements = List.copyOf(engagements);
    connections = List.copyOf(connections);
    below = List.copyOf(below);
    above = List.copyOf(above);
  }

  /** A line of a list of facts. */
  public record Fact(String label, String text) {}

  /** A use of it. */
  public record Engagement(
      int id,
      String name,
      String purpose,
      String role,
      String owner,
      String replaceable,
      String period,
      List<Grant> grants) {
    public Engagement {
      grants = List.copyOf(grants);
    }
  }

  /** What it may receive. */
  public record Grant(
      int id, String elements, String population, String period, String terms, boolean isInForce) {}

  /**
   * A way to it.
   *
   * @param months as a picture, oldest first
   * @param words the same in words
   */
  public record Connection(
      int id,
      String name,
      String kind,
      String engagement,
      String period,
      String scopes,
      List<Month> months,
      String words) {
    public Connection {
      months = List.copyOf(months);
    }

    /** Pixels: a month is twelve wide, a year a row of twelve months. */
    public int width() {
      return 12 * Math.min(12, Math.max(1, months.size()));
    }

    public int height() {
      return 14 * Math.max(1, Math.ceilDiv(months.size(), 12));
    }
  }

  /**
   * A month of a connection.
   *
   * @param state {@code recorded}, {@code imported}, {@code declared} or {@code dark}
   */
  public record Month(String month, String state, int x, int y) {}

  /** A supplier up or down the chain. */
  public record Reached(int id, String name, String path) {}

  /** What comes with Stoplog, or the company says itself. */
  public record Known(String name, String kind, List<Sure> facts, String sources) {
    public Known {
      facts = List.copyOf(facts);
    }
  }

  /** A fact and how sure it is. */
  public record Sure(String label, String text, String certainty) {}
}
