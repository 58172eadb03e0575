package org.stoplog.server.gateways;

import java.time.Duration;
import java.util.Map;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/** Follows the register: names of suppliers, and grants that begin, end or are changed. */
public final class PolicyWatch extends Watch {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final Policies policies;

  PolicyWatch(Transactions transactions, Policies policies, ServerLog log) {
    super("policy-watch", EVERY, log);
    this.transactions = transactions;
    this.policies = policies;
  }

  @Override
  protected void look(boolean isAsked) {
    follow();
  }

  /**
   * Looks now.
   *
   * @return the version of the policy
   */
  public long follow() {
    return transactions.actIf(
        act -> {
          long before = Policies.handed(act.jdbc()).version();
          long after = policies.refresh(act);
          if (after != before) {
            act.record(null, "gateway.policy-followed", Map.of("version", after));
          }
          return after;
        });
  }
}
