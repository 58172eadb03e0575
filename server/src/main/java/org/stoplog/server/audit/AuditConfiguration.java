package org.stoplog.server.audit;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Transactions;

/** Puts the log's page together. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {
  @Bean
  AuditController auditController(Pages pages, Transactions transactions, ActorNames names) {
    return new AuditController(pages, transactions, names);
  }

  @Bean
  AuditApi auditApi(Transactions transactions) {
    return new AuditApi(transactions);
  }

  @Bean
  NavigationItem auditItem() {
    return new NavigationItem(80, "Audit", "/audit", Permission.READ_AUDIT);
  }
}
