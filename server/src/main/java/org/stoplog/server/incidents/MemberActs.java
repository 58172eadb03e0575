package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.Permission;

/** Who may see an incident: letting them in, and taking that back. For pages and programs. */
final class MemberActs {
  private final Incidents incidents;
  private final Colleagues colleagues;

  MemberActs(Incidents incidents, Colleagues colleagues) {
    this.incidents = incidents;
    this.colleagues = colleagues;
  }

  /** Those who could be members of any incident, by name. */
  List<Colleagues.Colleague> able() {
    return colleagues.active().stream()
        .filter(one -> one.permissions().contains(Permission.READ_INCIDENTS))
        .toList();
  }

  /**
   * Makes somebody a member, or changes what they may.
   *
   * @param privileged whether they see what is privileged; null for as it is, which is no for who
   *     was no member
   * @throws StoplogException REQUEST_INVALID for an account that cannot be one; ACCESS_DENIED for
   *     who gives more than they have
   */
  void set(Caller by, UUID incident, UUID account, boolean works, @Nullable Boolean privileged) {
    if (able().stream().noneMatch(one -> one.id().equals(account))) {
      // Said of any account alike, to members and to others.
      incidents.requireWork(by, incident);
      throw new StoplogException(Problem.REQUEST_INVALID, "There is no such active account.");
    }
    incidents.change(
        by,
        incident,
        change -> {
          IncidentRows rows = new IncidentRows(change.jdbc());
          boolean sees =
              privileged == null
                  ? rows.member(incident, account).map(Member::privileged).orElse(false)
                  : privileged;
          if (Boolean.TRUE.equals(privileged) && !change.inside().member().privileged()) {
            throw new StoplogException(
                Problem.ACCESS_DENIED,
                "You do not see what is privileged, so you cannot show it to others.");
          }
          rows.setMember(
              incident, new Member(account, works, sees), change.by(), change.clock().realNow());
          return change.record(
              new Timeline.News("member.added", account.toString()),
              Map.of("account", account.toString(), "works", works, "privileged", sees));
        });
  }

  /**
   * @throws StoplogException ACCESS_DENIED for the last one who works on it
   */
  void remove(Caller by, UUID incident, UUID account) {
    incidents.change(
        by,
        incident,
        change -> {
          IncidentRows rows = new IncidentRows(change.jdbc());
          boolean isLast =
              rows.members(incident).stream()
                  .filter(Member::works)
                  .allMatch(member -> member.account().equals(account));
          if (isLast) {
            throw new StoplogException(
                Problem.ACCESS_DENIED,
                "Somebody must be able to work on the incident. Add another first.");
          }
          if (!rows.removeMember(incident, account)) {
            throw new StoplogException(Problem.PAGE_UNKNOWN, "This is no member.");
          }
          return change.record(
              new Timeline.News("member.removed", account.toString()),
              Map.of("account", account.toString()));
        });
  }
}
