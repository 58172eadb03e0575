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

/** The chains of sub-processors: who is reached by a breach, each supplier once. */
public final class Chains {
  private final Map<Integer, Supplier> suppliers = new HashMap<>();
  private final Map<Integer, List<Integer>> below = new HashMap<>();
  private final Map<Integer, List<Integer>> above = new HashMap<>();

  /** Reads the register in the caller's transaction. */
  public Chains(Connection db) throws SQLException {
    new Register(db).all().forEach(supplier -> suppliers.put(supplier.id(), supplier));
    try (PreparedStatement find =
            db.prepareStatement("select supplier, parent from supplier_chain order by 1, 2");
        ResultSet row = find.executeQuery()) {
      while (row.next()) {
        below.computeIfAbsent(row.getInt(2), unseen -> new ArrayList<>()).add(row.getInt(1));
        above.computeIfAbsent(row.getInt(1), unseen -> new ArrayList<>()).add(row.getInt(2));
      }
    }
  }

  /**
   * Itself first, then those that work for it, then those that use it. Who is both, in a circle, is
   * reached the surer way. The paths are the shortest.
   */
  public List<Reach> of(Supplier breached) {
    Map<Integer, Reach> reached = new LinkedHashMap<>();
    reached.put(breached.id(), new Reach(breached, Way.ITSELF, List.of(breached.name())));
    walk(breached, below, Way.BELOW, reached);
    walk(breached, above, Way.ABOVE, reached);
    return List.copyOf(reached.values());
  }

  /** Those that use it, directly or along a chain, also where they work for it as well. */
  public List<Reach> usersOf(Supplier supplier) {
    Map<Integer, Reach> reached = new LinkedHashMap<>();
    walk(supplier, above, Way.ABOVE, reached);
    return List.copyOf(reached.values());
  }

  private void walk(
      Supplier from, Map<Integer, List<Integer>> next, Way way, Map<Integer, Reach> reached) {
    Map<Integer, List<String>> paths = new HashMap<>();
    paths.put(from.id(), List.of(from.name()));
    Deque<Integer> open = new ArrayDeque<>(List.of(from.id()));
    while (!open.isEmpty()) {
      int one = open.removeFirst();
      for (int other : next.getOrDefault(one, List.of())) {
        Supplier supplier = suppliers.get(other);
        if (supplier == null || paths.containsKey(other)) {
          continue;
        }
        List<String> path = new ArrayList<>(paths.getOrDefault(one, List.of()));
        path.add(way == Way.BELOW ? path.size() : 0, supplier.name());
        paths.put(other, path);
        reached.putIfAbsent(other, new Reach(supplier, way, path));
        open.addLast(other);
      }
    }
  }
}
