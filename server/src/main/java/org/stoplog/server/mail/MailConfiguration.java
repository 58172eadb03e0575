package org.stoplog.server.mail;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;

/** Puts mail together. */
@Configuration(proxyBeanMethods = false)
public class MailConfiguration {
  @Bean
  MailRoutes mailRoutes(Ledger ledger, Transactions transactions) {
    return new MailRoutes(ledger, transactions);
  }

  @Bean
  MailController mailController(
      Pages pages, Ledger ledger, Transactions transactions, MailRoutes routes, ServerClock clock) {
    return new MailController(pages, ledger, transactions, routes, clock);
  }

  @Bean
  SigningController signingController(
      Pages pages, Ledger ledger, Transactions transactions, MailRoutes routes, ServerClock clock) {
    return new SigningController(pages, ledger, transactions, routes, clock);
  }

  @Bean
  DkimCheck dkimCheck(Transactions transactions) {
    return new DkimCheck(
        () ->
            transactions.run(
                jdbc -> new ResolverRows(jdbc).find().map(ResolverRows.Resolver::socket)));
  }

  @Bean
  SignaturesController signaturesController(Pages pages, Transactions transactions) {
    return new SignaturesController(pages, transactions);
  }

  @Bean
  MailboxReading mailboxReading(
      Ledger ledger,
      Transactions transactions,
      ObjectProvider<MailTaker> takers,
      ServerClock clock) {
    return new MailboxReading(ledger, transactions, takers, clock);
  }

  @Bean
  MailboxWatch supplierMailboxes(
      MailboxReading reading, Transactions transactions, Ledger ledger, ServerLog log) {
    return new MailboxWatch(MailPurpose.SUPPLIERS, reading, transactions, ledger, log);
  }

  @Bean
  MailboxWatch bounceMailboxes(
      MailboxReading reading, Transactions transactions, Ledger ledger, ServerLog log) {
    return new MailboxWatch(MailPurpose.BOUNCES, reading, transactions, ledger, log);
  }

  @Bean
  MailboxLook mailboxLook(List<MailboxWatch> watches) {
    return () -> watches.forEach(MailboxWatch::look);
  }

  @Bean
  MailboxesController mailboxesController(
      Pages pages,
      Ledger ledger,
      Transactions transactions,
      MailboxReading reading,
      Colleagues colleagues,
      ServerClock clock) {
    return new MailboxesController(pages, ledger, transactions, reading, colleagues, clock);
  }

  @Bean
  NavigationItem mailItem() {
    return new NavigationItem(85, "Mail", MailController.PATH, Permission.MANAGE_MAIL);
  }
}
