package org.stoplog.server.incidents;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.severance.SupplierNews;

/** Puts what happens to a supplier into the timelines of its incidents that are not closed. */
final class SupplierEvents implements SupplierNews {
  private final Ledger ledger;
  private final ServerClock clock;

  SupplierEvents(Ledger ledger, ServerClock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void happened(Act act, int supplier, Kind kind, @Nullable UUID by, String words) {
    List<UUID> incidents =
        act.jdbc()
            .sql(
                """
                select id from incident where supplier = :supplier and state <> 'closed'
                order by id for update
                """)
            .param("supplier", supplier)
            .query(UUID.class)
            .list();
    Timeline timeline = new Timeline(act.jdbc(), ledger.stores().keys());
    Timeline.News news = new Timeline.News(word(kind), words);
    incidents.forEach(incident -> timeline.add(incident, by, news, clock));
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case CUT -> "supplier.cut";
      case OPENED_AGAIN -> "supplier.opened";
      case NOT_SILENT -> "supplier.not-silent";
    };
  }
}
