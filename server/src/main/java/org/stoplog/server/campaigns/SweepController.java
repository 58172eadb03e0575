package org.stoplog.server.campaigns;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;

/** The same question to all other suppliers, from an incident. */
@Controller
final class SweepController {
  private static final String LIST = "/incidents/{id}/sweep";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final IncidentDoor door;
  private final CampaignDesk desk;
  private final CampaignView view;
  private final CampaignMaking making;

  SweepController(
      Pages pages, IncidentDoor door, CampaignDesk desk, CampaignView view, CampaignMaking making) {
    this.pages = pages;
    this.door = door;
    this.desk = desk;
    this.view = view;
    this.making = making;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(LIST)
  View list(@PathVariable("id") UUID id) {
    return list(id, CampaignForm.first(true, "", desk.today()), null, 200);
  }

  private View list(UUID id, CampaignForm form, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    Integer breached = door.read(caller, id, IncidentDoor.Seen::supplier);
    List<Likeness.Like> like = breached == null ? List.of() : making.like(breached);
    return pages.view(
        "campaign-new",
        door.read(
            caller,
            id,
            seen -> view.form(seen.jdbc(), seen, form, like, lines(seen), seen.works(), error)),
        status);
  }

  private List<CampaignsPage.Line> lines(IncidentDoor.Seen seen) {
    CampaignRows rows = desk.rows(seen.jdbc());
    return rows.of(seen.id()).stream()
        .map(one -> view.line(new CampaignDesk.Inside(seen.jdbc(), rows, one)))
        .toList();
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(LIST)
  View make(@PathVariable("id") UUID id, @RequestParam MultiValueMap<String, String> fields) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    CampaignForm form = CampaignForm.read(fields);
    try {
      return Redirects.see("/campaigns/" + making.sweep(caller, id, form));
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return list(id, form, e.getMessage(), UNPROCESSABLE);
    }
  }

  /** What the room shows of it. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(LIST + "/panel")
  View panel(@PathVariable("id") UUID id) {
    return pages.view(
        "sweep-panel",
        door.read(
            Caller.signedIn(),
            id,
            seen ->
                new SweepPanel(
                    seen.path() + "/sweep",
                    desk.rows(seen.jdbc()).of(id).stream()
                        .filter(one -> one.startedAt() != null)
                        .map(
                            one ->
                                new SweepPanel.Line(
                                    one.path(),
                                    one.title(),
                                    Board.of(
                                            desk,
                                            new CampaignDesk.Inside(
                                                seen.jdbc(), desk.rows(seen.jdbc()), one))
                                        .words()))
                        .toList())));
  }
}
