package org.stoplog.server.incidents;

import java.util.UUID;
import org.stoplog.server.platform.Act;

/** Hears of each exposure in the transaction that freezes it; offered by those above. */
@FunctionalInterface
public interface ExposureNews {
  /**
   * @param exposure its number; {@link IncidentDoor#figures} has what it says
   */
  void frozen(Act act, UUID incident, long exposure);
}
