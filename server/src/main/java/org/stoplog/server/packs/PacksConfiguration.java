package org.stoplog.server.packs;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.Reveals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Works;

/** Puts evidence packs together. */
@Configuration(proxyBeanMethods = false)
public class PacksConfiguration {
  private static final int PLACE = 60;

  @Bean
  Panel packsPanel() {
    return new Panel(PLACE, "Evidence pack", Permission.READ_INCIDENTS, "packs", "packs/panel");
  }

  @Bean
  PackMaker packMaker(
      Transactions transactions,
      Ledger ledger,
      IncidentDoor door,
      ObjectProvider<PackSource> sources) {
    return new PackMaker(transactions, ledger, door, sources);
  }

  @Bean
  PackWork packWork(
      Transactions transactions,
      Ledger ledger,
      IncidentDoor door,
      PackMaker maker,
      ServerClock clock) {
    return new PackWork(transactions, ledger, door, maker, clock);
  }

  @Bean
  KeyReveal keyReveal(IncidentDoor door, ServerClock clock) {
    return new KeyReveal(door, clock);
  }

  @Bean
  PackActs packActs(
      IncidentDoor door,
      Ledger ledger,
      Transactions transactions,
      Works works,
      ServerClock clock,
      Approvals approvals,
      Reveals reveals,
      KeyReveal kind) {
    return new PackActs(
        door, ledger, works, clock, approvals, reveals, kind, new KeyFiles(transactions, ledger));
  }

  @Bean
  PacksApi packsApi(IncidentDoor door, PackActs acts) {
    return new PacksApi(door, acts);
  }

  @Bean
  PacksController packsController(
      Pages pages,
      IncidentDoor door,
      Ledger ledger,
      ActorNames names,
      Approvals approvals,
      Reveals reveals,
      KeyReveal kind,
      PackActs acts) {
    return new PacksController(
        pages, door, ledger, acts, new PackView(ledger, door, names, approvals, reveals, kind));
  }
}
