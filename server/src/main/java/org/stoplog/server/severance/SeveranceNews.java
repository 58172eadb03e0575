package org.stoplog.server.severance;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.stoplog.server.platform.Act;

/** Tells those above what happened to a supplier. */
final class SeveranceNews {
  private final ObjectProvider<SupplierNews> listeners;

  SeveranceNews(ObjectProvider<SupplierNews> listeners) {
    this.listeners = listeners;
  }

  void tell(Act act, int supplier, SupplierNews.Kind kind, @Nullable UUID by, Severance one) {
    String words =
        (one.isWhole()
                ? "the whole supplier"
                : one.engagement() != null ? "one engagement" : "one connection")
            + ", "
            + SeveranceRows.word(one.state());
    listeners.forEach(listener -> listener.happened(act, supplier, kind, by, words));
  }
}
