package org.stoplog.server.severance;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.Act;

/** Hears what happens to suppliers, in the transaction that does it; offered by those above. */
@FunctionalInterface
public interface SupplierNews {
  /** What happened. */
  enum Kind {
    CUT,
    OPENED_AGAIN,
    NOT_SILENT
  }

  /**
   * @param supplier of the register
   * @param by null for the program
   * @param words of ours, such as the state and what it covers
   */
  void happened(Act act, int supplier, Kind kind, @Nullable UUID by, String words);
}
