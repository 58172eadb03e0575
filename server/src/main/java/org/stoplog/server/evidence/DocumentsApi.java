package org.stoplog.server.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Documents of suppliers, for programs. That one was read and found good is said by people. */
@Controller
final class DocumentsApi {
  static final String OF_SUPPLIER = ApiAnswers.ROOT + "/suppliers/{id}/evidence";
  private static final String ALL = ApiAnswers.ROOT + "/evidence";
  private static final String ONE = ALL + "/{document}";

  private final Transactions transactions;
  private final DocumentActs acts;
  private final DocumentKeeping keeping;

  DocumentsApi(Transactions transactions, DocumentActs acts, DocumentKeeping keeping) {
    this.transactions = transactions;
    this.acts = acts;
    this.keeping = keeping;
  }

  /**
   * What somebody of us found.
   *
   * @param verdict good, not-enough or wrong
   */
  record Reviewed(String verdict, String words, Instant at) {}

  /**
   * A document.
   *
   * @param assessment to which it was given; null for none
   * @param type as it was found by its content: {@code pdf}
   * @param until last day on which it shows anything; null for no end
   * @param over whether that day is over
   * @param holds whether it was found good, and is not over
   * @param bySupplier whether the supplier gave it
   * @param review null while nobody of us has looked at it
   */
  record Paper(
      UUID id,
      UUID supplier,
      String supplierName,
      @Nullable UUID assessment,
      String name,
      String type,
      long bytes,
      String sha256,
      @Nullable String until,
      boolean over,
      boolean holds,
      boolean bySupplier,
      Instant addedAt,
      @Nullable Reviewed review) {}

  private Paper paper(Document one, Map<Integer, SupplierIds.Named> suppliers) {
    SupplierIds.Named supplier = DocumentActs.named(suppliers, one.supplier());
    Document.Review review = one.review();
    return new Paper(
        one.id(),
        supplier.id(),
        supplier.name(),
        one.assessment(),
        one.name(),
        one.type(),
        one.bytes(),
        one.sha256(),
        one.until() == null ? null : one.until().toString(),
        one.isOver(acts.today()),
        one.holds(acts.today()),
        one.addedBy() == null,
        one.addedAt(),
        review == null ? null : new Reviewed(review.verdict().word(), review.words(), review.at()));
  }

  private Paper read(UUID id) {
    return transactions.run(jdbc -> paper(acts.find(jdbc, id), new SupplierIds(jdbc).all()));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The documents of all suppliers: what ends first first, without an end last.")
  @GetMapping(ALL)
  ResponseEntity<ApiAnswers.Page<Paper>> list(
      @RequestParam(name = "after", required = false) @Nullable UUID after,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
              return ApiAnswers.page(
                  acts.rows(jdbc).page(after, limit + 1),
                  limit,
                  one -> paper(one, suppliers),
                  one -> one.id().toString());
            }));
  }

  private static int supplier(JdbcClient jdbc, UUID id) {
    return new SupplierIds(jdbc)
        .find(id)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The documents of a supplier, the newest first.")
  @GetMapping(OF_SUPPLIER)
  ResponseEntity<ApiAnswers.Page<Paper>> ofSupplier(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
              List<Document> found = acts.rows(jdbc).of(supplier(jdbc, id));
              return new ApiAnswers.Page<>(
                  found.stream().map(one -> paper(one, suppliers)).toList(), null);
            }));
  }

  /** A file is known by its hash, so that one that is sent again is there once. */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value =
          "Adds a document of a supplier, as multipart/form-data; takes no Idempotency-Key. One that"
              + " it has already is answered with 200. until: last day on which it shows anything.",
      status = 201)
  @PostMapping(OF_SUPPLIER)
  ResponseEntity<Paper> add(
      @PathVariable("id") UUID id,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "until", defaultValue = "") String until) {
    int supplier = transactions.run(jdbc -> supplier(jdbc, id));
    DocumentActs.Added added;
    try {
      DocumentActs.day(until);
    } catch (StoplogException e) {
      throw InvalidBody.of("/until", e);
    }
    try {
      added = acts.add(supplier, file, until, true, Caller.signedIn().account());
    } catch (StoplogException e) {
      throw InvalidBody.of("/file", e);
    }
    Paper paper = read(added.id());
    return added.isNew() ? ApiAnswers.created(ALL + "/" + added.id(), paper) : ApiAnswers.ok(paper);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells of a document, and what somebody found.")
  @GetMapping(ONE)
  ResponseEntity<Paper> one(@PathVariable("document") UUID id) {
    return ApiAnswers.ok(read(id));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "The content of a document, as application/octet-stream: a stranger's file, to be saved.")
  @GetMapping(ONE + "/file")
  ResponseEntity<byte[]> file(@PathVariable("document") UUID id) {
    Document one = transactions.run(jdbc -> acts.find(jdbc, id));
    return DocumentsController.saved(one, keeping.content(one));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Takes a document back, and tells what it was.")
  @PostMapping(ONE + "/remove")
  ResponseEntity<Paper> remove(@PathVariable("document") UUID id) {
    Document was = acts.remove(id, Caller.signedIn().account());
    return ApiAnswers.ok(transactions.run(jdbc -> paper(was, new SupplierIds(jdbc).all())));
  }
}
