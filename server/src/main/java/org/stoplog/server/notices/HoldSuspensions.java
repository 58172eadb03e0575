package org.stoplog.server.notices;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.server.clocks.Suspensions;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ServerClock;

/** What holds of authorities mean for duties: whoever is not told by a hold has no clock by it. */
final class HoldSuspensions implements Suspensions {
  private final IncidentDoor door;
  private final ServerClock clock;

  HoldSuspensions(IncidentDoor door, ServerClock clock) {
    this.door = door;
    this.clock = clock;
  }

  @Override
  public List<Suspension> of(JdbcClient jdbc, UUID incident) {
    Instant now = clock.realNow();
    List<Suspension> suspensions = new ArrayList<>();
    for (Hold hold : new Holds(jdbc, door).of(incident)) {
      if (hold.holds(now)) {
        Set<Obligation.Tells> tells = EnumSet.noneOf(Obligation.Tells.class);
        if (hold.notices()) {
          tells.add(Obligation.Tells.INDIVIDUALS);
        }
        if (hold.organisations()) {
          tells.add(Obligation.Tells.CUSTOMERS);
          tells.add(Obligation.Tells.CONTROLLER);
        }
        if (hold.statements()) {
          tells.add(Obligation.Tells.PUBLIC);
        }
        suspensions.add(new Suspension(hold.number(), ofProduct(hold.until()), tells));
      }
    }
    return suspensions;
  }

  /**
   * A hold ends by the real clock, and deadlines go by the one that a drill may shift. To the
   * minute, so that it is the same at each look.
   */
  private Instant ofProduct(Instant real) {
    return real.plus(Duration.between(clock.realNow(), clock.now()))
        .plusSeconds(30)
        .truncatedTo(ChronoUnit.MINUTES);
  }
}
