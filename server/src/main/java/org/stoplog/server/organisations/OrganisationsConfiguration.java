package org.stoplog.server.organisations;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.people.OrganisationDesk;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Works;

/** Puts the telling of organisations together. */
@Configuration(proxyBeanMethods = false)
public class OrganisationsConfiguration {
  @Bean
  ListWork listWork(
      Transactions transactions, Ledger ledger, IncidentDoor door, OrganisationDesk desk) {
    return new ListWork(transactions, ledger, door, desk);
  }

  @Bean
  RoundWatch roundWatch(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      IncidentDoor door,
      OrganisationDesk desk,
      PublicDoor world,
      ServerClock clock,
      ServerLog log) {
    String base = world.origin() == null ? "" : world.origin().base();
    return new RoundWatch(
        new RoundMailing(ledger, transactions, routes, door, desk, clock, base),
        transactions,
        door,
        log);
  }

  @Bean
  RoundSending roundSending(
      IncidentDoor door, PublicDoor world, ServerClock clock, RoundWatch watch) {
    return new RoundSending(door, world, clock, watch);
  }

  @Bean
  BoardView boardView(
      IncidentDoor door,
      OrganisationDesk desk,
      MailRoutes routes,
      Approvals approvals,
      PublicDoor world,
      ServerClock clock) {
    return new BoardView(door, desk, routes, approvals, world, clock);
  }

  @Bean
  BoardController boardController(
      Pages pages,
      IncidentDoor door,
      Ledger ledger,
      MailRoutes routes,
      Works works,
      Approvals approvals,
      BoardView view,
      RoundSending sending,
      RoundWatch watch,
      ServerClock clock) {
    return new BoardController(
        pages, door, ledger, routes, works, approvals, view, sending, watch, clock);
  }

  @Bean
  TargetController targetController(
      Pages pages, IncidentDoor door, BoardView view, RoundWatch watch, ServerClock clock) {
    return new TargetController(pages, door, view, watch, clock);
  }

  @Bean
  ListDoor listDoor(
      Ledger ledger, PublicTransactions transactions, IncidentDoor door, ServerClock clock) {
    return new ListDoor(ledger, transactions, door, clock);
  }

  @Bean
  ListDoorController listDoorController(PublicPages pages, ListDoor lists) {
    return new ListDoorController(pages, lists);
  }
}
