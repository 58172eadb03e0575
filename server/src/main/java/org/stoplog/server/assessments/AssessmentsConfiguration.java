package org.stoplog.server.assessments;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts assessments and findings together. */
@Configuration(proxyBeanMethods = false)
public class AssessmentsConfiguration {
  @Bean
  AssessmentsController assessmentsController(
      Pages pages, Transactions transactions, ActorNames names, ServerClock clock, Ledger ledger) {
    return new AssessmentsController(pages, transactions, names, clock, new Desk(ledger, clock));
  }

  @Bean
  FindingsController findingsController(
      Pages pages, Transactions transactions, ActorNames names, ServerClock clock, Ledger ledger) {
    return new FindingsController(pages, transactions, names, clock, new Desk(ledger, clock));
  }
}
