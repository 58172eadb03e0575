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

/**
 * A new password and second factor for somebody who decides for others: whoever has the link is
 * that person, so it takes two people as an invitation does.
 */
final class OpeningPowerAgain implements Approvable {
  static final String ACT = "account.open-again";

  private final ServerClock clock;

  OpeningPowerAgain(ServerClock clock) {
    this.clock = clock;
  }

  static Approvals.Request request(UUID asker, Account account) {
    return new Approvals.Request(
        asker,
        ACT,
        account.id().toString(),
        "Open the account of " + account.name() + " again",
        List.of(
            Approval.Fact.of("Account", account.name()),
            Approval.Fact.of("Role", account.role().word()),
            Approval.Fact.of(
                "When approved", "whoever asked can make one link, good once, within 24 hours"),
            Approval.Fact.of(
                "When the link is used",
                "password, second factor and sessions of before end; speak with "
                    + account.name()
                    + " first"),
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

  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    Accounts accounts = new Accounts(jdbc);
    accounts.lockPowers();
    UUID id = UUID.fromString(target);
    return accounts
        .find(id)
        .filter(account -> !account.isDisabled())
        .map(
            account ->
                ContentHash.of(
                    Map.of(
                        "act",
                        ACT,
                        "account",
                        target,
                        "role",
                        account.role().word(),
                        "factors",
                        accounts.factors(id))));
  }

  @Override
  public Done execute(Act act, Approval approval) {
    UUID account = UUID.fromString(approval.target());
    new LinkRights(act.jdbc()).give(approval, null, account, clock.realNow());
    return new Done(
        "account.opening-approved",
        Map.of("account", approval.target()),
        "/accounts/approved/" + approval.id());
  }

  @Override
  public String pathOf(String target) {
    return "/accounts";
  }
}
