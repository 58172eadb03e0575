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
import org.stoplog.ledger.register.RegisterEdit.Thing;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;

/** What the engagements of a supplier may receive, for programs. */
@Controller
final class GrantsApi {
  private static final String PATH = ApiAnswers.ROOT + "/suppliers/{id}/grants";

  private final SupplierParts parts;

  GrantsApi(Transactions transactions) {
    this.parts = new SupplierParts(transactions);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The grants of all engagements of a supplier.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<SupplierJson.May>> list(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(new ApiAnswers.Page<>(parts.inside(id, GrantsApi::all), null));
  }

  private static List<SupplierJson.May> all(SupplierParts.Inside inside) throws SQLException {
    return SupplierJson.mays(inside.act().connection(), inside.ids(), inside.supplier());
  }

  private static ResponseEntity<SupplierJson.May> shown(SupplierParts.Inside inside, UUID id)
      throws SQLException {
    int number = inside.ids().number(Thing.GRANT, id);
    return ApiAnswers.ok(one(inside, id), inside.stamp(Thing.GRANT, number));
  }

  private static SupplierJson.May one(SupplierParts.Inside inside, UUID id) throws SQLException {
    return all(inside).stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(SupplierController::unknown);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells of a grant. Its ETag goes with a change.")
  @GetMapping(PATH + "/{grant}")
  ResponseEntity<SupplierJson.May> one(
      @PathVariable("id") UUID id, @PathVariable("grant") UUID grant) {
    return parts.inside(id, inside -> shown(inside, grant));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Adds a grant to an engagement.", status = 201)
  @PostMapping(ApiAnswers.ROOT + "/suppliers/{id}/engagements/{engagement}/grants")
  ResponseEntity<SupplierJson.May> add(
      @PathVariable("id") UUID id,
      @PathVariable("engagement") UUID engagement,
      @JsonBody PartJson.Grant facts) {
    Cells cells = facts.cells();
    return parts.inside(
        id,
        inside -> {
          int parent = inside.ids().number(Thing.ENGAGEMENT, engagement);
          int number = SupplierParts.add(inside, FormKind.GRANT, parent, cells);
          SupplierJson.May made = one(inside, inside.ids().id(Thing.GRANT, number));
          return ApiAnswers.created(PATH.replace("{id}", id.toString()) + "/" + made.id(), made);
        });
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Changes a grant, and ends it by its day; needs If-Match. What is left out is emptied.")
  @PutMapping(PATH + "/{grant}")
  ResponseEntity<SupplierJson.May> change(
      @PathVariable("id") UUID id,
      @PathVariable("grant") UUID grant,
      @JsonBody PartJson.Grant facts,
      HttpServletRequest request) {
    Cells cells = facts.cells();
    return parts.inside(
        id,
        inside -> {
          int number = inside.ids().number(Thing.GRANT, grant);
          SupplierParts.change(inside, FormKind.GRANT, number, cells, request);
          return shown(inside, grant);
        });
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "Takes a grant out that was never meant, and tells what it was; needs If-Match. One that is"
          + " over is changed instead: until.")
  @PostMapping(PATH + "/{grant}/remove")
  ResponseEntity<SupplierJson.May> remove(
      @PathVariable("id") UUID id, @PathVariable("grant") UUID grant, HttpServletRequest request) {
    return parts.inside(
        id,
        inside -> {
          int number = inside.ids().number(Thing.GRANT, grant);
          SupplierJson.May was = one(inside, grant);
          SupplierParts.removeGrant(inside, number, request);
          return ApiAnswers.ok(was);
        });
  }
}
