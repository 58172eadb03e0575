package org.stoplog.server.campaigns;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.register.Grant;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.SupplierCard;
import org.stoplog.ledger.register.SupplierConnection;
import org.stoplog.server.mail.Companies;

/**
 * Which suppliers are like a breached one, and in what: whoever may have been hit by the same.
 * Whoever was left, but is not proven to have deleted what it had, is among them. Suppliers that
 * were merged are one here, by the name of the last: what is true of one is true of it.
 */
final class Likeness {
  private static final int MOST_SHOWN = 6;

  /** In what one is like another. */
  enum Way {
    KIND("connected in the same way"),
    CHAIN("the same supplier behind it, or one behind the other"),
    ELEMENTS("gets the same data"),
    PATH("may do the same, by the same kind of key");

    private final String words;

    Way(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A supplier that is like it.
   *
   * @param ways with the words that stand beside each
   */
  record Like(int supplier, String name, boolean isEnded, Map<Way, String> ways) {
    Like {
      ways = Map.copyOf(ways);
    }

    /** For a row: words of ours. */
    List<String> reasons() {
      return ways.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(one -> one.getValue().replace(';', ','))
          .toList();
    }
  }

  private final Map<Integer, Set<String>> kinds = new HashMap<>();
  private final Map<Integer, Set<String>> paths = new HashMap<>();
  private final Map<Integer, Set<String>> elements = new HashMap<>();
  private final Map<Integer, Set<Integer>> behind = new HashMap<>();
  private final Companies companies;
  private final Map<Integer, String> names = new TreeMap<>();
  private final List<SupplierCard> cards;

  private Likeness(Connection db, JdbcClient jdbc) throws SQLException {
    Register register = new Register(db);
    cards = register.cards();
    companies = Companies.read(jdbc);
    cards.forEach(card -> names.put(card.supplier().id(), card.supplier().name()));
    for (SupplierConnection one : register.connections()) {
      String kind = one.kind();
      if (kind != null) {
        add(kinds, one.supplier(), kind.toLowerCase(Locale.ROOT));
      }
      one.scopes().forEach(scope -> add(paths, one.supplier(), "scope " + scope));
    }
    Map<Integer, Integer> owners = new HashMap<>();
    jdbc.sql("select id, supplier from engagement")
        .query(
            row -> {
              owners.put(row.getInt("id"), row.getInt("supplier"));
            });
    for (Grant grant : register.grants()) {
      Integer owner = owners.get(grant.engagement());
      if (owner != null) {
        grant.elements().forEach(id -> add(elements, owner, Elements.catalogue().get(id).label()));
      }
    }
    jdbc.sql("select supplier, parent from supplier_chain")
        .query(
            row -> {
              behind
                  .computeIfAbsent(companies.last(row.getInt("parent")), unseen -> new HashSet<>())
                  .add(companies.last(row.getInt("supplier")));
            });
    jdbc.sql(
            """
            select distinct c.supplier, k.kind from connection_credential k
            join connection c on c.id = k.connection
            """)
        .query(
            row -> {
              add(paths, row.getInt(1), "key " + row.getString(2).toLowerCase(Locale.ROOT));
            });
  }

  private void add(Map<Integer, Set<String>> all, int supplier, String what) {
    all.computeIfAbsent(companies.last(supplier), unseen -> new TreeSet<>()).add(what);
  }

  /** Those that are like it, in the most ways first. */
  static List<Like> of(Connection db, JdbcClient jdbc, int breached) throws SQLException {
    Likeness likeness = new Likeness(db, jdbc);
    return likeness.like(likeness.companies.last(breached));
  }

  /** With all others behind them: those that still have something. */
  static List<Like> everybody(JdbcClient jdbc, int breached, List<Like> like) {
    Set<Integer> known = new HashSet<>();
    like.forEach(one -> known.add(one.supplier()));
    List<Like> all = new ArrayList<>(like);
    jdbc.sql(
            """
            select id, name, ended is not null from supplier
            where deleted is null and merged_into is null
              and id not in (select company(:breached)) order by lower(name)
            """)
        .param("breached", breached)
        .query(
            row -> {
              if (!known.contains(row.getInt(1))) {
                all.add(new Like(row.getInt(1), row.getString(2), row.getBoolean(3), Map.of()));
              }
            });
    return all;
  }

  private List<Like> like(int breached) {
    List<Like> found = new ArrayList<>();
    for (SupplierCard card : cards) {
      int supplier = card.supplier().id();
      if (supplier == breached
          || companies.isMerged(supplier)
          || card.supplier().deleted() != null) {
        continue;
      }
      Map<Way, String> ways = new TreeMap<>();
      shared(kinds, breached, supplier, ways, Way.KIND, "same kind: ");
      shared(paths, breached, supplier, ways, Way.PATH, "same path: ");
      shared(elements, breached, supplier, ways, Way.ELEMENTS, "same data: ");
      chain(breached, supplier, ways);
      if (!ways.isEmpty()) {
        found.add(
            new Like(supplier, card.supplier().name(), card.supplier().ended() != null, ways));
      }
    }
    found.sort(
        Comparator.comparingInt((Like one) -> -one.ways().size())
            .thenComparing(one -> one.name().toLowerCase(Locale.ROOT)));
    return found;
  }

  private static void shared(
      Map<Integer, Set<String>> all,
      int breached,
      int supplier,
      Map<Way, String> ways,
      Way way,
      String words) {
    Set<String> both = new TreeSet<>(all.getOrDefault(breached, Set.of()));
    both.retainAll(all.getOrDefault(supplier, Set.of()));
    if (!both.isEmpty()) {
      List<String> shown = both.stream().limit(MOST_SHOWN).toList();
      int more = both.size() - shown.size();
      ways.put(way, words + String.join(", ", shown) + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  private void chain(int breached, int supplier, Map<Way, String> ways) {
    Set<Integer> ofBreached = behind.getOrDefault(breached, Set.of());
    Set<Integer> ofSupplier = behind.getOrDefault(supplier, Set.of());
    List<String> words = new ArrayList<>();
    if (ofBreached.contains(supplier)) {
      words.add("works for it");
    }
    if (ofSupplier.contains(breached)) {
      words.add("the breached one works for it");
    }
    Set<String> both = new TreeSet<>();
    for (int one : ofBreached) {
      if (ofSupplier.contains(one)) {
        both.add(names.getOrDefault(one, "unknown"));
      }
    }
    if (!both.isEmpty()) {
      words.add("same supplier behind: " + String.join(", ", both));
    }
    if (!words.isEmpty()) {
      ways.put(Way.CHAIN, String.join(", ", words));
    }
  }
}
