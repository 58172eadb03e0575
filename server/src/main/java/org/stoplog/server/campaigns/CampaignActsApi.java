package org.stoplog.server.campaigns;

import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
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

/** What is done to campaigns and sweeps, for programs. */
@Controller
final class CampaignActsApi {
  private static final String ONE = CampaignsApi.PATH + "/{campaign}";
  private static final String ASKED = ONE + "/suppliers/{supplier}";

  private final Transactions transactions;
  private final CampaignDesk desk;
  private final CampaignActs acts;

  CampaignActsApi(Transactions transactions, CampaignDesk desk, CampaignActs acts) {
    this.transactions = transactions;
    this.desk = desk;
    this.acts = acts;
  }

  /**
   * Whom to ask.
   *
   * @param supplier id
   * @param in true to ask it, false to leave it out
   */
  record Chosen(UUID supplier, boolean in) {}

  private ResponseEntity<CampaignJson.Line> act(UUID id, BiConsumer<Caller, UUID> what) {
    Caller caller = Caller.signedIn();
    what.accept(caller, id);
    return ApiAnswers.ok(desk.read(caller, id, inside -> CampaignJson.Line.of(inside.campaign())));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Adds a supplier to a draft, or leaves one out.")
  @PostMapping(ONE + "/suppliers")
  ResponseEntity<CampaignJson.Line> choose(
      @PathVariable("campaign") UUID id, @JsonBody Chosen asked) {
    int supplier =
        transactions
            .run(jdbc -> new SupplierIds(jdbc).find(asked.supplier()))
            .orElseThrow(
                () -> new InvalidBody("/supplier", "The register has no supplier with this id."));
    return act(id, (caller, one) -> acts.choose(caller, one, supplier, asked.in()));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Begins a draft: each supplier in it gets its link by mail.")
  @PostMapping(ONE + "/start")
  ResponseEntity<CampaignJson.Line> start(@PathVariable("campaign") UUID id) {
    return act(id, acts::start);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Discards a draft.")
  @PostMapping(ONE + "/discard")
  ResponseEntity<CampaignJson.Line> discard(@PathVariable("campaign") UUID id) {
    return act(id, acts::discard);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Writes again to all that are silent.")
  @PostMapping(ONE + "/remind")
  ResponseEntity<CampaignJson.Line> remind(@PathVariable("campaign") UUID id) {
    return act(id, acts::remind);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Takes the answers of all that have answered over into their assessments.")
  @PostMapping(ONE + "/take")
  ResponseEntity<CampaignJson.Line> take(@PathVariable("campaign") UUID id) {
    return act(id, acts::takeAll);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lets one go on that stands still.")
  @PostMapping(ONE + "/resume")
  ResponseEntity<CampaignJson.Line> resume(@PathVariable("campaign") UUID id) {
    return act(id, acts::resume);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Ends a campaign: no link of it works any more.")
  @PostMapping(ONE + "/end")
  ResponseEntity<CampaignJson.Line> end(@PathVariable("campaign") UUID id) {
    return act(id, acts::end);
  }

  private int supplier(UUID id) {
    return transactions
        .run(jdbc -> new SupplierIds(jdbc).find(id))
        .orElseThrow(CampaignDesk::unknown);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("A supplier of a campaign: its link, and what it sent that nobody has taken over.")
  @GetMapping(ASKED)
  ResponseEntity<CampaignJson.One> asked(
      @PathVariable("campaign") UUID id, @PathVariable("supplier") UUID supplier) {
    return ApiAnswers.ok(read(Caller.signedIn(), id, supplier(supplier)));
  }

  private CampaignJson.One read(Caller caller, UUID id, int supplier) {
    return desk.read(
        caller,
        id,
        inside ->
            Board.of(desk, inside).lines().stream()
                .filter(line -> line.asked().supplier() == supplier)
                .findFirst()
                .map(line -> CampaignJson.one(desk, inside, line))
                .orElseThrow(CampaignDesk::unknown));
  }

  /** What is done with one supplier. */
  private interface What {
    void act(Caller caller, UUID campaign, int supplier);
  }

  private ResponseEntity<CampaignJson.One> act(UUID id, UUID of, What what) {
    Caller caller = Caller.signedIn();
    int supplier = supplier(of);
    what.act(caller, id, supplier);
    return ApiAnswers.ok(read(caller, id, supplier));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Takes the answers of one supplier over into its assessment, as its claims.")
  @PostMapping(ASKED + "/take")
  ResponseEntity<CampaignJson.One> take(
      @PathVariable("campaign") UUID id, @PathVariable("supplier") UUID supplier) {
    return act(id, supplier, acts::take);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lets a supplier change what it sent.")
  @PostMapping(ASKED + "/give-back")
  ResponseEntity<CampaignJson.One> giveBack(
      @PathVariable("campaign") UUID id, @PathVariable("supplier") UUID supplier) {
    return act(id, supplier, acts::reopen);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Sends a supplier another link; the one before ends.")
  @PostMapping(ASKED + "/renew")
  ResponseEntity<CampaignJson.One> renew(
      @PathVariable("campaign") UUID id, @PathVariable("supplier") UUID supplier) {
    return act(id, supplier, acts::renew);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Ends the link of a supplier.")
  @PostMapping(ASKED + "/revoke")
  ResponseEntity<CampaignJson.One> revoke(
      @PathVariable("campaign") UUID id, @PathVariable("supplier") UUID supplier) {
    return act(id, supplier, acts::revoke);
  }
}
