package org.stoplog.server.intake;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.intake.LeftOutWords;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.register.Register;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Works;

/** What was imported, batch by batch, and taking a batch back. */
@Controller
final class LedgerController {
  static final int PAGE = 50;
  private static final int ALL = 100_000;
  private static final int LEFT_OUT_PAGE = 100;

  private final Pages pages;
  private final Transactions transactions;
  private final Ledger ledger;
  private final Uploads uploads;
  private final ActorNames names;
  private final Works works;

  LedgerController(
      Pages pages,
      Transactions transactions,
      Ledger ledger,
      Uploads uploads,
      ActorNames names,
      Works works) {
    this.pages = pages;
    this.transactions = transactions;
    this.ledger = ledger;
    this.uploads = uploads;
    this.names = names;
    this.works = works;
  }

  static String pathOf(long batch) {
    return "/ledger/batches/" + batch;
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/ledger")
  View list(
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "supplier", defaultValue = "") String supplier,
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "sort", defaultValue = "-batch") String sort,
      @RequestParam(name = "page", defaultValue = "1") int page) {
    Caller caller = Caller.signedIn();
    LedgerPage.Filter filter = new LedgerPage.Filter(kind, supplier, state, sort);
    BatchList.Query query = query(filter);
    int at = Math.clamp(page, 1, ALL);
    long total = transactions.run(jdbc -> new BatchList(jdbc).count(query));
    List<BatchList.Row> rows =
        transactions.run(jdbc -> new BatchList(jdbc).page(query, PAGE + 1, (long) (at - 1) * PAGE));
    Map<UUID, String> known = names.names();
    boolean canImport = caller.may(Permission.KEEP_RECORD);
    return pages.view(
        "ledger",
        new LedgerPage(
            canImport,
            filter,
            ledger.inTransaction(db -> new Register(db).all()).stream()
                .map(one -> new LedgerPage.Supplier(String.valueOf(one.id()), one.name()))
                .toList(),
            columns(filter),
            rows.stream().limit(PAGE).map(row -> line(caller, row, known)).toList(),
            canImport
                ? uploads.openOf(caller.account()).stream().map(LedgerController::waiting).toList()
                : List.of(),
            Numbers.grouped(total),
            rows.size() > PAGE ? path(filter, sort, at + 1) : null,
            at > 1 ? path(filter, sort, at - 1) : null,
            path(filter, sort, 1).replaceFirst("/ledger", "/ledger/export")));
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/ledger/export")
  ResponseEntity<byte[]> export(
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "supplier", defaultValue = "") String supplier,
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "sort", defaultValue = "-batch") String sort) {
    Caller caller = Caller.signedIn();
    BatchList.Query query = query(new LedgerPage.Filter(kind, supplier, state, sort));
    Map<UUID, String> known = names.names();
    CsvLines csv =
        new CsvLines(
            "batch",
            "kind",
            "supplier",
            "connection",
            "file",
            "sha256",
            "rows",
            "left out",
            "first day",
            "last day",
            "imported",
            "by",
            "state");
    for (BatchList.Row row : transactions.run(jdbc -> new BatchList(jdbc).page(query, ALL, 0))) {
      csv.add(
          row.id(),
          row.kind(),
          row.supplier(),
          row.connection(),
          row.file(),
          row.sha256(),
          Counts.of(caller).plain(row.rows()),
          Counts.of(caller).plain(row.leftOut()),
          row.firstDay(),
          row.lastDay(),
          row.at(),
          name(row.by(), known),
          row.state());
    }
    return csv.download("batches.csv");
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/ledger/batches/{id}")
  View batch(
      @PathVariable("id") long id, @RequestParam(name = "after", defaultValue = "-1") int after) {
    Caller caller = Caller.signedIn();
    BatchList.Row row = find(id);
    Map<UUID, String> known = names.names();
    List<BatchList.LeftOut> left =
        transactions.run(jdbc -> new BatchList(jdbc).leftOut(id, after, LEFT_OUT_PAGE + 1));
    var ended = row.endedAt();
    String yaml = row.mapping();
    long contacts = transactions.run(jdbc -> new BatchList(jdbc).contacts(id));
    return pages.view(
        "batch",
        new BatchPage(
            line(caller, row, known),
            row.sha256(),
            Counts.of(caller).text(row.suppressed()),
            contacts == 0 ? null : Counts.of(caller).text(contacts),
            ended == null ? null : Times.second(ended) + ", by " + name(row.endedBy(), known),
            row.state().equals("live") && caller.may(Permission.KEEP_RECORD),
            transactions.run(jdbc -> new BatchList(jdbc).reasons(id)).stream()
                .map(
                    one ->
                        new BatchPage.Reason(
                            LeftOutWords.of(one.reason()), Counts.of(caller).text(one.rows())))
                .toList(),
            left.stream()
                .limit(LEFT_OUT_PAGE)
                .map(
                    one ->
                        new BatchPage.LeftOut(
                            Numbers.grouped(one.line()),
                            one.column() == null ? "" : one.column(),
                            LeftOutWords.of(one.reason())))
                .toList(),
            left.size() > LEFT_OUT_PAGE
                ? pathOf(id) + "?after=" + left.get(LEFT_OUT_PAGE - 1).place()
                : null,
            yaml == null ? List.of() : MappingForm.rows(MappingFile.parse("mapping", yaml)),
            yaml));
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/ledger/batches/{id}/left-out")
  ResponseEntity<byte[]> leftOut(@PathVariable("id") long id) {
    find(id);
    CsvLines csv = new CsvLines("line", "column", "reason", "meaning");
    for (BatchList.LeftOut one :
        transactions.run(jdbc -> new BatchList(jdbc).leftOut(id, -1, ALL))) {
      csv.add(one.line(), one.column(), one.reason(), LeftOutWords.of(one.reason()));
    }
    return csv.download("left-out-" + id + ".csv");
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @GetMapping("/ledger/batches/{id}/undo")
  View undo(@PathVariable("id") long id) {
    return pages.view("batch-undo", line(Caller.signedIn(), find(id), names.names()));
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping("/ledger/batches/{id}/undo")
  View startUndo(@PathVariable("id") long id) {
    BatchList.Row row = find(id);
    if (!row.state().equals("live")) {
      throw new StoplogException(
          Problem.BATCH_UNKNOWN, "Batch " + id + " was taken back or replaced before.");
    }
    UUID by = Caller.signedIn().account();
    UUID work =
        transactions.act(
            act -> {
              act.record(by, "undo.asked", Map.of("batch", id));
              return works.start(
                  act,
                  by,
                  UndoWork.KIND,
                  "Take back batch " + id,
                  Map.of(UndoWork.BATCH, String.valueOf(id)));
            });
    return Redirects.see(Works.pathOf(work));
  }

  private BatchList.Row find(long id) {
    return transactions
        .run(jdbc -> new BatchList(jdbc).find(id))
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no batch " + id + "."));
  }

  private static LedgerPage.Waiting waiting(Upload upload) {
    return new LedgerPage.Waiting(
        ImportController.pathOf(upload.id()),
        upload.name(),
        upload.state() == Upload.State.IMPORTING
            ? "is being imported"
            : upload.failure() == null ? "waits for you" : "could not be imported",
        Times.minute(upload.createdAt().plus(Uploads.LIFE)));
  }

  private static LedgerPage.Line line(Caller caller, BatchList.Row row, Map<UUID, String> known) {
    String days =
        row.firstDay() == null || row.lastDay() == null
            ? ""
            : row.firstDay().equals(row.lastDay())
                ? row.firstDay().toString()
                : row.firstDay() + " to " + row.lastDay();
    String supplier = row.supplier();
    String connection = row.connection();
    return new LedgerPage.Line(
        row.id(),
        pathOf(row.id()),
        row.kind(),
        supplier == null ? "" : supplier,
        connection == null ? "" : connection,
        row.file(),
        Counts.of(caller).text(row.rows()),
        Counts.of(caller).text(row.leftOut()),
        days,
        Times.second(row.at()),
        name(row.by(), known),
        row.state().equals("undone") ? "taken back" : row.state());
  }

  private static String name(@Nullable UUID account, Map<UUID, String> known) {
    return account == null ? "command line" : known.getOrDefault(account, "unknown");
  }

  private static BatchList.Query query(LedgerPage.Filter filter) {
    boolean isUp = !filter.sort().startsWith("-");
    Integer supplier =
        filter.supplier().matches("\\d{1,9}") ? Integer.valueOf(filter.supplier()) : null;
    return new BatchList.Query(
        filter.kind(),
        supplier,
        filter.state(),
        isUp ? filter.sort() : filter.sort().substring(1),
        isUp);
  }

  private static List<LedgerPage.Column> columns(LedgerPage.Filter filter) {
    return Stream.of(
            List.of("batch", "Batch"),
            List.of("kind", "Kind"),
            List.of("supplier", "Supplier, connection"),
            List.of("file", "File"),
            List.of("rows", "Rows"),
            List.of("left-out", "Left out"),
            List.of("days", "Days"),
            List.of("state", "State"))
        .map(
            one -> {
              boolean isUp = filter.sort().equals(one.getFirst());
              boolean isDown = filter.sort().equals("-" + one.getFirst());
              return new LedgerPage.Column(
                  one.getLast(),
                  path(filter, (isDown ? "" : "-") + one.getFirst(), 1),
                  isUp ? "ascending" : isDown ? "descending" : null);
            })
        .toList();
  }

  private static String path(LedgerPage.Filter filter, String sort, int page) {
    return "/ledger?kind=%s&supplier=%s&state=%s&sort=%s&page=%d"
        .formatted(
            encoded(filter.kind()),
            encoded(filter.supplier()),
            encoded(filter.state()),
            encoded(sort),
            page);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
