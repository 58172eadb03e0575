package org.stoplog.server.inquiries;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.notices.SentCopies;
import org.stoplog.server.people.PersonFinder;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;

/** Puts questions of the public together. */
@Configuration(proxyBeanMethods = false)
public class InquiriesConfiguration {
  private static final int PLACE = 20;

  @Bean
  Panel inquiriesPanel() {
    return new Panel(
        PLACE,
        "Questions of the public",
        Permission.READ_INCIDENTS,
        "inquiries",
        "inquiries/panel");
  }

  @Bean
  InquiryOpening inquiryOpening(IncidentDoor door, ServerClock clock) {
    return new InquiryOpening(door, clock);
  }

  @Bean
  InquiriesController inquiriesController(
      Pages pages,
      IncidentDoor door,
      MailRoutes routes,
      Approvals approvals,
      InquiryOpening opening,
      PublicDoor street,
      ServerClock clock) {
    return new InquiriesController(pages, door, routes, approvals, opening, street, clock);
  }

  @Bean
  AlarmsController alarmsController(
      Pages pages, Transactions transactions, IncidentDoor door, ServerClock clock) {
    return new AlarmsController(pages, transactions, door, clock);
  }

  @Bean
  PublicAsking publicAsking(
      PublicPages pages,
      PublicTransactions transactions,
      PublicDoor door,
      Ledger ledger,
      ServerClock clock) {
    return new PublicAsking(pages, transactions, door, ledger, clock);
  }

  @Bean
  InquiryWatch inquiryWatch(
      Ledger ledger,
      Transactions transactions,
      IncidentDoor door,
      MailRoutes routes,
      PersonFinder finder,
      SentCopies copies,
      ServerClock clock,
      ServerLog log) {
    return new InquiryWatch(
        transactions,
        new LetterAnswering(ledger, door, copies),
        new AffectedAnswering(ledger, transactions, door, routes, finder, copies),
        clock,
        log);
  }
}
