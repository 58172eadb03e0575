package org.stoplog.server.campaigns;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.assessments.Answer;
import org.stoplog.server.assessments.Scoring;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;

/** One supplier of a campaign: its link, its answers, and what is done with them. */
@Controller
final class CampaignAskedController {
  private static final String ONE = "/campaigns/{campaign}/suppliers/{supplier}";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final CampaignDesk desk;
  private final CampaignActs acts;

  CampaignAskedController(Pages pages, CampaignDesk desk, CampaignActs acts) {
    this.pages = pages;
    this.desk = desk;
    this.acts = acts;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("campaign") UUID id, @PathVariable("supplier") int supplier) {
    return show(id, supplier, null, 200);
  }

  private View show(UUID id, int supplier, @Nullable String error, int status) {
    boolean mayEdit = Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    return pages.view(
        "campaign-asked",
        desk.read(Caller.signedIn(), id, inside -> page(inside, supplier, mayEdit, error)),
        status);
  }

  private CampaignAskedPage page(
      CampaignDesk.Inside inside, int supplier, boolean mayEdit, @Nullable String error) {
    Campaign campaign = inside.campaign();
    Asked one = inside.rows().asked(campaign.id(), supplier).orElseThrow(CampaignDesk::unknown);
    UUID assessment = one.assessment();
    List<CampaignAskedPage.Line> lines = new ArrayList<>();
    for (Scoring.Line line : AskedClaims.of(desk, inside, one)) {
      Answer answer = line.answer();
      lines.add(
          new CampaignAskedPage.Line(
              line.question().number(),
              line.question().asks().title(),
              answer == null ? "" : answer.answer().replace('-', ' '),
              answer == null ? "" : answer.words(),
              line.verdict().words(),
              line.verdict().isGap()));
    }
    return new CampaignAskedPage(
        campaign.path() + "/suppliers/" + supplier,
        campaign.path(),
        campaign.title(),
        supplier,
        one.name(),
        one.words(),
        facts(one),
        assessment == null ? null : "/assessments/" + assessment,
        lines,
        campaign.state() == Campaign.State.RUNNING && one.taken() == null,
        campaign.isOpen() && one.revoked() == null && one.obstacle() == null,
        one.sent() != null && one.taken() == null,
        mayEdit,
        error);
  }

  private static List<CampaignAskedPage.Fact> facts(Asked one) {
    List<CampaignAskedPage.Fact> facts = new ArrayList<>();
    facts.add(fact("Link goes to", one.contact() == null ? "nobody" : one.contact()));
    if (one.needsCode()) {
      facts.add(fact("Code goes to", one.second() == null ? "nobody" : one.second()));
      facts.add(fact("Wrong codes", one.failures() + " of 5"));
    }
    facts.add(time("Link works until", one.expires()));
    facts.add(time("First opened", one.opened()));
    facts.add(time("Last saved", one.saved()));
    facts.add(time("Sent", one.sent()));
    if (!one.sentBy().isEmpty()) {
      facts.add(fact("Sent by, in their words", one.sentBy()));
    }
    facts.add(time("Taken over", one.taken()));
    facts.add(fact("Reminders", "" + one.reminders()));
    if (one.inDoubt()) {
      facts.add(fact("In doubt", "a mail went out without an answer, and was sent again"));
    }
    return facts;
  }

  private static CampaignAskedPage.Fact fact(String label, String value) {
    return new CampaignAskedPage.Fact(label, value);
  }

  private static CampaignAskedPage.Fact time(String label, @Nullable Instant at) {
    return fact(label, at == null ? "no" : Times.second(at));
  }

  /** What is done with one supplier. */
  private interface What {
    void act(Caller caller, UUID campaign, int supplier);
  }

  private View act(UUID id, int supplier, What what) {
    try {
      what.act(Caller.signedIn(), id, supplier);
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return show(id, supplier, e.getMessage(), UNPROCESSABLE);
    }
    return Redirects.see("/campaigns/" + id + "/suppliers/" + supplier);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/renew")
  View renew(@PathVariable("campaign") UUID id, @PathVariable("supplier") int supplier) {
    return act(id, supplier, acts::renew);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/revoke")
  View revoke(@PathVariable("campaign") UUID id, @PathVariable("supplier") int supplier) {
    return act(id, supplier, acts::revoke);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/take")
  View take(@PathVariable("campaign") UUID id, @PathVariable("supplier") int supplier) {
    return act(id, supplier, acts::take);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/give-back")
  View giveBack(@PathVariable("campaign") UUID id, @PathVariable("supplier") int supplier) {
    return act(id, supplier, acts::reopen);
  }
}
