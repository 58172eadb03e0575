package org.stoplog.server.contacts;

import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadRule;

/** Puts contact details together. */
@Configuration(proxyBeanMethods = false)
public class ContactsConfiguration {
  private static final int INCIDENT = 2;

  @Bean
  ContactDetails contactDetails(Ledger ledger) {
    return new ContactDetails(ledger);
  }

  @Bean
  UploadRule contactFileUpload(IncidentDoor door) {
    return new UploadRule(
        ContactFilesController.PATH,
        Permission.WORK_ON_INCIDENTS,
        ContactFilesController.LIMIT,
        (caller, path) -> pass(door, caller, path));
  }

  private static void pass(IncidentDoor door, Caller caller, String path) {
    UUID incident;
    try {
      incident = UUID.fromString(path.split("/", -1)[INCIDENT]);
    } catch (IllegalArgumentException e) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such incident.", e);
    }
    door.requireWork(caller, incident);
  }

  @Bean
  ContactFilesController contactFilesController(
      Pages pages, Ledger ledger, IncidentDoor door, ActorNames names, ServerClock clock) {
    return new ContactFilesController(pages, ledger, door, names, clock);
  }

  @Bean
  ContactShredding contactShredding(
      Transactions transactions, IncidentDoor door, ServerClock clock, ServerLog log) {
    return new ContactShredding(transactions, door, clock, log);
  }
}
