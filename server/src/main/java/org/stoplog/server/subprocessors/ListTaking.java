package org.stoplog.server.subprocessors;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.Column;
import org.stoplog.ledger.register.Fault;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterEdit;
import org.stoplog.ledger.register.Row;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Ids;

/** Takes a supplier's list of sub-processors into the register. In the caller's transaction. */
final class ListTaking {
  private final Connection db;
  private final JdbcClient jdbc;

  ListTaking(Connection db) {
    this.db = db;
    this.jdbc = JdbcClient.create(new SingleConnectionDataSource(db, true));
  }

  /**
   * A list to be taken.
   *
   * @param supplier whose list it is
   * @param source where it came from
   * @param cutsLinks whether those that are gone no longer work for it in the register either
   */
  record Order(
      int supplier,
      List<ListFile.Entry> entries,
      String source,
      String sha256,
      boolean cutsLinks,
      UUID by,
      Instant at) {}

  /**
   * What a list changes, in lines for people.
   *
   * @param fresh sub-processors that were not on the list
   * @param gone those that no longer are
   * @param changed those of which it says something else
   * @param same how many stay as they are
   * @param added how many suppliers are new in the register
   */
  record Diff(List<String> fresh, List<String> gone, List<String> changed, int same, int added) {
    Diff {
      fresh = List.copyOf(fresh);
      gone = List.copyOf(gone);
      changed = List.copyOf(changed);
    }

    boolean isEmpty() {
      return fresh.isEmpty() && gone.isEmpty() && changed.isEmpty();
    }
  }

  /**
   * What holds now, by name.
   *
   * @throws StoplogException PAGE_UNKNOWN when there is no such supplier
   */
  static List<Listed> now(JdbcClient jdbc, int supplier) {
    return listed(jdbc, supplier, "l.gone_at is null order by lower(l.name), l.id");
  }

  /** What held before, the newest first. */
  static List<Listed> before(JdbcClient jdbc, int supplier) {
    return listed(jdbc, supplier, "l.gone_at is not null order by l.gone_at desc, l.id limit 200");
  }

  private static List<Listed> listed(JdbcClient jdbc, int supplier, String which) {
    return jdbc.sql(
            "select l.*, s.name as known from listed_sub_processor l join supplier s on s.id ="
                + " l.sub_processor where l.supplier = :supplier and "
                + which)
        .param("supplier", supplier)
        .query((row, number) -> Listed.of(row))
        .list();
  }

  static String name(JdbcClient jdbc, int supplier) {
    return jdbc.sql("select name from supplier where id = :id")
        .param("id", supplier)
        .query(String.class)
        .optional()
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  /** Does it, looks, and takes it back. */
  Diff trial(Order order) throws SQLException {
    Savepoint before = db.setSavepoint();
    Diff diff = take(order);
    db.rollback(before);
    return diff;
  }

  /**
   * Does it.
   *
   * @throws StoplogException REQUEST_INVALID with a line for each entry that cannot be taken; then
   *     the transaction has to be rolled back
   */
  Diff take(Order order) throws SQLException {
    RegisterEdit edit = RegisterEdit.begin(db);
    name(jdbc, order.supplier());
    Map<Integer, Listed> open = new LinkedHashMap<>();
    now(jdbc, order.supplier()).forEach(one -> open.put(one.subProcessor(), one));
    List<String> fresh = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    Map<Integer, Integer> lines = new HashMap<>();
    int same = 0;
    int added = 0;
    for (ListFile.Entry entry : order.entries()) {
      Optional<Supplier> known = known(entry);
      Integer id = known.isPresent() ? Integer.valueOf(known.get().id()) : add(edit, entry, faults);
      if (id == null || isWrong(order, entry, id, lines, faults)) {
        continue;
      }
      link(order.supplier(), id);
      Listed there = open.remove(id);
      if (there != null && differences(there, entry).isEmpty()) {
        same++;
        continue;
      }
      if (there == null) {
        added += known.isEmpty() ? 1 : 0;
        fresh.add(line(entry, known.map(Supplier::name).orElse(null)));
      } else {
        end(there, order);
        changed.add(entry.name() + ": " + String.join("; ", differences(there, entry)));
      }
      insert(order, entry, id);
    }
    if (!faults.isEmpty()) {
      throw ListFile.wrong(faults);
    }
    List<String> gone = new ArrayList<>();
    for (Listed one : open.values()) {
      end(one, order);
      gone.add(one.name() + (one.known().equals(one.name()) ? "" : " (" + one.known() + ")"));
      if (order.cutsLinks()) {
        jdbc.sql("delete from supplier_chain where supplier = :one and parent = :supplier")
            .param("one", one.subProcessor())
            .param("supplier", order.supplier())
            .update();
      }
    }
    return new Diff(fresh, gone, changed, same, added);
  }

  /** By its name, else by its domain: as people here call it may be another name. */
  private Optional<Supplier> known(ListFile.Entry entry) throws SQLException {
    Register register = new Register(db);
    Optional<Supplier> named = register.find(entry.name());
    if (named.isPresent() || entry.domain() == null) {
      return named;
    }
    List<Integer> ofDomain =
        jdbc.sql(
                """
                select id from supplier where lower(domain) = :domain
                union select supplier from supplier_domain where lower(domain) = :domain
                """)
            .param("domain", entry.domain())
            .query(Integer.class)
            .list();
    return ofDomain.size() == 1 ? Optional.of(register.get(ofDomain.getFirst())) : Optional.empty();
  }

  private @Nullable Integer add(RegisterEdit edit, ListFile.Entry entry, List<String> faults)
      throws SQLException {
    Map<Column, String> cells = new EnumMap<>(Column.class);
    cells.put(Column.SUPPLIER, entry.name());
    String domain = entry.domain();
    if (domain != null) {
      cells.put(Column.DOMAIN, domain);
    }
    List<Fault> wrong = edit.apply(new Row(entry.line(), cells));
    for (Fault one : wrong) {
      String field = one.column() == Column.DOMAIN ? "domain" : "name";
      faults.add("Line %d: %s %s".formatted(entry.line(), field, one.what()));
    }
    return wrong.isEmpty() ? new Register(db).get(entry.name()).id() : null;
  }

  private static boolean isWrong(
      Order order, ListFile.Entry entry, int id, Map<Integer, Integer> lines, List<String> faults) {
    if (id == order.supplier()) {
      faults.add("Line %d: it is the supplier itself".formatted(entry.line()));
      return true;
    }
    Integer before = lines.putIfAbsent(id, entry.line());
    if (before != null) {
      faults.add("Line %d: is the same one as line %d".formatted(entry.line(), before));
    }
    return before != null;
  }

  private void link(int supplier, int subProcessor) {
    jdbc.sql(
            """
            insert into supplier_chain (supplier, parent) values (:one, :supplier)
            on conflict do nothing
            """)
        .param("one", subProcessor)
        .param("supplier", supplier)
        .update();
  }

  private static String line(ListFile.Entry entry, @Nullable String known) {
    String who =
        known == null
            ? ", new in the register"
            : known.equals(entry.name()) ? "" : ", " + known + " in the register";
    List<String> words = new ArrayList<>(List.of(entry.name() + who));
    for (String word : new String[] {entry.purpose(), entry.data(), entry.place()}) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return String.join(" · ", words);
  }

  private static List<String> differences(Listed there, ListFile.Entry entry) {
    List<String> all = new ArrayList<>();
    difference(all, "name", there.name(), entry.name());
    difference(all, "domain", there.domain(), entry.domain());
    difference(all, "purpose", there.purpose(), entry.purpose());
    difference(all, "data", there.data(), entry.data());
    difference(all, "place", there.place(), entry.place());
    difference(all, "since", there.since(), entry.since());
    return all;
  }

  private static void difference(
      List<String> all, String field, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      all.add("%s was %s, is %s".formatted(field, told(before), told(after)));
    }
  }

  private static String told(@Nullable Object value) {
    return value == null || value.toString().isEmpty() ? "not said" : "\"" + value + "\"";
  }

  private void end(Listed one, Order order) {
    jdbc.sql("update listed_sub_processor set gone_by = :by, gone_at = :at where id = :id")
        .param("by", order.by())
        .param("at", order.at().atOffset(ZoneOffset.UTC))
        .param("id", one.id())
        .update();
  }

  private void insert(Order order, ListFile.Entry entry, int id) {
    OffsetDateTime at = order.at().atOffset(ZoneOffset.UTC);
    jdbc.sql(
            """
            insert into listed_sub_processor (id, supplier, sub_processor, name, domain, purpose,
              data, place, since, source, sha256, line, listed_by, listed_at)
            values (:id, :supplier, :one, :name, :domain, :purpose, :data, :place, :since, :source,
              :sha256, :line, :by, :at)
            """)
        .param("id", Ids.next(order.at()))
        .param("supplier", order.supplier())
        .param("one", id)
        .param("name", entry.name())
        .param("domain", entry.domain(), java.sql.Types.VARCHAR)
        .param("purpose", entry.purpose())
        .param("data", entry.data())
        .param("place", entry.place())
        .param("since", entry.since(), java.sql.Types.DATE)
        .param("source", order.source())
        .param("sha256", order.sha256())
        .param("line", entry.line())
        .param("by", order.by())
        .param("at", at)
        .update();
  }
}
