package org.stoplog.server.agreements;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.Glance;

/** Puts agreements together. */
@Configuration(proxyBeanMethods = false)
public class AgreementsConfiguration {
  @Bean
  AgreementsController agreementsController(
      Pages pages, Transactions transactions, ServerClock clock) {
    return new AgreementsController(pages, transactions, clock);
  }

  /** What it promised, and how far that holds today. */
  @Bean
  Glance.Source agreementsGlance(ServerClock clock) {
    return new Glance.Source(
        15,
        (jdbc, caller, supplier) -> {
          LocalDate today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
          long holding =
              Promises.of(jdbc, supplier).stream().filter(one -> one.holds(today)).count();
          return List.of(
              new Glance(
                  "Promised",
                  holding == 0
                      ? "no clause holds today"
                      : holding + (holding == 1 ? " clause holds" : " clauses hold") + " today",
                  "/suppliers/" + supplier + "/agreements",
                  holding == 0));
        });
  }

  @Bean
  AgreementsApi agreementsApi(Transactions transactions, ServerClock clock) {
    return new AgreementsApi(transactions, clock);
  }
}
