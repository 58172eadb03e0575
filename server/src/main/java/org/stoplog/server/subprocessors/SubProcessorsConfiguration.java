package org.stoplog.server.subprocessors;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.Glance;

/** Puts the public list of sub-processors together. */
@Configuration(proxyBeanMethods = false)
public class SubProcessorsConfiguration {
  private static final int PLACE = 70;

  @Bean
  SubProcessorController subProcessorController(
      Pages pages, Transactions transactions, PublicDoor door, ServerClock clock) {
    return new SubProcessorController(
        pages, transactions, door, new SubProcessorActs(transactions, clock));
  }

  @Bean
  SubProcessorsApi subProcessorsApi(Transactions transactions, ServerClock clock) {
    return new SubProcessorsApi(transactions, new SubProcessorActs(transactions, clock));
  }

  @Bean
  PublicSubProcessors publicSubProcessors(
      PublicPages pages, PublicTransactions transactions, PublicDoor door) {
    return new PublicSubProcessors(pages, transactions, door);
  }

  @Bean
  Glance.Source subProcessorGlance() {
    return new Glance.Source(
        PLACE,
        (jdbc, caller, supplier) ->
            List.of(
                new Glance(
                    "Public list",
                    jdbc.sql(
                                    "select count(*) from sub_processor where supplier = :id and gone_at"
                                        + " is null")
                                .param("id", supplier)
                                .query(Long.class)
                                .single()
                            > 0
                        ? "on the list of sub-processors"
                        : "not on the list of sub-processors",
                    "/suppliers/" + supplier + "/sub-processor",
                    false)));
  }
}
