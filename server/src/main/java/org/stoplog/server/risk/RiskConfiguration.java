package org.stoplog.server.risk;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.Glance;

/** Puts the rating of suppliers together. */
@Configuration(proxyBeanMethods = false)
public class RiskConfiguration {
  @Bean
  RiskController riskController(
      Pages pages, Transactions transactions, ActorNames names, ServerClock clock, Ledger ledger) {
    return new RiskController(pages, transactions, names, clock, ledger);
  }

  @Bean
  RiskApi riskApi(Transactions transactions, RiskController risk) {
    return new RiskApi(transactions, risk);
  }

  @Bean
  Glance.Source riskGlance(RiskController risk) {
    return new Glance.Source(
        10,
        (jdbc, caller, supplier) ->
            List.of(
                new Glance(
                    "Risk",
                    risk.words(jdbc, supplier),
                    "/suppliers/" + supplier + "/risk",
                    false)));
  }
}
