package org.stoplog.server.evidence;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.multipart.MultipartFile;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** What people and programs do with documents of suppliers. */
final class DocumentActs {
  private final Transactions transactions;
  private final ServerClock clock;
  private final Ledger ledger;
  private final DocumentKeeping keeping;

  DocumentActs(
      Transactions transactions, ServerClock clock, Ledger ledger, DocumentKeeping keeping) {
    this.transactions = transactions;
    this.clock = clock;
    this.ledger = ledger;
    this.keeping = keeping;
  }

  /** UTC, by the product's clock. */
  LocalDate today() {
    return LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
  }

  DocumentRows rows(JdbcClient jdbc) {
    return new DocumentRows(jdbc, ledger.stores().keys());
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when there is none
   */
  static SupplierIds.Named named(Map<Integer, SupplierIds.Named> suppliers, int supplier) {
    return Optional.ofNullable(suppliers.get(supplier))
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when there is none
   */
  Document find(JdbcClient jdbc, UUID id) {
    return rows(jdbc)
        .find(id)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such document."));
  }

  static StoplogException wrong(String why) {
    return new StoplogException(Problem.REQUEST_INVALID, why);
  }

  /**
   * @return null for nothing
   * @throws StoplogException REQUEST_INVALID for what is no day
   */
  static @Nullable LocalDate day(String typed) {
    if (typed.isBlank()) {
      return null;
    }
    try {
      return LocalDate.parse(typed.strip());
    } catch (java.time.DateTimeException e) {
      throw wrong("Write the day as 2026-01-31, or leave it empty.");
    }
  }

  /** A document that is there, and whether it came by this. */
  record Added(UUID id, boolean isNew) {}

  /**
   * Looks at a file, seals it and notes it of a supplier.
   *
   * @param isOnce whether the same file of the same supplier is left as it is
   * @throws StoplogException REQUEST_INVALID that says why it is not taken
   */
  Added add(
      int supplier, @Nullable MultipartFile file, String typedUntil, boolean isOnce, UUID by) {
    LocalDate until = day(typedUntil);
    if (file == null) {
      throw wrong("Choose a file.");
    }
    transactions.run(jdbc -> named(new SupplierIds(jdbc).all(), supplier));
    DocumentKeeping.Kept kept = keeping.keep(file, this::draft);
    UUID id = Ids.next(clock.realNow());
    return transactions.actIf(
        act -> {
          DocumentRows rows = rows(act.jdbc());
          // Of two that send the same file at once, the second finds that of the first.
          act.jdbc()
              .sql("select id from supplier where id = :id for update")
              .param("id", supplier)
              .query(Integer.class)
              .single();
          Optional<Document> before =
              isOnce
                  ? rows.of(supplier).stream()
                      .filter(one -> one.sha256().equals(kept.sha256()))
                      .findFirst()
                  : Optional.empty();
          act.jdbc()
              .sql("delete from passing.evidence_draft where sha256 = :sha256")
              .param("sha256", kept.sha256())
              .update();
          if (before.isPresent()) {
            return new Added(before.get().id(), false);
          }
          rows.add(
              new Document(
                  id,
                  supplier,
                  null,
                  null,
                  kept.name(),
                  kept.kind(),
                  kept.bytes(),
                  kept.sha256(),
                  until,
                  by,
                  clock.now(),
                  null));
          act.record(
              by,
              "evidence.added",
              Map.of("supplier", supplier, "document", id.toString(), "sha256", kept.sha256()));
          return new Added(id, true);
        });
  }

  /** Committed before the file is put beside the others; the next start takes it away otherwise. */
  private boolean draft(String sha256) {
    transactions.run(
        jdbc ->
            jdbc.sql("insert into passing.evidence_draft values (:sha256) on conflict do nothing")
                .param("sha256", sha256)
                .update());
    return true;
  }

  /**
   * Takes one back.
   *
   * @return it, as it was
   */
  Document remove(UUID id, UUID by) {
    return transactions.act(
        act -> {
          Document one = find(act.jdbc(), id);
          rows(act.jdbc()).remove(id, clock.now());
          act.record(
              by,
              "evidence.removed",
              Map.of("supplier", one.supplier(), "document", id.toString()));
          return one;
        });
  }
}
