package org.stoplog.ledger.apps;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.HostNames;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.register.OwnSuppliers;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierConnection;

/**
 * What lists of apps say, before it is in the register: nothing enters that nobody accepted. Works
 * in the caller's transaction.
 */
public final class ReviewQueue {
  private static final int PORTION = 1_000;

  private final Connection db;
  private final Register register;

  public ReviewQueue(Connection db) {
    this.db = db;
    this.register = new Register(db);
  }

  /**
   * Brings the queue to what a list says. What was decided stays decided, unless an accepted app
   * may do more now. @return how many wait
   */
  public int take(AppList list) throws SQLException {
    Matcher matcher = new Matcher(new OwnSuppliers(db).known(), register.all(), register.domains());
    String sql =
        """
        insert into review_item as old
          (source, external, name, kind, hosts, scopes, supplier, domain, known, evidence, warning)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (source, external) do update
        set name = excluded.name, kind = excluded.kind, hosts = excluded.hosts,
            scopes = excluded.scopes, supplier = excluded.supplier, domain = excluded.domain,
            known = excluded.known, evidence = excluded.evidence, warning = excluded.warning,
            status = case when old.status = 'accepted' and not excluded.scopes <@ old.scopes
                     then 'pending' else old.status end
        """;
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      int batched = 0;
      for (FoundApp app : list.apps()) {
        Proposal proposal = matcher.of(app);
        insert.setString(1, list.source().slug());
        insert.setString(2, bounded(app.external()));
        insert.setString(3, Matcher.usable(app.name()));
        insert.setString(4, app.kind());
        insert.setArray(5, array(app.hosts()));
        insert.setArray(6, db.createArrayOf("text", scopes(app)));
        insert.setString(7, proposal.supplier());
        insert.setString(8, proposal.domain());
        insert.setString(9, proposal.known());
        insert.setString(10, proposal.evidence().name().toLowerCase(Locale.ROOT));
        insert.setString(11, proposal.warning());
        insert.addBatch();
        if (++batched % PORTION == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    return pending().size();
  }

  private java.sql.Array array(SortedSet<String> texts) throws SQLException {
    return db.createArrayOf("text", texts.stream().map(ReviewQueue::bounded).toArray());
  }

  /** As the register takes and exports them: none runs as a formula, or is two. */
  private static Object[] scopes(FoundApp app) {
    return app.scopes().stream()
        .map(scope -> Matcher.usable(scope.replace(';', ' ')))
        .distinct()
        .toArray();
  }

  /** PostgreSQL has no zero character, and an index no endless text. */
  private static String bounded(String text) {
    String clean = text.replaceAll("[\\x00\\p{Cs}]", "");
    return clean.length() > 500 ? clean.substring(0, 500) : clean;
  }

  /** Those that nobody has decided about, in the order in which they came. */
  public List<ReviewItem> pending() throws SQLException {
    return items("status = 'pending'");
  }

  private List<ReviewItem> items(String condition) throws SQLException {
    List<ReviewItem> items = new ArrayList<>();
    String sql =
        """
        select id, source, name, kind, hosts, scopes, supplier, domain, known, evidence, warning
        from review_item where %s order by id
        """;
    try (PreparedStatement select = db.prepareStatement(sql.formatted(condition));
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        items.add(
            new ReviewItem(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                List.of((String[]) row.getArray(5).getArray()),
                List.of((String[]) row.getArray(6).getArray()),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11)));
      }
    }
    return items;
  }

  /**
   * Puts items into the register: the supplier, its domain, and a connection with its scopes.
   *
   * @throws StoplogException USAGE when one of the ids does not wait; nothing is written then
   */
  public int accept(Set<Integer> ids, Progress progress) throws SQLException {
    List<ReviewItem> chosen = chosen(ids);
    Map<String, Integer> domains = register.domains();
    progress.step("putting apps into the register", chosen.size(), "apps");
    int done = 0;
    for (ReviewItem item : chosen) {
      if (progress.stopped()) {
        throw new StoplogException(Problem.INTERRUPTED, "stopped; no app was accepted");
      }
      progress.at(done++);
      Supplier supplier = supplier(item, domains);
      addDomain(supplier, item.domain(), domains);
      connect(supplier, item);
    }
    decide(ids, "accepted");
    return chosen.size();
  }

  /** Accepts all that wait but those with a warning. @return how many */
  public int acceptAll(Progress progress) throws SQLException {
    Set<Integer> ids = new HashSet<>();
    for (ReviewItem item : pending()) {
      if (item.warning() == null) {
        ids.add(item.id());
      }
    }
    return accept(ids, progress);
  }

  /**
   * Takes items out of the queue for good.
   *
   * @throws StoplogException USAGE when one of the ids does not wait
   */
  public int dismiss(Set<Integer> ids) throws SQLException {
    int dismissed = chosen(ids).size();
    decide(ids, "dismissed");
    return dismissed;
  }

  private List<ReviewItem> chosen(Set<Integer> ids) throws SQLException {
    List<ReviewItem> chosen = pending().stream().filter(item -> ids.contains(item.id())).toList();
    if (chosen.size() != ids.size()) {
      List<Integer> missing = new ArrayList<>(ids);
      chosen.forEach(item -> missing.remove((Integer) item.id()));
      throw new StoplogException(
          Problem.USAGE, "no item with the id " + missing.getFirst() + " waits; nothing was done");
    }
    return chosen;
  }

  private void decide(Set<Integer> ids, String status) throws SQLException {
    try (PreparedStatement update =
        db.prepareStatement("update review_item set status = ? where id = any(?)")) {
      update.setString(1, status);
      update.setArray(2, db.createArrayOf("int4", ids.toArray()));
      update.executeUpdate();
    }
  }

  /** By the domain first: the register may have learnt of it since the list was read. */
  private Supplier supplier(ReviewItem item, Map<String, Integer> domains) throws SQLException {
    String domain = item.domain();
    if (domain != null) {
      for (String suffix : HostNames.suffixes(domain)) {
        Integer id = domains.get(suffix);
        if (id != null) {
          return register.get(id);
        }
      }
    }
    return register.getOrCreate(item.supplier());
  }

  private void addDomain(Supplier supplier, @Nullable String domain, Map<String, Integer> domains)
      throws SQLException {
    if (domain == null || HostNames.suffixes(domain).stream().anyMatch(domains::containsKey)) {
      return;
    }
    String sql =
        register.get(supplier.id()).domain() == null
            ? "update supplier set domain = ? where id = ?"
            : "insert into supplier_domain (domain, supplier) values (?, ?)";
    try (PreparedStatement add = db.prepareStatement(sql)) {
      add.setString(1, domain);
      add.setInt(2, supplier.id());
      add.executeUpdate();
    }
    domains.put(domain, supplier.id());
  }

  /** One connection for each app: two apps of one name have the number of their item too. */
  private void connect(Supplier supplier, ReviewItem item) throws SQLException {
    String sql =
        """
        with before as (
          update connection c set scopes = ? from review_item i
          where i.id = ? and c.id = i.connection returning c.id)
        select id from before
        """;
    try (PreparedStatement again = db.prepareStatement(sql)) {
      again.setArray(1, db.createArrayOf("text", item.scopes().toArray()));
      again.setInt(2, item.id());
      try (ResultSet row = again.executeQuery()) {
        if (row.next()) {
          return;
        }
      }
    }
    String name = item.app() + " (" + item.source() + " " + item.id() + ")";
    SupplierConnection connection = register.getOrCreateConnection(supplier.id(), name);
    try (PreparedStatement update =
        db.prepareStatement(
            """
            with chosen as (update review_item set connection = ? where id = ?)
            update connection set kind = coalesce(kind, ?), scopes = ? where id = ?
            """)) {
      update.setInt(1, connection.id());
      update.setInt(2, item.id());
      update.setString(3, item.kind());
      update.setArray(4, db.createArrayOf("text", item.scopes().toArray()));
      update.setInt(5, connection.id());
      update.executeUpdate();
    }
  }
}
