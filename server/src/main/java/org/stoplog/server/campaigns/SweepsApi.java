package org.stoplog.server.campaigns;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** The same question to all other suppliers, from an incident, for programs. */
@Controller
final class SweepsApi {
  private static final String PATH = ApiAnswers.ROOT + "/incidents/{id}/sweeps";

  private final Transactions transactions;
  private final IncidentDoor door;
  private final CampaignDesk desk;
  private final CampaignMaking making;

  SweepsApi(
      Transactions transactions, IncidentDoor door, CampaignDesk desk, CampaignMaking making) {
    this.transactions = transactions;
    this.door = door;
    this.desk = desk;
    this.making = making;
  }

  /**
   * In what a supplier is like the breached one.
   *
   * @param way kind, chain, elements or path
   */
  record Reason(String way, String words) {}

  /**
   * A supplier that may have been hit by the same.
   *
   * @param ended whether it was left; it is not proven to have deleted what it had
   */
  record Candidate(UUID supplier, String name, boolean ended, List<Reason> reasons) {
    Candidate {
      reasons = List.copyOf(reasons);
    }
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The sweeps of an incident, the newest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<CampaignJson.Line>> list(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            door.read(
                Caller.signedIn(),
                id,
                seen -> desk.rows(seen.jdbc()).of(id).stream().map(CampaignJson.Line::of).toList()),
            null));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Suppliers that are like the breached one, and in what; in the most ways first.")
  @GetMapping(PATH + "/candidates")
  ResponseEntity<ApiAnswers.Page<Candidate>> candidates(@PathVariable("id") UUID id) {
    Integer breached = door.read(Caller.signedIn(), id, IncidentDoor.Seen::supplier);
    List<Likeness.Like> like = breached == null ? List.of() : making.like(breached);
    Map<Integer, SupplierIds.Named> suppliers =
        transactions.run(jdbc -> new SupplierIds(jdbc).all());
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            like.stream()
                .filter(one -> suppliers.containsKey(one.supplier()))
                .map(one -> candidate(one, suppliers))
                .toList(),
            null));
  }

  private static Candidate candidate(Likeness.Like one, Map<Integer, SupplierIds.Named> suppliers) {
    return new Candidate(
        Objects.requireNonNull(suppliers.get(one.supplier())).id(),
        one.name(),
        one.isEnded(),
        one.ways().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(way -> new Reason(way.getKey().word(), way.getValue()))
            .toList());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value =
          "Prepares a sweep of an incident: a draft, by which nothing is sent; /campaigns/{campaign}"
              + "/start begins it.",
      status = 201)
  @PostMapping(PATH)
  ResponseEntity<CampaignJson.Whole> make(
      @PathVariable("id") UUID id, @JsonBody CampaignJson.NewSweep asked) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    CampaignForm form = asked.form(CampaignForm.first(true, "", desk.today()), making.routes());
    try {
      UUID campaign = making.sweep(caller, id, form);
      return ApiAnswers.created(
          CampaignsApi.PATH + "/" + campaign,
          desk.read(caller, campaign, inside -> CampaignJson.of(inside, Board.of(desk, inside))));
    } catch (StoplogException e) {
      throw InvalidBody.of("", e);
    }
  }
}
