package org.stoplog.server.support;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.accounts.Guesses;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.notices.SentCopies;
import org.stoplog.server.notices.Told;
import org.stoplog.server.people.PersonFinder;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts support together. */
@Configuration(proxyBeanMethods = false)
public class SupportConfiguration {
  private static final int PLACE = 15;

  @Bean
  CodesController codesController(
      Pages pages, IncidentDoor door, ActorNames names, ServerClock clock) {
    return new CodesController(pages, door, names, clock);
  }

  @Bean
  SupportController supportController(
      Pages pages,
      Transactions transactions,
      Guesses guesses,
      PersonFinder finder,
      Told told,
      SentCopies copies,
      IncidentDoor door,
      ServerClock clock) {
    return new SupportController(pages, transactions, guesses, finder, told, copies, door, clock);
  }

  @Bean
  NavigationItem supportItem() {
    return new NavigationItem(PLACE, "Support", "/support", Permission.SUPPORT_INCIDENT);
  }
}
