package org.stoplog.ledger.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.ledger.register.Reach.Way;

/**
 * The chains of sub-processors: who is reached by a breach, each supplier once. Suppliers that were
 * merged are one company here: a breach of the later one surely has what the earlier was sent, and
 * reaches those that used it; a breach that names the earlier may reach the later.
 */
public final class Chains {
  private final Map<Integer, Supplier> suppliers = new HashMap<>();
  private final Map<Integer, List<Integer>> below = new HashMap<>();
  private final Map<Integer, List<Integer>> above = new HashMap<>();
  private final Map<Integer, List<Integer>> merged = new HashMap<>();
  private final Map<Integer, Integer> into = new HashMap<>();

  /** Reads the register in the caller's transaction. */
  public Chains(Connection db) throws SQLException {
    new Register(db).all().forEach(supplier -> suppliers.put(supplier.id(), supplier));
    read(
        db,
        "select supplier, parent from supplier_chain order by 1, 2",
        (supplier, parent) -> {
          add(below, parent, supplier);
          add(above, supplier, parent);
        });
    read(
        db,
        "select id, merged_into from supplier where merged_into is not null order by 1",
        (earlier, later) -> {
          into.put(earlier, later);
          add(merged, later, earlier);
          add(below, later, earlier);
          add(above, earlier, later);
          // What used the earlier one uses the later now.
          add(above, later, earlier);
        });
  }

  private interface Pair {
    void take(int one, int other);
  }

  private static void read(Connection db, String sql, Pair pair) throws SQLException {
    try (PreparedStatement find = db.prepareStatement(sql);
        ResultSet row = find.executeQuery()) {
      while (row.next()) {
        pair.take(row.getInt(1), row.getInt(2));
      }
    }
  }

  private static void add(Map<Integer, List<Integer>> all, int one, int other) {
    all.computeIfAbsent(one, unseen -> new ArrayList<>()).add(other);
  }

  /**
   * Itself first, then those that work for it, then those that use it. Who is both, in a circle, is
   * reached the surer way. The paths are the shortest.
   */
  public List<Reach> of(Supplier breached) {
    Map<Integer, Reach> reached = new LinkedHashMap<>();
    reached.put(breached.id(), new Reach(breached, Way.ITSELF, List.of(words(breached))));
    walk(breached, below, Way.BELOW, reached);
    walk(breached, above, Way.ABOVE, reached);
    return List.copyOf(reached.values());
  }

  /** The same without those that work for it or use it: itself, and what was merged into it. */
  public List<Reach> company(Supplier breached) {
    Map<Integer, Reach> reached = new LinkedHashMap<>();
    reached.put(breached.id(), new Reach(breached, Way.ITSELF, List.of(words(breached))));
    walk(breached, merged, Way.BELOW, reached);
    return List.copyOf(reached.values());
  }

  /**
   * Those that use it, directly or along a chain, also where they work for it as well. Whoever was
   * merged is not counted beside the one that it was merged into: nobody for an earlier one.
   */
  public List<Reach> usersOf(Supplier supplier) {
    if (into.containsKey(supplier.id())) {
      return List.of();
    }
    Map<Integer, Reach> reached = new LinkedHashMap<>();
    walk(supplier, above, Way.ABOVE, reached);
    return reached.values().stream().filter(one -> !into.containsKey(one.supplier().id())).toList();
  }

  private void walk(
      Supplier from, Map<Integer, List<Integer>> next, Way way, Map<Integer, Reach> reached) {
    Map<Integer, List<String>> paths = new HashMap<>();
    paths.put(from.id(), List.of(words(from)));
    Deque<Integer> open = new ArrayDeque<>(List.of(from.id()));
    while (!open.isEmpty()) {
      int one = open.removeFirst();
      for (int other : next.getOrDefault(one, List.of())) {
        Supplier supplier = suppliers.get(other);
        if (supplier == null || paths.containsKey(other)) {
          continue;
        }
        List<String> path = new ArrayList<>(paths.getOrDefault(one, List.of()));
        path.add(way == Way.BELOW ? path.size() : 0, words(supplier));
        paths.put(other, path);
        reached.putIfAbsent(other, new Reach(supplier, way, path));
        open.addLast(other);
      }
    }
  }

  private String words(Supplier supplier) {
    Integer later = into.get(supplier.id());
    Supplier named = later == null ? null : suppliers.get(later);
    return named == null
        ? supplier.name()
        : supplier.name() + " (merged into " + named.name() + ")";
  }
}
