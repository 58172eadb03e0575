package org.stoplog.server.operations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Gauge;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Works;

/** Puts together what watches over the server. */
@Configuration(proxyBeanMethods = false)
public class OperationsConfiguration {
  @Bean
  Health health(Transactions transactions, Ledger ledger, ServerClock clock, BackupFolder backups) {
    return new Health(transactions, ledger, clock, backups);
  }

  @Bean
  RequestCounts requestCounts() {
    return new RequestCounts();
  }

  /** Outside all others: what they refuse counts too. */
  @Bean
  FilterRegistrationBean<RequestCounts> requestCountsFirst(RequestCounts counts) {
    FilterRegistrationBean<RequestCounts> first = new FilterRegistrationBean<>(counts);
    first.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return first;
  }

  @Bean
  BackupFolder backupFolder(OwnerFolders folders) {
    return new BackupFolder(folders);
  }

  @Bean
  BackupWork backupWork(Ledger ledger, Transactions transactions, BackupFolder folder) {
    return new BackupWork(ledger, transactions, folder);
  }

  @Bean
  Backups backups(BackupFolder folder, Works works, ServerClock clock) {
    return new Backups(folder, works, clock);
  }

  @Bean
  BackupsController backupsController(
      Pages pages,
      Transactions transactions,
      BackupFolder folder,
      Backups backups,
      ServerClock clock) {
    return new BackupsController(pages, transactions, folder, backups, clock);
  }

  @Bean
  NavigationItem backupsNavigation() {
    return new NavigationItem(95, "Backups", BackupsController.PATH, Permission.MAKE_BACKUPS);
  }

  @Bean
  OperationsController operationsController(
      Health health, RequestCounts requests, ObjectProvider<Gauge.Source> sources) {
    return new OperationsController(health, requests, sources.orderedStream().toList());
  }
}
