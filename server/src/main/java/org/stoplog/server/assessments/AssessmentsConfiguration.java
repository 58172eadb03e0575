package org.stoplog.server.assessments;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadRule;
import org.stoplog.server.suppliers.Glance;

/** Puts assessments and findings together. */
@Configuration(proxyBeanMethods = false)
public class AssessmentsConfiguration {
  @Bean
  AssessmentsController assessmentsController(
      Pages pages, Transactions transactions, ActorNames names, ServerClock clock, Ledger ledger) {
    Desk desk = new Desk(ledger, clock);
    return new AssessmentsController(
        pages,
        transactions,
        clock,
        desk,
        new AssessmentActs(transactions, clock, desk),
        new AssessmentView(transactions, names, desk));
  }

  /** How it scored, and what is open. */
  @Bean
  Glance.Source assessmentsGlance(Ledger ledger, ServerClock clock) {
    return new Glance.Source(
        20,
        (jdbc, caller, supplier) -> {
          LocalDate today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
          Assessments known = new Assessments(jdbc, ledger.stores().keys());
          Assessments.Scored scored = known.newest(today.minusYears(5)).get(supplier);
          Assessments.Open open = known.open(supplier, today);
          return List.of(
              new Glance(
                  "Assessment",
                  scored == null
                      ? "none was answered"
                      : scored.percent() + " of 100: " + scored.words(),
                  "/suppliers/" + supplier + "/assessments",
                  false),
              new Glance(
                  "Open findings",
                  open.count() + (open.late() == 0 ? "" : ", " + open.late() + " late"),
                  "/findings",
                  open.late() > 0));
        });
  }

  @Bean
  WorkbookController workbookController(
      Pages pages, Transactions transactions, ServerClock clock, Ledger ledger) {
    return new WorkbookController(pages, transactions, clock, new Desk(ledger, clock), ledger);
  }

  @Bean
  UploadRule filledWorkbooks() {
    return new UploadRule(
        WorkbookController.PATH, Permission.EDIT_SUPPLIERS, WorkbookController.MOST);
  }

  @Bean
  AssessmentsApi assessmentsApi(Transactions transactions, ServerClock clock, Ledger ledger) {
    Desk desk = new Desk(ledger, clock);
    return new AssessmentsApi(
        transactions, clock, desk, new AssessmentActs(transactions, clock, desk));
  }

  @Bean
  FindingsController findingsController(
      Pages pages, Transactions transactions, ActorNames names, ServerClock clock, Ledger ledger) {
    Desk desk = new Desk(ledger, clock);
    return new FindingsController(
        pages,
        transactions,
        names,
        desk,
        new FindingActs(transactions, names, clock, desk),
        new AssessmentView(transactions, names, desk));
  }

  @Bean
  FindingsApi findingsApi(
      Transactions transactions, ActorNames names, ServerClock clock, Ledger ledger) {
    Desk desk = new Desk(ledger, clock);
    return new FindingsApi(
        transactions, names, clock, desk, new FindingActs(transactions, names, clock, desk));
  }
}
