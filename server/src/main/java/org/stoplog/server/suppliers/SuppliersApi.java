package org.stoplog.server.suppliers;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Column;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterEdit;
import org.stoplog.ledger.register.Row;
import org.stoplog.ledger.register.SupplierCard;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;

/** The register for programs, by the rules of its forms. */
@Controller
final class SuppliersApi {
  private static final String PATH = ApiAnswers.ROOT + "/suppliers";

  /** Of the body, for the columns that the register knows. */
  private static final Map<Column, String> FIELDS =
      Map.ofEntries(
          Map.entry(Column.SUPPLIER, "name"),
          Map.entry(Column.DOMAIN, "domain"),
          Map.entry(Column.DOMAINS, "domains"),
          Map.entry(Column.SUBPROCESSOR_OF, "worksFor"),
          Map.entry(Column.STARTED, "started"),
          Map.entry(Column.ENDED, "ended"),
          Map.entry(Column.SECURITY_CONTACT, "securityContact"),
          Map.entry(Column.CONTACT_VERIFIED, "contactVerified"),
          Map.entry(Column.CONTACT_TESTED, "contactTested"),
          Map.entry(Column.SECOND_CONTACT, "secondContact"),
          Map.entry(Column.OUR_CONTACT, "ourContact"),
          Map.entry(Column.LEGAL_NAME, "legalName"),
          Map.entry(Column.LEI, "lei"),
          Map.entry(Column.PARENT_COMPANY, "parentCompany"),
          Map.entry(Column.STATUS_PAGE, "statusPage"),
          Map.entry(Column.MERGED_INTO, "mergedInto"));

  private final Transactions transactions;
  private final Ledger ledger;

  SuppliersApi(Transactions transactions, Ledger ledger) {
    this.transactions = transactions;
    this.ledger = ledger;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lists suppliers in the order in which they were entered.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<SupplierJson.Line>> list(
      @RequestParam(name = "name", required = false) @Nullable String name,
      @RequestParam(name = "after", required = false) @Nullable UUID after,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    String part = name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
    return Edits.actIf(
        transactions,
        act -> {
          SupplierIds ids = new SupplierIds(act.jdbc());
          Map<Integer, SupplierIds.Named> named = ids.all();
          int from = after == null ? 0 : ids.number(after);
          List<SupplierJson.Line> lines =
              new Register(act.connection())
                  .all().stream()
                      .filter(one -> one.id() > from)
                      .filter(one -> one.name().toLowerCase(Locale.ROOT).contains(part))
                      .sorted(Comparator.comparingInt(one -> one.id()))
                      .limit(limit + 1L)
                      .flatMap(
                          one -> {
                            SupplierIds.Named id = named.get(one.id());
                            return id == null
                                ? java.util.stream.Stream.empty()
                                : java.util.stream.Stream.of(SupplierJson.Line.of(id.id(), one));
                          })
                      .toList();
          return ApiAnswers.ok(
              ApiAnswers.page(lines, limit, line -> line, line -> line.id().toString()));
        });
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells what the register has of a supplier. Its ETag goes with a change.")
  @GetMapping(PATH + "/{id}")
  ResponseEntity<SupplierJson.One> one(@PathVariable("id") UUID id) {
    return Edits.actIf(transactions, act -> shown(act, id));
  }

  private ResponseEntity<SupplierJson.One> shown(Act act, UUID id) throws SQLException {
    int number = new SupplierIds(act.jdbc()).number(id);
    return ApiAnswers.ok(json(act, id, number), stamp(act.connection(), number));
  }

  private SupplierJson.One json(Act act, UUID id, int number) throws SQLException {
    SupplierCard card =
        SupplierDetails.card(act.connection(), number).orElseThrow(SupplierController::unknown);
    return SupplierJson.one(
        act.connection(), new PartIds(act.jdbc(), number), id, card, ledger.today());
  }

  private static String stamp(Connection db, int number) throws SQLException {
    return RegisterEdit.stamp(db, RegisterEdit.Thing.SUPPLIER, number)
        .orElseThrow(SupplierController::unknown);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Enters a supplier.", status = 201)
  @PostMapping(PATH)
  ResponseEntity<SupplierJson.One> add(@JsonBody SupplierJson.Facts facts) {
    UUID caller = Caller.signedIn().account();
    Cells cells = cells(facts);
    return Edits.actIf(
        transactions,
        act -> {
          Connection db = act.connection();
          RegisterEdit edit = RegisterEdit.begin(db);
          Register register = new Register(db);
          if (register.find(facts.name()).isPresent()) {
            throw new InvalidBody("/name", "This is the name of another one.");
          }
          cells.refuse(
              RegisterActs.errors(FormKind.ALL_FACTS, edit.apply(new Row(1, cells.all()))));
          int number = register.get(facts.name()).id();
          UUID id =
              act.jdbc()
                  .sql("select uid from supplier where id = :id")
                  .param("id", number)
                  .query(UUID.class)
                  .single();
          act.record(caller, "supplier.added", Map.of("supplier", number));
          return ApiAnswers.created(PATH + "/" + id, json(act, id, number));
        });
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "Changes what is said of a supplier itself; needs If-Match. What is left out is emptied.")
  @PutMapping(PATH + "/{id}")
  ResponseEntity<SupplierJson.One> change(
      @PathVariable("id") UUID id, @JsonBody SupplierJson.Facts facts, HttpServletRequest request) {
    UUID caller = Caller.signedIn().account();
    Cells cells = cells(facts);
    return Edits.actIf(
        transactions,
        act -> {
          Connection db = act.connection();
          RegisterEdit edit = RegisterEdit.begin(db);
          int number = new SupplierIds(act.jdbc()).number(id);
          FormTarget target = FormTarget.of(db, FormKind.ALL_FACTS, number);
          ApiAnswers.requireMatch(request, target.stamp());
          cells.refuse(RegisterActs.save(act, caller, edit, target, number, cells.all()));
          return shown(act, id);
        });
  }

  private static Cells cells(SupplierJson.Facts facts) {
    return new Cells(FIELDS)
        .put(Column.SUPPLIER, facts.name())
        .put(Column.DOMAIN, facts.domain())
        .put(Column.DOMAINS, facts.domains())
        .put(Column.SUBPROCESSOR_OF, facts.worksFor())
        .put(Column.STARTED, facts.started())
        .put(Column.ENDED, facts.ended())
        .put(Column.SECURITY_CONTACT, facts.securityContact())
        .put(Column.CONTACT_VERIFIED, facts.contactVerified())
        .put(Column.CONTACT_TESTED, facts.contactTested())
        .put(Column.SECOND_CONTACT, facts.secondContact())
        .put(Column.OUR_CONTACT, facts.ourContact())
        .put(Column.LEGAL_NAME, facts.legalName())
        .put(Column.LEI, facts.lei())
        .put(Column.PARENT_COMPANY, facts.parentCompany())
        .put(Column.STATUS_PAGE, facts.statusPage())
        .put(Column.MERGED_INTO, facts.mergedInto());
  }
}
