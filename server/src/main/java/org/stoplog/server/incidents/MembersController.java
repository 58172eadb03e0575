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
  private final MemberActs members;

  MembersController(Pages pages, Incidents incidents, ActorNames names, MemberActs members) {
    this.pages = pages;
    this.incidents = incidents;
    this.names = names;
    this.members = members;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/members")
  View list(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    List<Colleagues.Colleague> able = members.able();
    MembersPage page =
        incidents.read(
            caller,
            id,
            inside -> {
              List<Member> all = new IncidentRows(inside.jdbc()).members(id);
              Set<UUID> ids = all.stream().map(Member::account).collect(Collectors.toSet());
              return new MembersPage(
                  inside.incident().path(),
                  inside.incident().name(),
                  inside.member().works() && caller.may(Permission.WORK_ON_INCIDENTS),
                  inside.member().privileged(),
                  all.stream()
                      .map(
                          member ->
                              new MembersPage.Line(
                                  member.account().toString(),
                                  known.getOrDefault(member.account(), "unknown"),
                                  member.works(),
                                  member.privileged(),
                                  member.account().equals(caller.account())))
                      .toList(),
                  able.stream()
                      .filter(one -> !ids.contains(one.id()))
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
    members.set(Caller.signedIn(), id, account, works, privileged);
    return Redirects.see("/incidents/" + id + "/members");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/members/{account}/remove")
  View remove(@PathVariable("id") UUID id, @PathVariable("account") UUID account) {
    members.remove(Caller.signedIn(), id, account);
    return Redirects.see(
        account.equals(Caller.signedIn().account())
            ? "/incidents"
            : "/incidents/" + id + "/members");
  }
}
