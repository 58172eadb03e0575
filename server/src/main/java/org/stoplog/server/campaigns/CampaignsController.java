package org.stoplog.server.campaigns;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;

/** Campaigns: the list, the board of each, and what is done to it. */
@Controller
final class CampaignsController {
  private static final String ONE = "/campaigns/{campaign}";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final IncidentDoor door;
  private final CampaignDesk desk;
  private final CampaignActs acts;
  private final CampaignView view;
  private final CampaignMaking making;

  CampaignsController(
      Pages pages,
      Transactions transactions,
      IncidentDoor door,
      CampaignDesk desk,
      CampaignActs acts,
      CampaignView view,
      CampaignMaking making) {
    this.pages = pages;
    this.transactions = transactions;
    this.door = door;
    this.desk = desk;
    this.acts = acts;
    this.view = view;
    this.making = making;
  }

  private static boolean mayEdit() {
    return Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/campaigns")
  View list() {
    UUID account = Caller.signedIn().account();
    return pages.view(
        "campaigns",
        transactions.run(
            jdbc -> {
              Set<UUID> mine = new HashSet<>();
              door.of(jdbc, account).forEach(seen -> mine.add(seen.id()));
              CampaignRows rows = desk.rows(jdbc);
              return new CampaignsPage(
                  rows.all().stream()
                      .filter(one -> one.incident() == null || mine.contains(one.incident()))
                      .map(one -> view.line(new CampaignDesk.Inside(jdbc, rows, one)))
                      .toList(),
                  mayEdit());
            }));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/campaigns/new")
  View ask(@RequestParam(name = "supplier", defaultValue = "") String supplier) {
    return form(CampaignForm.first(false, supplier, desk.today()), null, 200);
  }

  private View form(CampaignForm form, @Nullable String error, int status) {
    return pages.view(
        "campaign-new",
        transactions.run(
            jdbc -> view.form(jdbc, null, form, List.of(), List.of(), mayEdit(), error)),
        status);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping("/campaigns")
  View make(@RequestParam MultiValueMap<String, String> fields) {
    CampaignForm form = CampaignForm.read(fields);
    try {
      return Redirects.see("/campaigns/" + making.campaign(Caller.signedIn(), form));
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return form(form, e.getMessage(), UNPROCESSABLE);
    }
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("campaign") UUID id) {
    return show(id, null, 200);
  }

  private View show(UUID id, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    return pages.view(
        "campaign",
        desk.read(
            caller, id, inside -> view.page(inside, Board.of(desk, inside), mayEdit(), error)),
        status);
  }

  private View act(UUID id, BiConsumer<Caller, UUID> what) {
    try {
      what.accept(Caller.signedIn(), id);
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return show(id, e.getMessage(), UNPROCESSABLE);
    }
    return Redirects.see("/campaigns/" + id);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/start")
  View start(@PathVariable("campaign") UUID id) {
    return act(id, acts::start);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/discard")
  View discard(@PathVariable("campaign") UUID id) {
    return act(id, acts::discard);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/end")
  View end(@PathVariable("campaign") UUID id) {
    return act(id, acts::end);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/resume")
  View resume(@PathVariable("campaign") UUID id) {
    return act(id, acts::resume);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/remind")
  View remind(@PathVariable("campaign") UUID id) {
    return act(id, acts::remind);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/take")
  View take(@PathVariable("campaign") UUID id) {
    return act(id, acts::takeAll);
  }

  /** Adds a supplier to a draft, or leaves one out. */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/suppliers")
  View choose(
      @PathVariable("campaign") UUID id,
      @RequestParam(name = "supplier", defaultValue = "") String supplier,
      @RequestParam(name = "in", defaultValue = "false") boolean isIn) {
    return act(
        id,
        (caller, campaign) -> {
          if (!supplier.matches("[0-9]{1,9}")) {
            throw CampaignDesk.wrong("Choose a supplier.");
          }
          acts.choose(caller, campaign, Integer.parseInt(supplier), isIn);
        });
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE + "/campaign" + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(
      @PathVariable("format") RegisterFormat format, @PathVariable("campaign") UUID id) {
    return desk.read(
        Caller.signedIn(),
        id,
        inside -> BoardRows.of(Board.of(desk, inside)).download(format, "campaign"));
  }
}
