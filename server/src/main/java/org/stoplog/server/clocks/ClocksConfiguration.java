package org.stoplog.server.clocks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts duties and their clocks together. */
@Configuration(proxyBeanMethods = false)
public class ClocksConfiguration {
  /** Above all other panels: what runs out first is what one looks at first. */
  private static final int PLACE = 5;

  @Bean
  Panel clocksPanel() {
    return new Panel(PLACE, "Clocks", Permission.READ_INCIDENTS, "clocks", "clocks/panel");
  }

  @Bean
  NavigationItem dutiesItem() {
    return new NavigationItem(17, "Duties", DutiesController.PATH, Permission.READ_INCIDENTS);
  }

  @Bean
  DutiesController dutiesController(Pages pages) {
    return new DutiesController(pages);
  }

  @Bean
  ProfileController profileController(
      Pages pages, Transactions transactions, ActorNames names, ServerClock clock) {
    return new ProfileController(pages, transactions, names, clock);
  }

  @Bean
  ClocksController clocksController(
      Pages pages, IncidentDoor door, ActorNames names, ServerClock clock) {
    return new ClocksController(pages, door, names, clock);
  }
}
