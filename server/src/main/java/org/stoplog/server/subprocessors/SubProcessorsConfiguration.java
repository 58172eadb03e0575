package org.stoplog.server.subprocessors;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadRule;
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
  ListedController listedController(Pages pages, Transactions transactions, ServerClock clock) {
    return new ListedController(pages, transactions, clock, new ListDesk(transactions, clock));
  }

  @Bean
  ListedApi listedApi(Transactions transactions, ServerClock clock) {
    return new ListedApi(transactions, new ListDesk(transactions, clock));
  }

  @Bean
  UploadRule listOfAProgram() {
    return new UploadRule(ListedApi.PATH, Permission.EDIT_SUPPLIERS, ListedController.MOST);
  }

  @Bean
  UploadRule listOfSubProcessors() {
    return new UploadRule(ListedController.PATH, Permission.EDIT_SUPPLIERS, ListedController.MOST);
  }

  @Bean
  Glance.Source listedGlance() {
    return new Glance.Source(
        PLACE,
        (jdbc, caller, supplier) ->
            List.of(
                new Glance(
                    "Its own list",
                    listed(
                        jdbc.sql(
                                "select count(*) from listed_sub_processor where supplier = :id and"
                                    + " gone_at is null")
                            .param("id", supplier)
                            .query(Long.class)
                            .single()),
                    "/suppliers/" + supplier + "/sub-processors",
                    false)));
  }

  private static String listed(long count) {
    return count == 0
        ? "no list of its sub-processors taken over"
        : Numbers.of(count, "sub-processor") + " by its own list";
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
                                    "select count(*) from sub_processor where supplier = :id and"
                                        + " gone_at is null")
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
