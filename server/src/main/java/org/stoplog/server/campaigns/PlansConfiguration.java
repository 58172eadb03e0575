package org.stoplog.server.campaigns;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts together what asks suppliers by itself. */
@Configuration(proxyBeanMethods = false)
public class PlansConfiguration {
  @Bean
  Keepers keepers(Ledger ledger, Colleagues colleagues) {
    return new Keepers(ledger, colleagues);
  }

  @Bean
  AskingView askingView(MailRoutes routes, Colleagues colleagues) {
    return new AskingView(routes, colleagues);
  }

  @Bean
  PlanWork planWork(
      CampaignDesk desk,
      CampaignMaking making,
      CampaignActs acts,
      Keepers keepers,
      Ledger ledger,
      Transactions transactions,
      ServerClock clock) {
    return new PlanWork(desk, making, acts, keepers, ledger, transactions, clock);
  }

  @Bean
  SilenceWork silenceWork(
      CampaignDesk desk,
      CampaignActs acts,
      Keepers keepers,
      IncidentDoor door,
      Ledger ledger,
      Transactions transactions,
      ServerClock clock) {
    return new SilenceWork(desk, acts, keepers, door, ledger, transactions, clock);
  }

  @Bean
  DocumentWork documentWork(
      CampaignDesk desk,
      Keepers keepers,
      Ledger ledger,
      Transactions transactions,
      ServerClock clock) {
    return new DocumentWork(desk, keepers, ledger, transactions, clock);
  }

  @Bean
  ProposalWork proposalWork(Transactions transactions, ServerClock clock) {
    return new ProposalWork(transactions, clock);
  }

  @Bean
  ProposalActs proposalActs(
      Transactions transactions,
      IncidentDoor door,
      CampaignDesk desk,
      CampaignMaking making,
      ServerClock clock) {
    return new ProposalActs(transactions, door, desk, making, clock);
  }

  @Bean
  ProposalsController proposalsController(
      Pages pages,
      Transactions transactions,
      CampaignMaking making,
      MailRoutes routes,
      ProposalActs acts) {
    return new ProposalsController(pages, transactions, making, routes, acts);
  }

  @Bean
  ProposalsApi proposalsApi(Transactions transactions, CampaignMaking making, ProposalActs acts) {
    return new ProposalsApi(transactions, making, acts);
  }

  @Bean
  PlanActs planActs(
      Transactions transactions,
      CampaignDesk desk,
      AskingView asking,
      ServerClock clock,
      CampaignWatch watch) {
    return new PlanActs(transactions, desk, asking, clock, watch::wake);
  }

  @Bean
  PlansController campaignPlansController(
      Pages pages,
      Transactions transactions,
      ActorNames names,
      CampaignDesk desk,
      CampaignMaking making,
      AskingView asking,
      PlanActs acts) {
    return new PlansController(pages, transactions, names, desk, making, asking, acts);
  }

  @Bean
  PlansApi campaignPlansApi(
      Transactions transactions, CampaignDesk desk, CampaignMaking making, PlanActs acts) {
    return new PlansApi(transactions, desk, making, acts);
  }
}
