package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;

/**
 * Who may see an incident, for programs: an alarm at night calls those on duty. What is under legal
 * privilege is shown to others by people alone.
 */
@Controller
final class MembersApi {
  private static final String PATH = IncidentsApi.PATH + "/{id}/members";

  private final Incidents incidents;
  private final MemberActs members;
  private final ActorNames names;

  MembersApi(Incidents incidents, MemberActs members, ActorNames names) {
    this.incidents = incidents;
    this.members = members;
    this.names = names;
  }

  /**
   * A member.
   *
   * @param works may change things; else only read
   * @param privileged sees what is under legal privilege
   */
  record One(UUID account, String name, boolean works, boolean privileged) {}

  /**
   * Somebody to let in, or a member whose right to work on it changes.
   *
   * @param works left out for no
   */
  record Adding(UUID account, @Nullable Boolean works) {}

  /** Somebody who could be let in. */
  record Able(UUID account, String name) {}

  /** Who is no member any more. */
  record Removed(UUID account) {}

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The members of an incident, in the order in which they came.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<One>> list(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(new ApiAnswers.Page<>(all(id), null));
  }

  private List<One> all(UUID id) {
    Map<UUID, String> known = names.names();
    return incidents.read(
        Caller.signedIn(),
        id,
        inside ->
            new IncidentRows(inside.jdbc())
                .members(id).stream()
                    .map(
                        one ->
                            new One(
                                one.account(),
                                known.getOrDefault(one.account(), "unknown"),
                                one.works(),
                                one.privileged()))
                    .toList());
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Accounts that are no members of an incident and could be, by name.")
  @GetMapping(IncidentsApi.PATH + "/{id}/colleagues")
  ResponseEntity<ApiAnswers.Page<Able>> able(@PathVariable("id") UUID id) {
    Set<UUID> there = all(id).stream().map(One::account).collect(Collectors.toSet());
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            members.able().stream()
                .filter(one -> !there.contains(one.id()))
                .map(MembersApi::able)
                .toList(),
            null));
  }

  private static Able able(Colleagues.Colleague one) {
    return new Able(one.id(), one.name());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value =
          "Lets somebody in, or changes whether a member works on it. Only a person, on the page,"
              + " shows others what is under legal privilege.",
      status = 201)
  @PostMapping(PATH)
  ResponseEntity<One> set(@PathVariable("id") UUID id, @JsonBody Adding adding) {
    members.set(Caller.signedIn(), id, adding.account(), Boolean.TRUE.equals(adding.works()), null);
    One made =
        all(id).stream()
            .filter(one -> one.account().equals(adding.account()))
            .findFirst()
            .orElseThrow(Incidents::unknown);
    return ApiAnswers.created(IncidentsApi.PATH + "/" + id + "/members", made);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Takes a member out; never the last one who works on it.")
  @PostMapping(PATH + "/{account}/remove")
  ResponseEntity<Removed> remove(
      @PathVariable("id") UUID id, @PathVariable("account") UUID account) {
    members.remove(Caller.signedIn(), id, account);
    return ApiAnswers.ok(new Removed(account));
  }
}
