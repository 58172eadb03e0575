package org.stoplog.server.filings;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.clocks.DutyDoor;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts filings and the register of breaches together. */
@Configuration(proxyBeanMethods = false)
public class FilingsConfiguration {
  @Bean
  NavigationItem breachesItem() {
    return new NavigationItem(
        18, "Register of breaches", BreachesController.PATH, Permission.READ_INCIDENTS);
  }

  @Bean
  FilingsController filingsController(
      Pages pages, IncidentDoor door, DutyDoor duties, ServerClock clock) {
    return new FilingsController(pages, door, duties, clock);
  }

  @Bean
  BreachesController breachesController(
      Pages pages, Transactions transactions, IncidentDoor door, DutyDoor duties) {
    return new BreachesController(pages, transactions, door, duties);
  }
}
