package org.stoplog.server.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Puts approvals together. */
@Configuration(proxyBeanMethods = false)
class ApprovalsConfiguration {
  @Bean
  Approvals approvals(
      Transactions transactions, ServerClock clock, ObjectProvider<Approvable> kinds) {
    Approvals approvals = new Approvals(transactions, clock, kinds);
    approvals.voidRestored();
    return approvals;
  }

  @Bean
  Reveals reveals(ServerClock clock) {
    return new Reveals(clock);
  }

  @Bean
  Approvable invitingPower(ServerClock clock) {
    return new InvitingPower(clock);
  }

  @Bean
  Approvable openingPowerAgain(ServerClock clock) {
    return new OpeningPowerAgain(clock);
  }

  @Bean
  ApprovalsController approvalsController(
      Pages pages,
      Approvals approvals,
      Transactions transactions,
      ServerClock clock,
      Proof proof,
      ActorNames names) {
    Decisions decisions = new Decisions(approvals, transactions, clock);
    return new ApprovalsController(pages, approvals, decisions, proof, names);
  }

  @Bean
  ApprovalsApi approvalsApi(Approvals approvals) {
    return new ApprovalsApi(approvals);
  }

  @Bean
  ApprovedLinksController approvedLinksController(
      Pages pages,
      Transactions transactions,
      Approvals approvals,
      ServerClock clock,
      Origin origin) {
    return new ApprovedLinksController(pages, transactions, approvals, clock, origin);
  }

  @Bean
  NavigationItem approvalsItem() {
    return new NavigationItem(70, "Approvals", "/approvals", Permission.WORK);
  }

  @Bean
  Decision.Source approvalDecisions(
      Transactions transactions, Approvals approvals, ServerClock clock, ActorNames names) {
    return caller -> {
      List<Decision> decisions = new ArrayList<>();
      if (caller.may(Permission.APPROVE)) {
        toDecide(approvals, caller, names, decisions);
      }
      transactions
          .run(jdbc -> new RevealRights(jdbc).of(caller.account(), clock.realNow()))
          .forEach(id -> toTake(approvals.seen(caller, id), decisions));
      if (caller.may(Permission.MANAGE_ACCOUNTS)) {
        transactions
            .run(jdbc -> new LinkRights(jdbc).of(caller.account(), clock.realNow()))
            .forEach(
                id ->
                    decisions.add(
                        new Decision(
                            "Approved: " + approvals.seen(caller, id).title(),
                            "You asked for it, so you make the link and hand it over.",
                            "Make the link",
                            "/accounts/approved/" + id)));
      }
      return decisions;
    };
  }

  private static void toTake(Approval approval, List<Decision> decisions) {
    String path = approval.resultPath();
    if (path != null) {
      decisions.add(
          new Decision(
              "Approved: " + approval.title(),
              "You asked for it, and it can be taken for a day.",
              "Open it",
              path));
    }
  }

  private static void toDecide(
      Approvals approvals, Caller caller, ActorNames names, List<Decision> decisions) {
    List<Approval> open = approvals.open(caller);
    if (open.isEmpty()) {
      return;
    }
    Map<UUID, String> known = names.names();
    for (Approval approval : open) {
      if (approvals.objection(caller, approval).isEmpty()) {
        decisions.add(
            new Decision(
                approval.title(),
                "Asked by %s. Decide before %s."
                    .formatted(
                        known.getOrDefault(approval.askedBy(), "unknown"),
                        Times.second(approval.expiresAt())),
                "Look and decide",
                "/approvals/" + approval.id()));
      }
    }
  }
}
