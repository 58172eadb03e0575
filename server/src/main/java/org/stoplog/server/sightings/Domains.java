package org.stoplog.server.sightings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The domains of suppliers, to find whose a domain is. Names under which anybody may have a domain
 * are nobody's: {@code co.uk} is no parent of a supplier.
 */
final class Domains {
  /** Second labels of countries under which companies register; no full list (publicsuffix.org). */
  private static final Pattern SHARED =
      Pattern.compile(
          "(ac|biz|co|com|edu|ed|ernet|firm|gen|go|gob|gouv|gov|govt|gr|id|ind|info|int|k12|lg|ltd|"
              + "me|mil|mod|muni|name|ne|net|nhs|nic|nom|or|org|plc|police|pro|pub|res|sch|school|"
              + "store|tm|web)\\.[a-z]{2}");

  /** Hosts that give each customer a name below theirs. */
  private static final Set<String> HOSTS =
      Set.of(
          "appspot.com",
          "amazonaws.com",
          "azurewebsites.net",
          "blogspot.com",
          "cloudapp.net",
          "cloudfront.net",
          "firebaseapp.com",
          "fly.dev",
          "github.io",
          "gitlab.io",
          "herokuapp.com",
          "myshopify.com",
          "netlify.app",
          "onrender.com",
          "pages.dev",
          "sharepoint.com",
          "vercel.app",
          "web.app",
          "windows.net",
          "wordpress.com",
          "workers.dev",
          "zendesk.com");

  private final Map<String, Set<Integer>> exact = new TreeMap<>();

  /** Of names that are above a supplier's domain, which domains those are. */
  private final Map<String, Set<String>> below = new TreeMap<>();

  /**
   * A supplier that a name belongs to.
   *
   * @param domain of the register, by which it was found
   */
  record Match(int supplier, String domain, Relation relation) {}

  /** How a name stands to a domain of the register. */
  enum Relation {
    SAME("the same domain"),
    ABOVE("a domain above one of the supplier's"),
    BELOW("a domain below one of the supplier's");

    private final String words;

    Relation(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Of one supplier, or of all that have not proven that they deleted what they had. */
  static Domains of(JdbcClient jdbc, @Nullable Integer supplier) {
    Domains all = new Domains();
    jdbc.sql(
            """
            select s.id, d.domain from supplier s
            join (select id as supplier, domain from supplier where domain is not null
              union select supplier, domain from supplier_domain) d on d.supplier = s.id
            where (:supplier::int is null or s.id = :supplier) and s.deleted is null
            """)
        .param("supplier", supplier, java.sql.Types.INTEGER)
        .query(
            row -> {
              all.add(row.getInt(1), row.getString(2));
            });
    return all;
  }

  void add(int supplier, String typed) {
    String domain = Targets.name(typed).orElse("");
    if (isShared(domain)) {
      return;
    }
    exact.computeIfAbsent(domain, unseen -> new TreeSet<>()).add(supplier);
    for (String up = parent(domain); !isShared(up); up = parent(up)) {
      below.computeIfAbsent(up, unseen -> new TreeSet<>()).add(domain);
    }
  }

  /** Whether it is nobody's alone: no name, a top level, or one that many have names below. */
  static boolean isShared(String name) {
    return !name.contains(".") || SHARED.matcher(name).matches() || HOSTS.contains(name);
  }

  private static String parent(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  /** Whose a name is: each supplier once, by what is nearest. */
  List<Match> match(String typed) {
    String name = Targets.name(typed).orElse("");
    if (isShared(name)) {
      return List.of();
    }
    Map<Integer, Match> found = new TreeMap<>();
    add(found, name, Relation.SAME);
    for (String up = parent(name); !isShared(up); up = parent(up)) {
      add(found, up, Relation.BELOW);
    }
    below.getOrDefault(name, Set.of()).forEach(domain -> add(found, domain, Relation.ABOVE));
    return new ArrayList<>(found.values());
  }

  private void add(Map<Integer, Match> found, String domain, Relation relation) {
    exact
        .getOrDefault(domain, Set.of())
        .forEach(one -> found.putIfAbsent(one, new Match(one, domain, relation)));
  }
}
