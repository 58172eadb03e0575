package org.stoplog.server.platform;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Those who may sign in, for whoever has to choose one of them. */
public interface Colleagues {
  /** Accounts that are not disabled, by name. */
  List<Colleague> active();

  /** Somebody, and what they may do. */
  record Colleague(UUID id, String name, Set<Permission> permissions) {
    public Colleague {
      permissions = Set.copyOf(permissions);
    }
  }
}
