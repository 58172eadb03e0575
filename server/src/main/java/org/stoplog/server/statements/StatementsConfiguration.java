package org.stoplog.server.statements;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicAssets;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicLink;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;

/** Puts statements together. */
@Configuration(proxyBeanMethods = false)
public class StatementsConfiguration {
  private static final int PLACE = 20;

  @Bean
  StatementPack statementPack(Ledger ledger) {
    return new StatementPack(ledger);
  }

  @Bean
  SiteMaker siteMaker(PublicPages pages, Ledger ledger, ObjectProvider<PublicLink> links) {
    return new SiteMaker(pages, ledger.stores().keys().statementKey(), links.stream().toList());
  }

  @Bean
  PublicSite publicSite(
      PublicTransactions transactions, SiteMaker maker, PublicDoor door, ServerLog log) {
    Origin origin = door.origin();
    return new PublicSite(transactions, maker, origin == null ? "" : origin.base(), log);
  }

  @Bean
  PublicController publicController(PublicSite site) {
    return new PublicController(site);
  }

  @Bean
  Publishing publishing(IncidentDoor door, Ledger ledger, PublicSite site, ServerClock clock) {
    return new Publishing(door, ledger, site, clock);
  }

  @Bean
  Contradictions contradictions(IncidentDoor door) {
    return new Contradictions(door);
  }

  @Bean
  StatementWatch statementWatch(
      Transactions transactions, IncidentDoor door, ServerClock clock, ServerLog log) {
    return new StatementWatch(transactions, door, clock, log);
  }

  @Bean
  StatementDecisions statementDecisions(
      Transactions transactions, IncidentDoor door, ServerClock clock) {
    return new StatementDecisions(transactions, door, clock);
  }

  @Bean
  Panel statementPanel() {
    return new Panel(
        PLACE, "Public statement", Permission.READ_INCIDENTS, "statement", "statement/panel");
  }

  @Bean
  NavigationItem publicSiteItem() {
    return new NavigationItem(15, "Public site", "/public-site", Permission.READ_INCIDENTS);
  }

  @Bean
  StatementController statementController(
      Pages pages,
      IncidentDoor door,
      Ledger ledger,
      PublicDoor publicDoor,
      Publishing publishing,
      Approvals approvals,
      ServerClock clock) {
    return new StatementController(
        pages,
        door,
        ledger,
        new StatementView(door, publicDoor, publishing, approvals, clock),
        publishing,
        approvals,
        clock);
  }

  @Bean
  SiteController siteController(
      Pages pages,
      Transactions transactions,
      SiteMaker maker,
      PublicAssets assets,
      PublicDoor door) {
    return new SiteController(pages, transactions, maker, assets, door);
  }
}
