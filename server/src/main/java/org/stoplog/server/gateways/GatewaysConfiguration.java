package org.stoplog.server.gateways;

import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.Gauge;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;

/** Puts together what has to do with gateways. */
@Configuration(proxyBeanMethods = false)
public class GatewaysConfiguration {
  @Bean
  PolicyNews policyNews() {
    return new PolicyNews();
  }

  @Bean
  Policies policies(Ledger ledger, ServerClock clock, PolicyNews news) {
    return new Policies(ledger, clock, news);
  }

  @Bean
  PolicyWatch policyWatch(Transactions transactions, Policies policies, ServerLog log) {
    return new PolicyWatch(transactions, policies, log);
  }

  @Bean
  OwnGateway ownGateway(Gateways gateways) {
    return new OwnGateway(gateways);
  }

  @Bean
  Gateways gateways(
      Transactions transactions,
      Ledger ledger,
      ServerClock clock,
      GatewayDoor door,
      PolicyNews news) {
    return new Gateways(transactions, ledger, clock, door, news);
  }

  @Bean
  Approvable restoringConnections(Policies policies, ServerClock clock, ConnectionCuts cuts) {
    return new Restoring(policies, clock, cuts);
  }

  @Bean
  ManyCuts manyCuts(Policies policies, Approvals approvals, ServerClock clock) {
    return new ManyCuts(policies, approvals, clock);
  }

  @Bean
  Approvable handingOutAfterARestore(Policies policies) {
    return new HandingOut(policies);
  }

  @Bean
  GatewaysController gatewaysController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Gateways gateways,
      GatewayDoor door,
      Approvals approvals,
      SegmentInbox inbox,
      Recording recording) {
    return new GatewaysController(
        pages, transactions, clock, gateways, door, approvals, new GatewayWords(inbox), recording);
  }

  @Bean
  ConnectionsController gatewayConnectionsController(
      Pages pages,
      Transactions transactions,
      Ledger ledger,
      Policies policies,
      Approvals approvals) {
    return new ConnectionsController(pages, transactions, ledger, policies, approvals);
  }

  @Bean
  CutsController cutsController(
      Pages pages,
      Transactions transactions,
      ConnectionCuts cuts,
      Approvals approvals,
      ActorNames names) {
    return new CutsController(pages, transactions, cuts, approvals, names);
  }

  @Bean
  ForwardController forwardController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Policies policies,
      ActorNames names) {
    return new ForwardController(pages, transactions, clock, policies, names);
  }

  @Bean
  HostsController hostsController(
      Pages pages, Transactions transactions, Policies policies, Approvals approvals) {
    return new HostsController(pages, transactions, policies, approvals);
  }

  @Bean
  DoorController doorController(
      Transactions transactions,
      ServerClock clock,
      Policies policies,
      PolicyNews news,
      SegmentInbox inbox) {
    return new DoorController(transactions, clock, policies, news, inbox);
  }

  @Bean
  SegmentInbox segmentInbox(Ledger ledger) {
    return new LedgerInbox(ledger.traffic().segments());
  }

  @Bean
  Recording recording(Ledger ledger, ServerLog log) {
    return new Recording(ledger.traffic(), System::nanoTime, log);
  }

  @Bean
  Gauge.Source gatewayGauges(Transactions transactions, ServerClock clock) {
    return new GatewayGauges(transactions, clock);
  }

  @Bean
  NavigationItem gatewaysItem() {
    return new NavigationItem(25, "Gateways", GatewaysController.PATH, Permission.READ_SUPPLIERS);
  }

  @Bean
  Decision.Source gatewayDecisions(Transactions transactions) {
    return caller -> decisions(transactions, caller);
  }

  private static List<Decision> decisions(Transactions transactions, Caller caller) {
    List<Decision> decisions = new ArrayList<>();
    if (caller.may(Permission.MANAGE_GATEWAYS)
        && !transactions.run(Policies::handed).isHanded()
        && !transactions.run(jdbc -> new ConnectionRows(jdbc).through()).isEmpty()) {
      decisions.add(
          new Decision(
              "Gateways get no new policy since the restore",
              "What was cut since the backup stands open here. Look at it, then hand it out.",
              "Look at the gateways",
              GatewaysController.PATH));
    }
    return decisions;
  }
}
