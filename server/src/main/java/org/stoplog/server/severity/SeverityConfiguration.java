package org.stoplog.server.severity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts the severity of incidents together. */
@Configuration(proxyBeanMethods = false)
public class SeverityConfiguration {
  private static final int PLACE = 7;

  @Bean
  Panel severityPanel() {
    return new Panel(PLACE, "Severity", Permission.READ_INCIDENTS, "severity", "severity/panel");
  }

  @Bean
  SeverityController severityController(
      Pages pages, IncidentDoor door, ActorNames names, ServerClock clock) {
    return new SeverityController(pages, door, names, clock);
  }

  @Bean
  WeightsController weightsController(Pages pages, Transactions transactions, ServerClock clock) {
    return new WeightsController(pages, transactions, clock);
  }

  @Bean
  SeverityApi severityApi(IncidentDoor door) {
    return new SeverityApi(door);
  }
}
