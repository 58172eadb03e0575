package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;

/** Who may see an incident. */
@Controller
final class MembersController {
  private final Pages pages;
  private final Incidents incidents;
  private final ActorNames names;
  private final Colleagues colleagues;

  MembersController(Pages pages, Incidents incidents, ActorNames names, Colleagues colleagues) {
    this.pages = pages;
    this.incidents = incidents;
    this.names = names;
    this.colleagues = colleagues;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/members")
  View list(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    List<Colleagues.Colleague> active = colleagues.active();
    MembersPage page =
        incidents.read(
            caller,
            id,
            inside -> {
              List<Member> members = new IncidentRows(inside.jdbc()).members(id);
              Set<UUID> ids = members.stream().map(Member::account).collect(Collectors.toSet());
              return new MembersPage(
                  inside.incident().path(),
                  inside.incident().name(),
                  inside.member().works() && caller.may(Permission.WORK_ON_INCIDENTS),
                  inside.member().privileged(),
                  members.stream()
                      .map(
                          member ->
                              new MembersPage.Line(
                                  member.account().toString(),
                                  known.getOrDefault(member.account(), "unknown"),
                                  member.works(),
                                  member.privileged(),
                                  member.account().equals(caller.account())))
                      .toList(),
                  active.stream()
                      .filter(one -> !ids.contains(one.id()))
                      .filter(one -> one.permissions().contains(Permission.READ_INCIDENTS))
                      .map(one -> new RoomPage.Person(one.id().toString(), one.name()))
                      .toList());
            });
    return pages.view("incident-members", page);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/members")
  View set(
      @PathVariable("id") UUID id,
      @RequestParam("account") UUID account,
      @RequestParam(name = "works", defaultValue = "false") boolean works,
      @RequestParam(name = "privileged", defaultValue = "false") boolean privileged) {
    boolean isThere =
        colleagues.active().stream()
            .anyMatch(
                one ->
                    one.id().equals(account)
                        && one.permissions().contains(Permission.READ_INCIDENTS));
    if (!isThere) {
      throw new StoplogException(Problem.REQUEST_INVALID, "There is no such active account.");
    }
    incidents.change(
        Caller.signedIn(),
        id,
        change -> {
          if (privileged && !change.inside().member().privileged()) {
            throw new StoplogException(
                Problem.ACCESS_DENIED,
                "You do not see what is privileged, so you cannot show it to others.");
          }
          new IncidentRows(change.jdbc())
              .setMember(
                  id,
                  new Member(account, works, privileged),
                  change.by(),
                  change.clock().realNow());
          return change.record(
              new Timeline.News("member.added", account.toString()),
              Map.of("account", account.toString(), "works", works, "privileged", privileged));
        });
    return Redirects.see("/incidents/" + id + "/members");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/members/{account}/remove")
  View remove(@PathVariable("id") UUID id, @PathVariable("account") UUID account) {
    incidents.change(
        Caller.signedIn(),
        id,
        change -> {
          IncidentRows rows = new IncidentRows(change.jdbc());
          boolean isLast =
              rows.members(id).stream()
                  .filter(Member::works)
                  .allMatch(member -> member.account().equals(account));
          if (isLast) {
            throw new StoplogException(
                Problem.ACCESS_DENIED,
                "Somebody must be able to work on the incident. Add another first.");
          }
          if (!rows.removeMember(id, account)) {
            throw new StoplogException(Problem.PAGE_UNKNOWN, "This is no member.");
          }
          return change.record(
              new Timeline.News("member.removed", account.toString()),
              Map.of("account", account.toString()));
        });
    return Redirects.see(
        account.equals(Caller.signedIn().account())
            ? "/incidents"
            : "/incidents/" + id + "/members");
  }
}
