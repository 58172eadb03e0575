package org.stoplog.server.suppliers;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.RegisterEdit.Thing;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;

/** The technical paths to a supplier, for programs. */
@Controller
final class ConnectionsApi {
  private static final String PATH = ApiAnswers.ROOT + "/suppliers/{id}/connections";

  private final SupplierParts parts;
  private final Ledger ledger;

  ConnectionsApi(Transactions transactions, Ledger ledger) {
    this.parts = new SupplierParts(transactions);
    this.ledger = ledger;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The connections to a supplier, each with what the record covers.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<SupplierJson.Path>> list(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(new ApiAnswers.Page<>(parts.inside(id, this::all), null));
  }

  private List<SupplierJson.Path> all(SupplierParts.Inside inside) throws SQLException {
    return SupplierJson.paths(
        inside.act().connection(), inside.ids(), inside.supplier(), ledger.today());
  }

  private ResponseEntity<SupplierJson.Path> shown(SupplierParts.Inside inside, UUID id)
      throws SQLException {
    int number = inside.ids().number(Thing.CONNECTION, id);
    return ApiAnswers.ok(one(inside, id), inside.stamp(Thing.CONNECTION, number));
  }

  private SupplierJson.Path one(SupplierParts.Inside inside, UUID id) throws SQLException {
    return all(inside).stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(SupplierController::unknown);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells of a connection. Its ETag goes with a change.")
  @GetMapping(PATH + "/{connection}")
  ResponseEntity<SupplierJson.Path> one(
      @PathVariable("id") UUID id, @PathVariable("connection") UUID connection) {
    return parts.inside(id, inside -> shown(inside, connection));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Adds a connection.", status = 201)
  @PostMapping(PATH)
  ResponseEntity<SupplierJson.Path> add(
      @PathVariable("id") UUID id, @JsonBody PartJson.Connection facts) {
    Cells cells = facts.cells();
    return parts.inside(
        id,
        inside -> {
          int number =
              SupplierParts.add(inside, FormKind.CONNECTION_FACTS, inside.supplier(), cells);
          return added(inside, id, number);
        });
  }

  private ResponseEntity<SupplierJson.Path> added(
      SupplierParts.Inside inside, UUID supplier, int number) throws SQLException {
    SupplierJson.Path made = one(inside, inside.ids().id(Thing.CONNECTION, number));
    return ApiAnswers.created(PATH.replace("{id}", supplier.toString()) + "/" + made.id(), made);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "Changes a connection, and ends it by its last day; needs If-Match. What is left out is emptied.")
  @PutMapping(PATH + "/{connection}")
  ResponseEntity<SupplierJson.Path> change(
      @PathVariable("id") UUID id,
      @PathVariable("connection") UUID connection,
      @JsonBody PartJson.Connection facts,
      HttpServletRequest request) {
    Cells cells = facts.cells();
    return parts.inside(
        id,
        inside -> {
          int number = inside.ids().number(Thing.CONNECTION, connection);
          SupplierParts.change(inside, FormKind.CONNECTION_FACTS, number, cells, request);
          return shown(inside, connection);
        });
  }
}
