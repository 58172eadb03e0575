package org.stoplog.server.suppliers;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.register.Column;
import org.stoplog.ledger.register.RegisterEdit;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;

/** The forms about a supplier that is there, and about what belongs to it. */
@Controller
final class FormController {
  private static final int CONFLICT = 409;
  private static final int FAULTY = 422;

  /** What an address asks for. */
  private record Route(FormKind kind, boolean isNew) {}

  private static final Map<String, Route> ROUTES =
      Map.ofEntries(
          Map.entry("/suppliers/{id}/facts", new Route(FormKind.SUPPLIER_FACTS, false)),
          Map.entry("/suppliers/{id}/contact", new Route(FormKind.CONTACT, false)),
          Map.entry("/suppliers/{id}/end", new Route(FormKind.END, false)),
          Map.entry("/suppliers/{id}/deletion", new Route(FormKind.DELETION, false)),
          Map.entry("/suppliers/{id}/engagement", new Route(FormKind.ENGAGEMENT_FACTS, true)),
          Map.entry("/suppliers/{id}/connection", new Route(FormKind.CONNECTION_FACTS, true)),
          Map.entry("/suppliers/engagements/{id}", new Route(FormKind.ENGAGEMENT_FACTS, false)),
          Map.entry("/suppliers/engagements/{id}/grant", new Route(FormKind.GRANT, true)),
          Map.entry("/suppliers/connections/{id}", new Route(FormKind.CONNECTION_FACTS, false)),
          Map.entry("/suppliers/grants/{id}", new Route(FormKind.GRANT, false)));

  private final Pages pages;
  private final Transactions transactions;

  FormController(Pages pages, Transactions transactions) {
    this.pages = pages;
    this.transactions = transactions;
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping({
    "/suppliers/{id}/facts",
    "/suppliers/{id}/contact",
    "/suppliers/{id}/end",
    "/suppliers/{id}/deletion",
    "/suppliers/{id}/engagement",
    "/suppliers/{id}/connection",
    "/suppliers/engagements/{id}",
    "/suppliers/engagements/{id}/grant",
    "/suppliers/connections/{id}",
    "/suppliers/grants/{id}"
  })
  View ask(@PathVariable("id") int id, HttpServletRequest request) {
    Route route = route(request);
    FormTarget target = transactions.inTurn(db -> target(db, route, id));
    return pages.view(
        "supplier-form", page(target, id, target.values(), Map.of(), target.stamp(), List.of()));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping({
    "/suppliers/{id}/facts",
    "/suppliers/{id}/contact",
    "/suppliers/{id}/end",
    "/suppliers/{id}/deletion",
    "/suppliers/{id}/engagement",
    "/suppliers/{id}/connection",
    "/suppliers/engagements/{id}",
    "/suppliers/engagements/{id}/grant",
    "/suppliers/connections/{id}",
    "/suppliers/grants/{id}"
  })
  View save(@PathVariable("id") int id, HttpServletRequest request) {
    Route route = route(request);
    Map<Column, String> typed = typed(route.kind(), request);
    String stamp = String.valueOf(request.getParameter("stamp"));
    UUID caller = Caller.signedIn().account();
    return Edits.actIf(transactions, act -> save(act, caller, route, id, typed, stamp));
  }

  private View save(
      Act act, UUID caller, Route route, int id, Map<Column, String> typed, String stamp)
      throws SQLException {
    Connection db = act.connection();
    RegisterEdit edit = RegisterEdit.begin(db);
    FormTarget target = target(db, route, id);
    if (!route.isNew() && !target.stamp().equals(stamp)) {
      return pages.view(
          "supplier-form",
          page(target, id, typed, Map.of(), target.stamp(), changes(target, typed)),
          CONFLICT);
    }
    Map<Column, String> errors = RegisterActs.save(act, caller, edit, target, id, typed);
    if (!errors.isEmpty()) {
      return pages.view(
          "supplier-form", page(target, id, typed, errors, target.stamp(), List.of()), FAULTY);
    }
    return Redirects.see("/suppliers/" + target.supplier());
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping("/suppliers/grants/{id}/remove")
  View remove(@PathVariable("id") int id, @RequestParam("stamp") String stamp) {
    UUID caller = Caller.signedIn().account();
    return Edits.actIf(transactions, act -> remove(act, caller, id, stamp));
  }

  private View remove(Act act, UUID caller, int id, String stamp) throws SQLException {
    RegisterEdit edit = RegisterEdit.begin(act.connection());
    FormTarget target = FormTarget.of(act.connection(), FormKind.GRANT, id);
    if (!target.stamp().equals(stamp)) {
      List<SupplierPage.Fact> changed =
          List.of(new SupplierPage.Fact("The grant", "see the fields below"));
      return pages.view(
          "supplier-form",
          page(target, id, target.values(), Map.of(), target.stamp(), changed),
          CONFLICT);
    }
    RegisterActs.removeGrant(act, caller, edit, target, id);
    return Redirects.see("/suppliers/" + target.supplier());
  }

  private static Route route(HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    Route route = ROUTES.get(String.valueOf(pattern));
    if (route == null) {
      throw new IllegalStateException("an address without a form");
    }
    return route;
  }

  private static FormTarget target(Connection db, Route route, int id) throws SQLException {
    return route.isNew()
        ? FormTarget.added(db, route.kind(), id)
        : FormTarget.of(db, route.kind(), id);
  }

  /** What came with the form, as it was typed but for blanks around it. */
  static Map<Column, String> typed(FormKind kind, HttpServletRequest request) {
    Map<Column, String> typed = new EnumMap<>(Column.class);
    for (Column column : kind.columns) {
      String[] values = request.getParameterValues(FormFields.id(column));
      String text = values == null ? "" : String.join(";", values);
      typed.put(column, text.replace("\0", "").strip());
    }
    return typed;
  }

  private static List<SupplierPage.Fact> changes(FormTarget target, Map<Column, String> typed) {
    FormFields now = new FormFields(target.kind(), target.values(), Map.of(), target.engagements());
    List<SupplierPage.Fact> differing =
        now.all().stream()
            .filter(field -> !field.value().equals(typedOf(field, typed)))
            .map(
                field ->
                    new SupplierPage.Fact(
                        field.label(), field.value().isEmpty() ? "empty" : field.value()))
            .toList();
    return differing.isEmpty()
        ? List.of(new SupplierPage.Fact("These fields", "the same as yours"))
        : differing;
  }

  private static String typedOf(FormPage.Field field, Map<Column, String> typed) {
    return typed.entrySet().stream()
        .filter(entry -> FormFields.id(entry.getKey()).equals(field.id()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static FormPage page(
      FormTarget target,
      int id,
      Map<Column, String> values,
      Map<Column, String> errors,
      String stamp,
      List<SupplierPage.Fact> changed) {
    FormKind kind = target.kind();
    boolean isNew = target.thing() == null;
    String name = target.card().supplier().name();
    String action =
        ROUTES.entrySet().stream()
            .filter(entry -> entry.getValue().equals(new Route(kind, isNew)))
            .map(entry -> entry.getKey().replace("{id}", String.valueOf(id)))
            .findFirst()
            .orElseThrow();
    return new FormPage(
        (isNew ? "New " + kind.word + " of " : "Change the " + kind.word + " of ") + name,
        kind.why,
        action,
        "/suppliers/" + target.supplier(),
        stamp,
        isNew ? "Add the " + kind.word : "Save the " + kind.word,
        new FormFields(kind, values, errors, target.engagements()).all(),
        changed,
        List.of(),
        kind == FormKind.GRANT && !isNew ? action + "/remove" : null);
  }
}
