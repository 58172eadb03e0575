package org.stoplog.server.evidence;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.platform.UploadRule;
import org.stoplog.server.suppliers.Glance;

/** Puts documents of suppliers together. */
@Configuration(proxyBeanMethods = false)
public class EvidenceConfiguration {
  @Bean
  DocumentKeeping documentKeeping(Ledger ledger) {
    return new DocumentKeeping(ledger);
  }

  @Bean
  DocumentsController documentsController(
      Pages pages,
      Transactions transactions,
      ActorNames names,
      ServerClock clock,
      Ledger ledger,
      DocumentKeeping keeping) {
    return new DocumentsController(
        pages,
        transactions,
        names,
        clock,
        new DocumentActs(transactions, clock, ledger, keeping),
        keeping);
  }

  @Bean
  DocumentsApi documentsApi(
      Transactions transactions, ServerClock clock, Ledger ledger, DocumentKeeping keeping) {
    return new DocumentsApi(
        transactions, new DocumentActs(transactions, clock, ledger, keeping), keeping);
  }

  /** What shows something of it. */
  @Bean
  Glance.Source documentsGlance(Ledger ledger, ServerClock clock) {
    return new Glance.Source(
        30,
        (jdbc, caller, supplier) -> {
          LocalDate today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
          List<Document> all = new DocumentRows(jdbc, ledger.stores().keys()).of(supplier);
          long holding = all.stream().filter(one -> one.holds(today)).count();
          long over = all.stream().filter(one -> one.isOver(today)).count();
          return List.of(
              new Glance(
                  "Documents",
                  holding + " hold" + (over == 0 ? "" : ", " + over + " are over"),
                  "/suppliers/" + supplier + "/evidence",
                  over > 0 && holding == 0));
        });
  }

  @Bean
  UploadRule supplierDocuments() {
    return new UploadRule(
        DocumentsController.OF_SUPPLIER,
        Permission.EDIT_SUPPLIERS,
        new UploadLimit(DocumentCheck.MOST_BYTES));
  }

  @Bean
  UploadRule supplierDocumentsOfPrograms() {
    return new UploadRule(
        DocumentsApi.OF_SUPPLIER,
        Permission.EDIT_SUPPLIERS,
        new UploadLimit(DocumentCheck.MOST_BYTES));
  }

  /** Documents that end soon, and those that nobody has looked at. */
  @Bean
  Decision.Source documentDecisions(Transactions transactions, ServerClock clock) {
    return caller -> {
      if (!caller.may(Permission.EDIT_SUPPLIERS)) {
        return List.of();
      }
      LocalDate soon = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC).plusDays(30);
      long ending =
          transactions.run(
              jdbc ->
                  jdbc.sql(
                          """
                          select count(*) from supplier_evidence
                          where removed_at is null and verdict = 'good' and valid_until <= :soon
                            and valid_until > :soon - 60
                          """)
                      .param("soon", soon)
                      .query(Long.class)
                      .single());
      return ending == 0
          ? List.of()
          : List.of(
              new Decision(
                  ending == 1
                      ? "A document of a supplier ends within 30 days, or has ended"
                      : ending + " documents of suppliers end within 30 days, or have ended",
                  "What they show holds no longer then.",
                  "Ask for new ones",
                  "/evidence"));
    };
  }
}
