package org.stoplog.server.sightings;

import java.net.InetAddress;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.platform.UploadRule;
import org.stoplog.server.suppliers.Glance;

/** Puts the watching of suppliers together. */
@Configuration(proxyBeanMethods = false)
public class SightingsConfiguration {
  private static final int PLACE = 35;

  @Bean
  Fetch lookoutFetch() {
    return new Fetch(new Dial(InetAddress::getAllByName), Fetch::trusted, Fetch.PATIENCE);
  }

  @Bean
  Looking looking(Ledger ledger, Transactions transactions, ServerClock clock, Fetch fetch) {
    return new Looking(
        ledger,
        transactions,
        clock,
        fetch,
        new CertificateLook(new Dial(InetAddress::getAllByName), Fetch.PATIENCE),
        new NamesLook(NamesLook.system()));
  }

  @Bean
  LookoutWatch lookoutWatch(
      Looking looking, Transactions transactions, ServerClock clock, ServerLog log) {
    return new LookoutWatch(looking, transactions, clock, log);
  }

  @Bean
  LookoutActs lookoutActs(
      Transactions transactions, Looking looking, ServerClock clock, LookoutWatch watch) {
    return new LookoutActs(transactions, looking, clock, watch::wake);
  }

  @Bean
  SightingActs sightingActs(
      Transactions transactions, Looking looking, IncidentDoor door, ServerClock clock) {
    return new SightingActs(transactions, looking, door, clock);
  }

  @Bean
  LookoutView lookoutView(Looking looking, SightingActs acts, ActorNames names, ServerClock clock) {
    return new LookoutView(looking, acts, names, clock);
  }

  @Bean
  LookoutsController lookoutsController(
      Pages pages, Transactions transactions, LookoutActs acts, LookoutView view) {
    return new LookoutsController(pages, transactions, acts, view);
  }

  @Bean
  SightingsController sightingsController(
      Pages pages,
      Transactions transactions,
      Looking looking,
      SightingActs acts,
      LookoutView view) {
    return new SightingsController(pages, transactions, looking, acts, view);
  }

  @Bean
  UploadRule lookoutImport() {
    return new UploadRule(
        LookoutsController.IMPORT, Permission.EDIT_SUPPLIERS, new UploadLimit(Fetch.MOST_LIST));
  }

  @Bean
  UploadRule lookoutImportOfProgram() {
    return new UploadRule(
        LookoutsApi.IMPORT, Permission.EDIT_SUPPLIERS, new UploadLimit(Fetch.MOST_LIST));
  }

  @Bean
  SightingsApi sightingsApi(Transactions transactions, Looking looking, SightingActs acts) {
    return new SightingsApi(transactions, looking, acts);
  }

  @Bean
  LookoutsApi lookoutsApi(Transactions transactions, Looking looking, LookoutActs acts) {
    return new LookoutsApi(transactions, looking, acts);
  }

  @Bean
  SecurityTxtActs securityTxtActs(
      Ledger ledger, Transactions transactions, ServerClock clock, Fetch fetch) {
    return new SecurityTxtActs(ledger, transactions, clock, fetch);
  }

  @Bean
  SecurityTxtController securityTxtController(
      Pages pages, Transactions transactions, SecurityTxtActs acts, ServerClock clock) {
    return new SecurityTxtController(pages, transactions, acts, clock);
  }

  @Bean
  SecurityTxtApi securityTxtApi(
      Transactions transactions, SecurityTxtActs acts, ServerClock clock) {
    return new SecurityTxtApi(transactions, acts, clock);
  }

  @Bean
  Glance.Source securityTxtGlance(SecurityTxtActs acts) {
    return new Glance.Source(PLACE + 1, (jdbc, caller, supplier) -> acts.glance(jdbc, supplier));
  }

  @Bean
  Glance.Source sightingsGlance(Looking looking) {
    return new Glance.Source(
        PLACE,
        (jdbc, caller, supplier) -> {
          long waiting = looking.sightings(jdbc).waiting(supplier);
          return List.of(
              new Glance(
                  "Sightings",
                  waiting == 0
                      ? "none waits for a look"
                      : Numbers.of(Numbers.grouped(waiting), "waits", "wait") + " for a look",
                  SightingsController.PATH + "?supplier=" + supplier,
                  waiting > 0));
        });
  }

  /** What nobody has looked at. */
  @Bean
  Decision.Source sightingDecisions(Transactions transactions, Looking looking) {
    return caller -> {
      if (!caller.may(Permission.EDIT_SUPPLIERS)) {
        return List.of();
      }
      long waiting = transactions.run(jdbc -> looking.sightings(jdbc).waiting(null));
      return waiting == 0
          ? List.of()
          : List.of(
              new Decision(
                  Numbers.of(Numbers.grouped(waiting), "sighting waits", "sightings wait")
                      + " for a look",
                  "A lookout saw something of a supplier; whether it means anything, a person says.",
                  "Look at them",
                  SightingsController.PATH + "?state=new"));
    };
  }
}
