package org.stoplog.server.aftermath;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.suppliers.Glance;

/** Puts together what becomes of a supplier after its breach. */
@Configuration(proxyBeanMethods = false)
public class AftermathConfiguration {
  private static final int PLACE = 60;

  @Bean
  AftermathController aftermathController(
      Pages pages, IncidentDoor door, ActorNames names, ServerClock clock, Ledger ledger) {
    return new AftermathController(pages, door, names, new AftermathActs(door, clock, ledger));
  }

  @Bean
  AftermathApi aftermathApi(IncidentDoor door, ServerClock clock, Ledger ledger) {
    return new AftermathApi(door, new AftermathActs(door, clock, ledger));
  }

  @Bean
  PackSource aftermathPack(IncidentDoor door) {
    return new AftermathPack(door);
  }

  /** Its history, as far as the reader is a member of the incidents. */
  @Bean
  Glance.Source aftermathGlance(IncidentDoor door) {
    return new Glance.Source(
        PLACE,
        (jdbc, caller, supplier) -> {
          Map<UUID, IncidentDoor.Seen> mine = new HashMap<>();
          door.of(jdbc, caller.account()).forEach(one -> mine.put(one.id(), one));
          return new DecisionRows(jdbc, door)
              .about(supplier).stream()
                  .flatMap(
                      one ->
                          Optional.ofNullable(mine.get(one.incident())).stream()
                              .map(seen -> glance(one, seen)))
                  .toList();
        });
  }

  private static Glance glance(SupplierDecision one, IncidentDoor.Seen seen) {
    String broken = String.join("; ", one.promises());
    return new Glance(
        "After " + seen.name(),
        one.kind().words() + (broken.isEmpty() ? "" : ". " + broken),
        seen.path() + "/aftermath",
        false);
  }
}
