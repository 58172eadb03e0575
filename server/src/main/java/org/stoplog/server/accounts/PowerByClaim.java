package org.stoplog.server.accounts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Permission;

/**
 * The role of approver or administrator for somebody whose provider says so. The provider alone
 * gives it to the first: else whoever runs it could be both of two people.
 */
final class PowerByClaim implements Approvable {
  static final String ACT = "account.power-by-claim";

  static String target(UUID account, Role role) {
    return account + "/" + role.word();
  }

  static Approvals.Request request(UUID account, String name, Role role) {
    return new Approvals.Request(
        account,
        ACT,
        target(account, role),
        "Make " + name + " an " + role.word(),
        List.of(
            Approval.Fact.of("Account", name),
            Approval.Fact.of("Role", role.word()),
            Approval.Fact.of("Who says so", "the provider, when they signed in"),
            Approval.Fact.of(
                "To undo it", "take the claim from them at the provider, or disable the account")),
        List.of(),
        Set.of());
  }

  private static UUID account(String target) {
    return UUID.fromString(target.substring(0, target.indexOf('/')));
  }

  private static Role role(String target) {
    return Role.stored(target.substring(target.indexOf('/') + 1));
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
    return accounts
        .find(account(target))
        .filter(account -> !account.isDisabled() && account.issuer() != null)
        .map(
            account ->
                ContentHash.of(
                    Map.of("act", ACT, "target", target, "role", account.role().word())));
  }

  @Override
  public Done execute(Act act, Approval approval) {
    UUID account = account(approval.target());
    Role role = role(approval.target());
    new Accounts(act.jdbc()).setRole(account, role);
    return new Done(
        "account.role-given",
        Map.of("account", account.toString(), "role", role.word(), "by", "claim"),
        "/accounts");
  }

  @Override
  public String pathOf(String target) {
    return "/accounts";
  }
}
