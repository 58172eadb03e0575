package org.stoplog.server.campaigns;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.RegisterFormat;
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

/** Campaigns and sweeps, for programs; sweeps for members of their incident alone. */
@Controller
final class CampaignsApi {
  static final String PATH = ApiAnswers.ROOT + "/campaigns";

  private final Transactions transactions;
  private final IncidentDoor door;
  private final CampaignDesk desk;
  private final CampaignMaking making;

  CampaignsApi(
      Transactions transactions, IncidentDoor door, CampaignDesk desk, CampaignMaking making) {
    this.transactions = transactions;
    this.door = door;
    this.desk = desk;
    this.making = making;
  }

  /** A set of questions. */
  record Questions(String id, String title, int questions) {}

  /**
   * A mail route.
   *
   * @param catcher whether it sends nothing on: for drills
   */
  record Route(String name, String from, boolean catcher) {}

  /**
   * What can be chosen.
   *
   * @param closed why none can be made; null when one can
   * @param fields of the letter
   */
  record Choices(
      @Nullable String closed,
      List<Questions> sets,
      List<Route> routes,
      List<String> languages,
      List<String> fields) {
    Choices {
      sets = List.copyOf(sets);
      routes = List.copyOf(routes);
      languages = List.copyOf(languages);
      fields = List.copyOf(fields);
    }
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Campaigns, and sweeps of incidents that the caller is a member of; the newest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<CampaignJson.Line>> list(
      @RequestParam(name = "before", required = false) @Nullable Integer before,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    Caller caller = Caller.signedIn();
    int limit = ApiAnswers.limit(asked);
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              Set<UUID> mine = new HashSet<>();
              if (caller.may(Permission.READ_INCIDENTS)) {
                door.of(jdbc, caller.account()).forEach(seen -> mine.add(seen.id()));
              }
              return ApiAnswers.page(
                  desk.rows(jdbc).all().stream()
                      .filter(one -> one.incident() == null || mine.contains(one.incident()))
                      .filter(one -> before == null || one.number() < before)
                      .limit(limit + 1L)
                      .toList(),
                  limit,
                  CampaignJson.Line::of,
                  one -> "" + one.number());
            }));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("What a campaign can be made of: sets of questions, mail routes, languages, fields.")
  @GetMapping(PATH + "/choices")
  ResponseEntity<Choices> choices() {
    return ApiAnswers.ok(
        new Choices(
            making.closed(),
            ExpectationSets.all().stream()
                .map(one -> new Questions(one.id(), one.title(), one.expectations().size()))
                .toList(),
            making.routes().stream()
                .map(one -> new Route(one.name(), one.from(), one.catcher()))
                .toList(),
            CampaignText.LANGUAGES,
            CampaignText.FIELDS.keySet().stream().sorted().toList()));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Prepares a campaign: a draft, by which nothing is sent.", status = 201)
  @PostMapping(PATH)
  ResponseEntity<CampaignJson.Whole> make(@JsonBody CampaignJson.NewCampaign asked) {
    Caller caller = Caller.signedIn();
    CampaignForm form =
        asked.form(
            CampaignForm.first(false, "", desk.today()), whom(asked.whom()), making.routes());
    try {
      UUID id = making.campaign(caller, form);
      return ApiAnswers.created(PATH + "/" + id, read(caller, id));
    } catch (StoplogException e) {
      throw InvalidBody.of("", e);
    }
  }

  private String whom(String asked) {
    UUID supplier;
    try {
      supplier = UUID.fromString(asked);
    } catch (IllegalArgumentException e) {
      return asked.matches("[0-9]+") ? "" : asked;
    }
    return transactions
        .run(jdbc -> new SupplierIds(jdbc).find(supplier))
        .map(String::valueOf)
        .orElseThrow(() -> new InvalidBody("/whom", "The register has no supplier with this id."));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("A campaign with its board: who was asked, who answered, who says what.")
  @GetMapping(PATH + "/{campaign}")
  ResponseEntity<CampaignJson.Whole> one(@PathVariable("campaign") UUID id) {
    return ApiAnswers.ok(read(Caller.signedIn(), id));
  }

  private CampaignJson.Whole read(Caller caller, UUID id) {
    return desk.read(caller, id, inside -> CampaignJson.of(inside, Board.of(desk, inside)));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The board of a campaign as text/csv.")
  @GetMapping(PATH + "/{campaign}/board.csv")
  ResponseEntity<byte[]> csv(@PathVariable("campaign") UUID id) {
    return file(RegisterFormat.CSV, id);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The board of a campaign as a workbook (XLSX).")
  @GetMapping(PATH + "/{campaign}/board.xlsx")
  ResponseEntity<byte[]> workbook(@PathVariable("campaign") UUID id) {
    return file(RegisterFormat.XLSX, id);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The board of a campaign as JSON with the columns of the CSV file.")
  @GetMapping(PATH + "/{campaign}/board.json")
  ResponseEntity<byte[]> table(@PathVariable("campaign") UUID id) {
    return file(RegisterFormat.JSON, id);
  }

  private ResponseEntity<byte[]> file(RegisterFormat format, UUID id) {
    return desk.read(
        Caller.signedIn(),
        id,
        inside -> BoardRows.of(Board.of(desk, inside)).download(format, "campaign"));
  }
}
