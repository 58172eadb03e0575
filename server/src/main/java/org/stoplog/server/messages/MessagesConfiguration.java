package org.stoplog.server.messages;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts message services together. */
@Configuration(proxyBeanMethods = false)
public class MessagesConfiguration {
  @Bean
  MessageServices messageServices(Ledger ledger, Transactions transactions, ServerClock clock) {
    return new MessageServices(ledger, transactions, clock);
  }

  @Bean
  MessageServicesController messageServicesController(
      Pages pages,
      Ledger ledger,
      Transactions transactions,
      MessageServices services,
      ServerClock clock) {
    return new MessageServicesController(pages, ledger, transactions, services, clock);
  }
}
