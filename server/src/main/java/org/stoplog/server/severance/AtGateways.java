package org.stoplog.server.severance;

import java.util.Objects;
import java.util.UUID;
import org.stoplog.server.gateways.ConnectionCuts;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;

/** A connection that is cut at its gateways' page is cut as any other: listed and watched. */
final class AtGateways implements ConnectionCuts {
  private final Severing severing;
  private final ServerClock clock;
  private final SeveranceNews news;

  AtGateways(Severing severing, ServerClock clock, SeveranceNews news) {
    this.severing = severing;
    this.clock = clock;
    this.news = news;
  }

  @Override
  public boolean cut(Act act, Order order) {
    return severing
        .cut(
            act,
            new Severing.Order(
                order.supplier(),
                null,
                order.connection(),
                order.state(),
                order.reason(),
                null,
                null,
                order.by()))
        .isPresent();
  }

  /** What was cut elsewhere too stays decided to be cut: nobody opened it there. */
  @Override
  public void opened(Act act, int connection, UUID approval, UUID by) {
    SeveranceRows rows = new SeveranceRows(act.jdbc());
    for (Severance one : rows.holding()) {
      if (Objects.equals(one.connection(), connection)
          && new OutsideRows(act.jdbc()).of(one.id()).isEmpty()) {
        rows.restore(one.id(), approval, clock.now());
        news.tell(act, one.supplier(), SupplierNews.Kind.OPENED_AGAIN, by, one);
      }
    }
  }
}
