package org.stoplog.server.intake;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.platform.UploadRule;
import org.stoplog.server.platform.Works;

/** Puts the record's pages together. */
@Configuration(proxyBeanMethods = false)
public class IntakeConfiguration {
  @Bean
  Uploads uploads(Ledger ledger, Transactions transactions, ServerClock clock) {
    return new Uploads(ledger, transactions, clock);
  }

  @Bean
  UploadSweep uploadSweep(Uploads uploads) {
    return new UploadSweep(uploads);
  }

  @Bean
  UploadRule importUpload(UploadLimit limit) {
    return new UploadRule(ImportController.PATH, Permission.KEEP_RECORD, limit);
  }

  @Bean
  ImportWork importWork(Ledger ledger, Uploads uploads) {
    return new ImportWork(ledger, uploads);
  }

  @Bean
  Inbox inbox(OwnerFolders folders) {
    return new Inbox(folders);
  }

  @Bean
  FollowWork followWork(
      Ledger ledger,
      Transactions transactions,
      Inbox inbox,
      Colleagues colleagues,
      ServerClock clock) {
    return new FollowWork(ledger, transactions, inbox, colleagues, clock);
  }

  @Bean
  FollowWatch followWatch(
      Transactions transactions, FollowWork follow, Works works, ServerClock clock, ServerLog log) {
    return new FollowWatch(transactions, follow, works, clock, log);
  }

  @Bean
  FoldersController foldersController(
      Pages pages,
      Transactions transactions,
      Ledger ledger,
      Inbox inbox,
      FollowWork follow,
      FollowWatch watch,
      ServerClock clock) {
    return new FoldersController(pages, transactions, ledger, inbox, follow, watch, clock);
  }

  @Bean
  UndoWork undoWork(Ledger ledger) {
    return new UndoWork(ledger);
  }

  @Bean
  Imports imports(Transactions transactions, Ledger ledger, Uploads uploads, Works works) {
    return new Imports(transactions, ledger, uploads, works);
  }

  @Bean
  ImportController importController(
      Pages pages, Ledger ledger, Uploads uploads, Imports imports, UploadLimit limit) {
    return new ImportController(pages, ledger, uploads, imports, limit);
  }

  @Bean
  UploadRule importOfProgram(UploadLimit limit) {
    return new UploadRule(ImportsApi.PATH, Permission.SEND_IMPORTS, limit);
  }

  @Bean
  ImportsApi importsApi(
      Transactions transactions, Ledger ledger, Uploads uploads, Imports imports) {
    return new ImportsApi(transactions, ledger, uploads, imports);
  }

  @Bean
  LedgerController ledgerController(
      Pages pages,
      Transactions transactions,
      Ledger ledger,
      Uploads uploads,
      ActorNames names,
      Works works) {
    return new LedgerController(pages, transactions, ledger, uploads, names, works);
  }

  @Bean
  LedgerApi ledgerApi(Transactions transactions, Ledger ledger) {
    return new LedgerApi(transactions, ledger);
  }

  @Bean
  CoverageController coverageController(Pages pages, Ledger ledger) {
    return new CoverageController(pages, ledger);
  }

  @Bean
  NavigationItem ledgerItem() {
    return new NavigationItem(30, "Ledger", "/ledger", Permission.WORK);
  }
}
