package org.stoplog.server.campaigns;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.reader.SheetReader;
import org.stoplog.server.evidence.DocumentCheck;
import org.stoplog.server.evidence.DocumentKeeping;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicBody;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;

/** Puts the asking of suppliers together. */
@Configuration(proxyBeanMethods = false)
public class CampaignsConfiguration {
  private static final int PLACE = 45;

  @Bean
  CampaignDesk campaignDesk(
      Ledger ledger, Transactions transactions, IncidentDoor door, ServerClock clock) {
    return new CampaignDesk(ledger, transactions, door, clock);
  }

  @Bean
  CampaignWatch campaignWatch(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      IncidentDoor door,
      CampaignDesk desk,
      PlanWork plans,
      SilenceWork silence,
      DocumentWork documents,
      ProposalWork proposals,
      PublicDoor world,
      ServerClock clock,
      ServerLog log) {
    String base = world.origin() == null ? "" : world.origin().base();
    return new CampaignWatch(
        new CampaignMailing(ledger, transactions, routes, door, clock, base),
        plans,
        silence,
        documents,
        proposals,
        desk,
        transactions,
        door,
        ledger,
        clock,
        log);
  }

  /** The watch works with the acts, and the acts wake it. */
  @Bean
  CampaignActs campaignActs(
      CampaignDesk desk,
      IncidentDoor door,
      ServerClock clock,
      ObjectProvider<CampaignWatch> watch) {
    return new CampaignActs(desk, door, clock, () -> watch.getObject().wake());
  }

  @Bean
  CampaignMaking campaignMaking(
      CampaignDesk desk,
      Ledger ledger,
      Transactions transactions,
      IncidentDoor door,
      MailRoutes routes,
      PublicDoor world,
      ServerClock clock) {
    return new CampaignMaking(desk, ledger, transactions, door, routes, world, clock);
  }

  @Bean
  CampaignView campaignView(
      CampaignDesk desk,
      IncidentDoor door,
      MailRoutes routes,
      CampaignMaking making,
      CampaignActs acts) {
    return new CampaignView(desk, door, routes, making, acts);
  }

  @Bean
  CampaignsController campaignsController(
      Pages pages,
      Transactions transactions,
      IncidentDoor door,
      CampaignDesk desk,
      CampaignActs acts,
      CampaignView view,
      CampaignMaking making) {
    return new CampaignsController(pages, transactions, door, desk, acts, view, making);
  }

  @Bean
  CampaignAskedController campaignAskedController(
      Pages pages, CampaignDesk desk, CampaignActs acts) {
    return new CampaignAskedController(pages, desk, acts);
  }

  @Bean
  SweepController sweepController(
      Pages pages, IncidentDoor door, CampaignDesk desk, CampaignView view, CampaignMaking making) {
    return new SweepController(pages, door, desk, view, making);
  }

  @Bean
  CampaignsApi campaignsApi(
      Transactions transactions, IncidentDoor door, CampaignDesk desk, CampaignMaking making) {
    return new CampaignsApi(transactions, door, desk, making);
  }

  @Bean
  CampaignActsApi campaignActsApi(Transactions transactions, CampaignDesk desk, CampaignActs acts) {
    return new CampaignActsApi(transactions, desk, acts);
  }

  @Bean
  SweepsApi sweepsApi(
      Transactions transactions, IncidentDoor door, CampaignDesk desk, CampaignMaking making) {
    return new SweepsApi(transactions, door, desk, making);
  }

  @Bean
  Panel sweepPanel() {
    return new Panel(PLACE, "Other suppliers", Permission.READ_INCIDENTS, "sweep", "sweep/panel");
  }

  @Bean
  PackSource sweepPack(CampaignDesk desk) {
    return new SweepPack(desk);
  }

  @Bean
  AskedDoor askedDoor(Ledger ledger, PublicTransactions transactions, ServerClock clock) {
    return new AskedDoor(ledger, transactions, clock);
  }

  @Bean
  AskedDoorController askedDoorController(PublicPages pages, AskedDoor door, ServerClock clock) {
    return new AskedDoorController(pages, new AskedPages(pages, door), door, clock);
  }

  @Bean
  AskedFilesController askedFilesController(
      PublicPages pages,
      AskedDoor door,
      Ledger ledger,
      DocumentKeeping documents,
      ServerClock clock) {
    return new AskedFilesController(
        new AskedPages(pages, door),
        door,
        new AskedWorkbook(new SheetReader(ledger.stores().folder().work()), clock),
        documents);
  }

  @Bean
  PublicBody askedForms() {
    return PublicBody.longForms(AskedDoor.PATH + "/");
  }

  @Bean
  PublicBody askedFiles() {
    return PublicBody.files(AskedDoor.PATH + "/files/", DocumentCheck.MOST_BYTES);
  }

  @Bean
  Decision.Source campaignDecisions(Transactions transactions, IncidentDoor door, Keepers keepers) {
    return new CampaignDecisions(transactions, door, keepers);
  }
}
