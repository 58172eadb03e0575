package org.stoplog.server.operations;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts together what watches over the server. */
@Configuration(proxyBeanMethods = false)
public class OperationsConfiguration {
  @Bean
  Health health(Transactions transactions, Ledger ledger, ServerClock clock) {
    return new Health(transactions, ledger, clock);
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
  OperationsController operationsController(Health health, RequestCounts requests) {
    return new OperationsController(health, requests);
  }
}
