package org.stoplog.server.evidence;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Documents of suppliers: kept, reviewed, given out, and when they end. */
@Controller
final class DocumentsController {
  static final String OF_SUPPLIER = "/suppliers/{id}/evidence";
  private static final String ONE = "/evidence/{document}";
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST = 1_000;
  private static final int SOON_DAYS = 30;

  private final Pages pages;
  private final Transactions transactions;
  private final ActorNames names;
  private final ServerClock clock;
  private final DocumentActs acts;
  private final DocumentKeeping keeping;

  DocumentsController(
      Pages pages,
      Transactions transactions,
      ActorNames names,
      ServerClock clock,
      DocumentActs acts,
      DocumentKeeping keeping) {
    this.pages = pages;
    this.transactions = transactions;
    this.names = names;
    this.clock = clock;
    this.acts = acts;
    this.keeping = keeping;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/evidence")
  View all() {
    return list(null, null, 200);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(OF_SUPPLIER)
  View ofSupplier(@PathVariable("id") int id) {
    return list(id, null, 200);
  }

  private View list(@Nullable Integer supplier, @Nullable String error, int status) {
    Map<UUID, String> known = names.names();
    LocalDate today = acts.today();
    boolean canEdit = Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    return pages.view(
        "documents",
        transactions.run(
            jdbc -> {
              Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
              List<Document> found =
                  supplier == null ? acts.rows(jdbc).all() : acts.rows(jdbc).of(supplier);
              String title =
                  supplier == null
                      ? "Documents of suppliers"
                      : "Documents of " + DocumentActs.named(suppliers, supplier).name();
              long over = found.stream().filter(one -> one.isOver(today)).count();
              long unread = found.stream().filter(one -> one.review() == null).count();
              return new DocumentsPage(
                  supplier,
                  title,
                  found.isEmpty()
                      ? "None is kept yet."
                      : found.size()
                          + " kept; "
                          + over
                          + " over; "
                          + unread
                          + " that nobody has looked at.",
                  found.stream().map(one -> line(one, suppliers, known, today)).toList(),
                  canEdit,
                  error);
            }),
        status);
  }

  private static DocumentsPage.Line line(
      Document one,
      Map<Integer, SupplierIds.Named> suppliers,
      Map<UUID, String> known,
      LocalDate today) {
    LocalDate until = one.until();
    Document.Review review = one.review();
    UUID by = one.addedBy();
    return new DocumentsPage.Line(
        one.id().toString(),
        one.supplier(),
        DocumentActs.named(suppliers, one.supplier()).name(),
        one.name(),
        one.type().toUpperCase(java.util.Locale.ROOT) + ", " + Numbers.amount(one.bytes(), "bytes"),
        (by == null ? "the supplier" : known.getOrDefault(by, "unknown"))
            + ", "
            + Times.second(one.addedAt()),
        until == null ? "" : until.toString(),
        one.isOver(today),
        until != null && !one.isOver(today) && !until.isAfter(today.plusDays(SOON_DAYS)),
        review == null
            ? null
            : review.verdict().words()
                + ", "
                + known.getOrDefault(review.by(), "unknown")
                + ", "
                + Times.second(review.at())
                + (review.words().isEmpty() ? "" : ": " + review.words()),
        one.assessment() == null ? null : "/assessments/" + one.assessment());
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/evidence" + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(@PathVariable("format") RegisterFormat format) {
    Map<UUID, String> known = names.names();
    LocalDate today = acts.today();
    NamedRows table =
        new NamedRows("supplier", "name", "type", "bytes", "sha256", "until", "from", "review");
    transactions.run(
        jdbc -> {
          Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
          for (Document one : acts.rows(jdbc).all()) {
            DocumentsPage.Line line = line(one, suppliers, known, today);
            table.add(
                line.supplierName(),
                one.name(),
                one.type(),
                one.bytes(),
                one.sha256(),
                line.until(),
                line.from(),
                line.review());
          }
          return true;
        });
    return table.download(format, "evidence");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(OF_SUPPLIER)
  View add(
      @PathVariable("id") int id,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "until", defaultValue = "") String typedUntil) {
    try {
      acts.add(id, file, typedUntil, false, Caller.signedIn().account());
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return list(id, e.getMessage(), UNPROCESSABLE);
    }
    return Redirects.see("/suppliers/" + id + "/evidence");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/review")
  View review(
      @PathVariable("document") UUID id,
      @RequestParam(name = "verdict", defaultValue = "") String typed,
      @RequestParam(name = "words", defaultValue = "") String typedWords,
      @RequestParam(name = "until", defaultValue = "") String typedUntil) {
    UUID by = Caller.signedIn().account();
    int supplier = transactions.run(jdbc -> acts.find(jdbc, id)).supplier();
    try {
      Document.Verdict verdict =
          Document.Verdict.of(typed).orElseThrow(() -> DocumentActs.wrong("Say what it shows."));
      String words = typedWords.strip();
      if (words.length() > LONGEST) {
        throw DocumentActs.wrong("Words have at most 1,000 characters.");
      }
      LocalDate until = DocumentActs.day(typedUntil);
      transactions.act(
          act -> {
            Document one = acts.find(act.jdbc(), id);
            acts.rows(act.jdbc())
                .review(one, new Document.Review(verdict, words, by, clock.now()), until);
            act.record(
                by,
                "evidence.reviewed",
                Map.of("supplier", supplier, "document", id.toString(), "verdict", verdict.word()));
            return true;
          });
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return list(supplier, e.getMessage(), UNPROCESSABLE);
    }
    return Redirects.see("/suppliers/" + supplier + "/evidence");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/remove")
  View remove(@PathVariable("document") UUID id) {
    int supplier = acts.remove(id, Caller.signedIn().account()).supplier();
    return Redirects.see("/suppliers/" + supplier + "/evidence");
  }

  /** To be saved, never shown: it is a stranger's. */
  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE + "/file")
  ResponseEntity<byte[]> file(@PathVariable("document") UUID id) {
    Document one = transactions.run(jdbc -> acts.find(jdbc, id));
    return saved(one, keeping.content(one));
  }

  /** To be saved, and run nowhere. */
  static ResponseEntity<byte[]> saved(Document one, byte[] content) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"document-" + one.id() + "." + one.type() + "\"")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(content);
  }
}
