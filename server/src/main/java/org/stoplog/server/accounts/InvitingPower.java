package org.stoplog.server.accounts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;

/** Inviting one more who decides for others, once two such exist: an act of two people. */
final class InvitingPower implements Approvable {
  static final String ACT = "account.invite";

  private final ServerClock clock;

  InvitingPower(ServerClock clock) {
    this.clock = clock;
  }

  static Approvals.Request request(UUID asker, Role role, String forWhom, int powerful) {
    return new Approvals.Request(
        asker,
        ACT,
        role.word() + "/" + UUID.randomUUID(),
        "Invite a new " + role.word(),
        List.of(
            Approval.Fact.of("For", forWhom),
            Approval.Fact.of("Role", role.word()),
            new Approval.Fact("Who decide for others now", powerful + " people", "/accounts"),
            Approval.Fact.of(
                "When approved", "whoever asked can make one link, good once, within 24 hours"),
            Approval.Fact.of("To undo it", "disable the account; one administrator can")),
        List.of(),
        Set.of());
  }

  @Override
  public String act() {
    return ACT;
  }

  @Override
  public Permission approve() {
    return Permission.APPROVE;
  }

  /** There is nothing but the wish; the lock keeps others from deciding who decides meanwhile. */
  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    new Accounts(jdbc).lockPowers();
    return Optional.of(ContentHash.of(Map.of("act", ACT, "target", target)));
  }

  @Override
  public Done execute(Act act, Approval approval) {
    String target = approval.target();
    Role role = Role.stored(target.substring(0, target.indexOf('/')));
    new LinkRights(act.jdbc()).give(approval, role, null, clock.realNow());
    return new Done(
        "account.invitation-approved",
        Map.of("role", role.word()),
        "/accounts/approved/" + approval.id());
  }

  @Override
  public String pathOf(String target) {
    return "/accounts";
  }
}
