package org.stoplog.server.severance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.gateways.ConnectionCuts;
import org.stoplog.server.gateways.ManyCuts;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.Gauge;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.platform.UploadRule;

/** Puts together what has to do with cutting suppliers. */
@Configuration(proxyBeanMethods = false)
public class SeveranceConfiguration {
  @Bean
  SeverancePack severancePack() {
    return new SeverancePack();
  }

  @Bean
  SeveranceNews severanceNews(ObjectProvider<SupplierNews> listeners) {
    return new SeveranceNews(listeners);
  }

  @Bean
  Severing severing(
      Transactions transactions,
      ServerClock clock,
      ManyCuts cuts,
      Approvals approvals,
      SeveranceNews news) {
    return new Severing(transactions, clock, cuts, approvals, news);
  }

  @Bean
  ConnectionCuts cutsAtGateways(Severing severing, ServerClock clock, SeveranceNews news) {
    return new AtGateways(severing, clock, news);
  }

  @Bean
  Approvable restoringSuppliers(ManyCuts cuts, ServerClock clock, SeveranceNews news) {
    return new Restoring(cuts, clock, news);
  }

  @Bean
  Approvable reauthorisingConnections(ServerClock clock) {
    return new Reauthorising(clock);
  }

  @Bean
  SilenceWatch silenceWatch(
      Transactions transactions, ServerClock clock, ServerLog log, SeveranceNews news) {
    return new SilenceWatch(transactions, clock, log, news);
  }

  @Bean
  SupplierCutController supplierCutController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Severing severing,
      ActorNames names) {
    return new SupplierCutController(pages, transactions, clock, severing, names);
  }

  @Bean
  SeverancesController severancesController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Severing severing,
      Approvals approvals,
      ActorNames names,
      Actions actions) {
    return new SeverancesController(
        pages, transactions, clock, severing, approvals, names, actions);
  }

  @Bean
  PlansController plansController(
      Pages pages, Transactions transactions, ServerClock clock, Approvals approvals) {
    return new PlansController(pages, transactions, clock, approvals);
  }

  @Bean
  ReachController reachController(Pages pages, Transactions transactions, ServerClock clock) {
    return new ReachController(pages, transactions, clock);
  }

  @Bean
  UploadRule inventoryUpload() {
    return new UploadRule(
        InventoryImportController.PATH, Permission.EDIT_SUPPLIERS, new UploadLimit(10L << 20));
  }

  @Bean
  InventoryImportController inventoryImportController(
      Pages pages, Transactions transactions, ServerClock clock) {
    return new InventoryImportController(pages, transactions, clock);
  }

  @Bean
  RotationController rotationController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      ActorNames names,
      Actions actions) {
    return new RotationController(pages, transactions, clock, names, actions);
  }

  @Bean
  InventoryController inventoryController(Transactions transactions) {
    return new InventoryController(transactions);
  }

  @Bean
  TriesController triesController(Transactions transactions) {
    return new TriesController(transactions);
  }

  @Bean
  Actions severanceActions(
      Transactions transactions, Ledger ledger, ServerClock clock, ActionSettings settings) {
    return new Actions(transactions, ledger, clock, settings);
  }

  @Bean
  CutsApi cutsApi(
      Transactions transactions, ServerClock clock, Severing severing, ActorNames names) {
    return new CutsApi(transactions, clock, severing, names);
  }

  @Bean
  Gauge.Source severanceGauges(Transactions transactions) {
    return () ->
        transactions.run(
            jdbc ->
                List.of(
                    new Gauge(
                        "stoplog_suppliers_cut",
                        "Cuts that hold.",
                        List.of(
                            new Gauge.Value(Map.of(), new SeveranceRows(jdbc).holding().size()))),
                    new Gauge(
                        "stoplog_supplier_alarms",
                        "Traffic after a cut that nobody has seen to.",
                        List.of(new Gauge.Value(Map.of(), new AlarmRows(jdbc).open().size())))));
  }

  @Bean
  Decision.Source severanceDecisions(Transactions transactions) {
    return caller -> decisions(transactions, caller);
  }

  private static List<Decision> decisions(Transactions transactions, Caller caller) {
    List<Decision> decisions = new ArrayList<>();
    if (caller.may(Permission.WORK_ON_INCIDENTS)) {
      transactions
          .run(jdbc -> new AlarmRows(jdbc).open())
          .forEach(
              alarm ->
                  decisions.add(
                      new Decision(
                          "A cut supplier is not silent",
                          alarm.words(),
                          "Look at what was seen",
                          Severance.pathOf(alarm.supplier()))));
    }
    if (caller.may(Permission.APPROVE)) {
      transactions.run(jdbc -> new SeveranceRows(jdbc).unreviewed()).stream()
          .filter(one -> !one.by().equals(caller.account()))
          .forEach(
              one ->
                  decisions.add(
                      new Decision(
                          "Somebody cut a supplier alone",
                          "Because: " + one.reason(),
                          "Look at the cut",
                          Severance.pathOf(one.id()))));
    }
    return decisions;
  }
}
