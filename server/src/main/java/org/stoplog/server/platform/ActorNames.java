package org.stoplog.server.platform;

import java.util.Map;
import java.util.UUID;

/** The names behind the ids in the audit log, which holds no names itself. */
public interface ActorNames {
  /** All accounts, also disabled ones. */
  Map<UUID, String> names();
}
