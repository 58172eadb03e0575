package org.stoplog.server.people;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.Reveals;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.platform.UploadRule;
import org.stoplog.server.platform.Works;

/** Puts people together. */
@Configuration(proxyBeanMethods = false)
public class PeopleConfiguration {
  @Bean
  OrganisationDesk organisationDesk(Organisations organisations) {
    return new OrganisationDesk(organisations);
  }

  @Bean
  LookUps lookUps(Ledger ledger, Transactions transactions, ServerClock clock) {
    return new LookUps(ledger, transactions, clock);
  }

  @Bean
  RecentLookUps recentLookUps(LookUps lookUps) {
    return new RecentLookUps(lookUps);
  }

  @Bean
  PeopleController peopleController(Pages pages, Ledger ledger, LookUps lookUps) {
    return new PeopleController(pages, ledger, lookUps);
  }

  @Bean
  PersonFinder personFinder(Ledger ledger, LookUps lookUps) {
    return new PersonFinder(ledger, lookUps);
  }

  @Bean
  ContactReveal contactReveal(ServerClock clock) {
    return new ContactReveal(clock);
  }

  @Bean
  RevealController revealController(
      Pages pages,
      Transactions transactions,
      Ledger ledger,
      Approvals approvals,
      Reveals reveals,
      ContactReveal kind,
      ServerClock clock) {
    return new RevealController(pages, transactions, ledger, approvals, reveals, kind, clock);
  }

  @Bean
  PeopleApi peopleApi(Ledger ledger, LookUps lookUps) {
    return new PeopleApi(ledger, lookUps);
  }

  @Bean
  ForgetController forgetController(
      Pages pages, Transactions transactions, LookUps lookUps, Works works) {
    return new ForgetController(pages, transactions, lookUps, works);
  }

  @Bean
  ForgetWork forgetWork(Ledger ledger, LookUps lookUps) {
    return new ForgetWork(ledger, lookUps);
  }

  @Bean
  Organisations organisations(Ledger ledger, Transactions transactions, ServerClock clock) {
    return new Organisations(ledger, transactions, clock);
  }

  @Bean
  OrganisationsController organisationsController(Pages pages, Organisations organisations) {
    return new OrganisationsController(pages, organisations);
  }

  @Bean
  OrganisationReveal organisationReveal(ServerClock clock) {
    return new OrganisationReveal(clock);
  }

  @Bean
  OrganisationRevealController organisationRevealController(
      Pages pages,
      Transactions transactions,
      Organisations organisations,
      Approvals approvals,
      Reveals reveals,
      OrganisationReveal kind) {
    return new OrganisationRevealController(
        pages, transactions, organisations, approvals, reveals, kind);
  }

  @Bean
  UploadRule clausesUpload() {
    return new UploadRule(
        OrganisationsController.PATH + "/import", Permission.KEEP_RECORD, new UploadLimit(1 << 20));
  }

  @Bean
  NavigationItem peopleItem() {
    return new NavigationItem(40, "People", "/people", Permission.LOOK_UP_PEOPLE);
  }
}
