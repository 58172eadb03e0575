package org.stoplog.server.agreements;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts agreements together. */
@Configuration(proxyBeanMethods = false)
public class AgreementsConfiguration {
  @Bean
  AgreementsController agreementsController(
      Pages pages, Transactions transactions, ServerClock clock) {
    return new AgreementsController(pages, transactions, clock);
  }

  @Bean
  AgreementsApi agreementsApi(Transactions transactions, ServerClock clock) {
    return new AgreementsApi(transactions, clock);
  }
}
