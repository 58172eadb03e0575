package org.stoplog.server.mail;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Transactions;

/** Puts mail together. */
@Configuration(proxyBeanMethods = false)
public class MailConfiguration {
  @Bean
  MailRoutes mailRoutes(Ledger ledger, Transactions transactions) {
    return new MailRoutes(ledger, transactions);
  }
}
