package org.stoplog.server.inquiries;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.notices.RouteFacts;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;

/** Opening a page on which anybody may ask: what is approved is this text over this route. */
final class InquiryOpening implements Approvable {
  static final String ACT = "inquiry.open";

  private final IncidentDoor door;
  private final ServerClock clock;

  InquiryOpening(IncidentDoor door, ServerClock clock) {
    this.door = door;
    this.clock = clock;
  }

  /** All that is bound, held until the transaction ends. */
  private record Bound(InquiryPageRows.Kept page, RouteFacts route, ContentHash hash) {}

  private Optional<Bound> bound(JdbcClient jdbc, UUID incident) {
    door.lock(jdbc, incident);
    Optional<InquiryPageRows.Kept> page = new InquiryPageRows(jdbc, door).lock(incident);
    return page.flatMap(
        kept ->
            RouteFacts.locked(jdbc, kept.route())
                .map(route -> new Bound(kept, route, hash(kept, route))));
  }

  private static ContentHash hash(InquiryPageRows.Kept page, RouteFacts route) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("act", ACT);
    content.put("incident", page.incident().toString());
    content.put("slug", page.slug());
    content.put("title", page.title());
    content.put("subject", page.text().subject());
    content.put("told", page.text().told());
    content.put("open", page.text().open());
    content.put("none", page.text().none());
    content.put("route", route.hash().hex());
    return ContentHash.of(content);
  }

  /** Whether a page is open, and still what was approved. */
  static boolean isApproved(JdbcClient jdbc, InquiryPageRows.Kept page) {
    return page.state() == InquiryPageRows.State.OPEN
        && RouteFacts.locked(jdbc, page.route())
            .filter(route -> hash(page, route).hex().equals(page.hash()))
            .isPresent();
  }

  /** What to ask for; empty when it is no draft, or its route was removed. */
  Optional<Approvals.Request> request(JdbcClient jdbc, UUID incident, UUID asker) {
    return bound(jdbc, incident)
        .filter(bound -> bound.page().state() == InquiryPageRows.State.DRAFT)
        .map(
            bound ->
                new Approvals.Request(
                    asker,
                    ACT,
                    incident.toString(),
                    "Let anybody ask whether they are affected: " + bound.page().title(),
                    List.of(
                        new Approval.Fact(
                            "Page", "/was-i-affected/" + bound.page().slug(), path(incident)),
                        Approval.Fact.of("Answers go by", bound.route().text()),
                        Approval.Fact.of(
                            "Who gets one", "whoever's address is typed, one mail a day at most"),
                        Approval.Fact.of(
                            "To undo it", "it can be closed; what was answered stays answered")),
                    bound.page().text().lines(),
                    new InquiryPageRows(jdbc, door).editors(incident)));
  }

  @Override
  public String act() {
    return ACT;
  }

  @Override
  public Permission approve() {
    return Permission.WORK_ON_INCIDENTS;
  }

  @Override
  public boolean mayDecide(JdbcClient jdbc, UUID account, String target) {
    return door.isWorking(jdbc, UUID.fromString(target), account);
  }

  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    return bound(jdbc, UUID.fromString(target)).map(Bound::hash);
  }

  @Override
  public Done execute(Act act, Approval approval) {
    UUID incident = UUID.fromString(approval.target());
    Bound bound = bound(act.jdbc(), incident).orElseThrow();
    UUID approver = Caller.signedIn().account();
    new InquiryPageRows(act.jdbc(), door)
        .open(incident, bound.hash().hex(), approver, clock.realNow());
    door.tell(act.jdbc(), incident, approver, "inquiry.opened", null);
    return new Done("inquiry.opened", Map.of("incident", incident.toString()), path(incident));
  }

  @Override
  public String pathOf(String target) {
    return path(UUID.fromString(target));
  }

  static String path(UUID incident) {
    return "/incidents/" + incident + "/inquiries";
  }
}
