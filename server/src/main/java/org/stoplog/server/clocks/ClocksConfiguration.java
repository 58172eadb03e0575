package org.stoplog.server.clocks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.people.OrganisationDesk;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.team.TeamWatch;

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
  Rules rules(OwnerFolders folders) {
    return new Rules(folders.obligations());
  }

  @Bean
  DutiesController dutiesController(Pages pages, Rules rules) {
    return new DutiesController(pages, rules);
  }

  @Bean
  ProfileController profileController(
      Pages pages, Transactions transactions, ActorNames names, ServerClock clock) {
    return new ProfileController(pages, transactions, names, clock);
  }

  @Bean
  IncidentDuties incidentDuties(IncidentDoor door, Suspensions suspensions, Rules rules) {
    return new IncidentDuties(door, suspensions, rules);
  }

  @Bean
  ClocksController clocksController(
      Pages pages,
      IncidentDoor door,
      ActorNames names,
      ServerClock clock,
      IncidentDuties duties,
      Rules rules,
      OrganisationDesk desk,
      DoneActs acts) {
    return new ClocksController(pages, door, names, clock, duties, rules, desk, acts);
  }

  @Bean
  ClocksApi clocksApi(IncidentDoor door, IncidentDuties duties, ServerClock clock, Rules rules) {
    return new ClocksApi(door, duties, clock, rules);
  }

  @Bean
  DutyDoor dutyDoor(IncidentDoor door, IncidentDuties duties, ServerClock clock) {
    return new DutyDoor(door, duties, clock);
  }

  @Bean
  HistoryController historyController(Pages pages, IncidentDoor door) {
    return new HistoryController(pages, door);
  }

  @Bean
  ClockWatch clockWatch(
      Ledger ledger,
      Transactions transactions,
      IncidentDoor door,
      IncidentDuties duties,
      Rules rules,
      ServerClock clock,
      TeamWatch team,
      ServerLog log) {
    return new ClockWatch(
        new Reminders(ledger, transactions, door, duties, clock), rules, team::wake, log);
  }
}
