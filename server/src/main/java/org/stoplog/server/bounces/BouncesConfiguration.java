package org.stoplog.server.bounces;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.reader.MailReader;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicBody;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;

/** Puts together what comes back. */
@Configuration(proxyBeanMethods = false)
public class BouncesConfiguration {
  @Bean
  BounceTaker bounceTaker(
      Ledger ledger, Transactions transactions, CameBack copies, ServerClock clock) {
    return new BounceTaker(
        ledger, transactions, new MailReader(ledger.stores().folder().work()), copies, clock);
  }

  @Bean
  CameBackController cameBackController(
      Pages pages, Transactions transactions, BounceTaker taker, ServerClock clock) {
    return new CameBackController(pages, transactions, taker, clock);
  }

  @Bean
  HookBook hookBook(PublicTransactions transactions) {
    return new HookBook(transactions);
  }

  @Bean
  HooksController hooksController(
      Pages pages,
      Ledger ledger,
      Transactions transactions,
      HookBook book,
      PublicDoor door,
      ServerClock clock) {
    return new HooksController(pages, ledger, transactions, book, door, clock);
  }

  @Bean
  PublicBody hookCalls() {
    // SNS sends its JSON as text.
    return new PublicBody(
        HookDoorController.PATH,
        Set.of("application/json", "text/plain"),
        HookDoorController.MOST_BYTES,
        true);
  }

  @Bean
  HookDoorController hookDoorController(
      HookBook book, PublicTransactions transactions, Ledger ledger, ServerClock clock) {
    return new HookDoorController(book, transactions, ledger, clock);
  }

  @Bean
  HookWatch hookWatch(
      Transactions transactions, CameBack copies, ServerClock clock, ServerLog log) {
    return new HookWatch(transactions, copies, clock, log);
  }

  @Bean
  Decision.Source cameBackDecisions(Transactions transactions, Ledger ledger, ServerClock clock) {
    return caller ->
        caller.may(Permission.MANAGE_MAIL)
            ? transactions.run(
                jdbc ->
                    decisions(
                        new DayCounts(jdbc).forged(clock.realNow()),
                        new BounceMails(jdbc, ledger.stores().keys()).waiting()))
            : List.of();
  }

  private static List<Decision> decisions(long forged, long waiting) {
    List<Decision> decisions = new ArrayList<>();
    if (forged >= DayCounts.MANY_FORGED) {
      decisions.add(
          new Decision(
              Numbers.grouped(forged) + " forged reports since yesterday",
              "Somebody says that notices came back, without the mark of a copy. Nothing was"
                  + " added.",
              "Look at what came back",
              CameBackController.PATH));
    }
    if (waiting > 0) {
      decisions.add(
          new Decision(
              Numbers.of(waiting, "mail") + " came back that nobody can place",
              "Nothing in them says which copy of a notice they are about.",
              "Look at them",
              CameBackController.PATH));
    }
    return decisions;
  }
}
