package org.stoplog.server.suppliers;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.apps.ReviewQueue;
import org.stoplog.ledger.register.RegisterFile;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.platform.UploadRule;

/** Puts the register's pages together. */
@Configuration(proxyBeanMethods = false)
public class SuppliersConfiguration {
  @Bean
  OutlookRefresh outlookRefresh(
      Ledger ledger, Transactions transactions, ObjectProvider<ClauseSource> clauses) {
    return new OutlookRefresh(ledger, transactions, clauses);
  }

  @Bean
  OutlookWatch outlookWatch(OutlookRefresh refresh, ServerLog log) {
    return new OutlookWatch(refresh, log);
  }

  @Bean
  TonightController tonightController(
      Pages pages, Transactions transactions, Ledger ledger, OutlookWatch watch) {
    return new TonightController(pages, transactions, ledger, watch);
  }

  @Bean
  DeclaredController declaredController(Pages pages, Transactions transactions, Ledger ledger) {
    return new DeclaredController(pages, transactions, ledger);
  }

  @Bean
  RegisterController registerController(Pages pages, Transactions transactions, Ledger ledger) {
    return new RegisterController(pages, transactions, ledger);
  }

  @Bean
  SupplierController supplierController(
      Pages pages,
      Transactions transactions,
      Ledger ledger,
      ObjectProvider<Glance.Source> glances) {
    return new SupplierController(pages, transactions, ledger, glances.stream().toList());
  }

  @Bean
  ConcentrationController concentrationController(Pages pages, Transactions transactions) {
    return new ConcentrationController(pages, transactions);
  }

  @Bean
  FormController formController(Pages pages, Transactions transactions) {
    return new FormController(pages, transactions);
  }

  @Bean
  NewSupplierController newSupplierController(Pages pages, Transactions transactions) {
    return new NewSupplierController(pages, transactions);
  }

  @Bean
  SuppliersApi suppliersApi(Transactions transactions, Ledger ledger) {
    return new SuppliersApi(transactions, ledger);
  }

  @Bean
  EngagementsApi engagementsApi(Transactions transactions) {
    return new EngagementsApi(transactions);
  }

  @Bean
  ConnectionsApi connectionsApi(Transactions transactions, Ledger ledger) {
    return new ConnectionsApi(transactions, ledger);
  }

  @Bean
  GrantsApi grantsApi(Transactions transactions) {
    return new GrantsApi(transactions);
  }

  @Bean
  TonightApi tonightApi(Transactions transactions, Ledger ledger) {
    return new TonightApi(transactions, ledger);
  }

  @Bean
  UploadRule supplierUpload() {
    return new UploadRule(
        "/suppliers/import", Permission.EDIT_SUPPLIERS, new UploadLimit(RegisterFile.LARGEST));
  }

  @Bean
  UploadRule registerOfProgram() {
    return new UploadRule(
        RegisterApi.PATH, Permission.EDIT_SUPPLIERS, new UploadLimit(RegisterFile.LARGEST));
  }

  @Bean
  RegisterApi registerApi(Transactions transactions, Ledger ledger) {
    return new RegisterApi(transactions, ledger);
  }

  @Bean
  ImportController supplierImportController(
      Pages pages, Transactions transactions, ServerClock clock, Ledger ledger) {
    return new ImportController(pages, transactions, clock, ledger);
  }

  @Bean
  ReviewController reviewController(Pages pages, Transactions transactions) {
    return new ReviewController(pages, transactions);
  }

  @Bean
  Decision.Source appsToLookAt(Transactions transactions) {
    return caller -> {
      if (!caller.may(Permission.EDIT_SUPPLIERS)) {
        return List.of();
      }
      int waiting = transactions.inTurn(db -> new ReviewQueue(db).pending().size());
      return waiting == 0
          ? List.of()
          : List.of(
              new Decision(
                  waiting + " apps wait for a look",
                  "Nothing of them is in the register before somebody accepts it.",
                  "Look at them",
                  "/suppliers/review"));
    };
  }

  @Bean
  NavigationItem suppliersItem() {
    return new NavigationItem(20, "Suppliers", "/suppliers", Permission.READ_SUPPLIERS);
  }
}
