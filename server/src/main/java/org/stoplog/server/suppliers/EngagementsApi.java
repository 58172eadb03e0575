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

/** The uses of a supplier, for programs. */
@Controller
final class EngagementsApi {
  private static final String PATH = ApiAnswers.ROOT + "/suppliers/{id}/engagements";

  private final SupplierParts parts;

  EngagementsApi(Transactions transactions) {
    this.parts = new SupplierParts(transactions);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The engagements of a supplier, each with its grants.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<SupplierJson.Use>> list(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(new ApiAnswers.Page<>(parts.inside(id, EngagementsApi::all), null));
  }

  private static List<SupplierJson.Use> all(SupplierParts.Inside inside) throws SQLException {
    return SupplierJson.uses(inside.act().connection(), inside.ids(), inside.supplier());
  }

  private static ResponseEntity<SupplierJson.Use> shown(SupplierParts.Inside inside, UUID id)
      throws SQLException {
    int number = inside.ids().number(Thing.ENGAGEMENT, id);
    return ApiAnswers.ok(one(inside, id), inside.stamp(Thing.ENGAGEMENT, number));
  }

  private static SupplierJson.Use one(SupplierParts.Inside inside, UUID id) throws SQLException {
    return all(inside).stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(SupplierController::unknown);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells of an engagement and its grants. Its ETag goes with a change.")
  @GetMapping(PATH + "/{engagement}")
  ResponseEntity<SupplierJson.Use> one(
      @PathVariable("id") UUID id, @PathVariable("engagement") UUID engagement) {
    return parts.inside(id, inside -> shown(inside, engagement));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Adds an engagement.", status = 201)
  @PostMapping(PATH)
  ResponseEntity<SupplierJson.Use> add(
      @PathVariable("id") UUID id, @JsonBody PartJson.Engagement facts) {
    Cells cells = facts.cells();
    return parts.inside(
        id,
        inside -> {
          int number =
              SupplierParts.add(inside, FormKind.ENGAGEMENT_FACTS, inside.supplier(), cells);
          return added(inside, id, number);
        });
  }

  private static ResponseEntity<SupplierJson.Use> added(
      SupplierParts.Inside inside, UUID supplier, int number) throws SQLException {
    SupplierJson.Use made = one(inside, inside.ids().id(Thing.ENGAGEMENT, number));
    return ApiAnswers.created(PATH.replace("{id}", supplier.toString()) + "/" + made.id(), made);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "Changes an engagement, and ends it by its last day; needs If-Match. What is left out is emptied.")
  @PutMapping(PATH + "/{engagement}")
  ResponseEntity<SupplierJson.Use> change(
      @PathVariable("id") UUID id,
      @PathVariable("engagement") UUID engagement,
      @JsonBody PartJson.Engagement facts,
      HttpServletRequest request) {
    Cells cells = facts.cells();
    return parts.inside(
        id,
        inside -> {
          int number = inside.ids().number(Thing.ENGAGEMENT, engagement);
          SupplierParts.change(inside, FormKind.ENGAGEMENT_FACTS, number, cells, request);
          return shown(inside, engagement);
        });
  }
}
