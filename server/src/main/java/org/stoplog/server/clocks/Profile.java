package org.stoplog.server.clocks;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * What the company is, as far as laws ask.
 *
 * @param roles of {@code roles.yaml}; none while nobody said
 * @param establishments ISO 3166 codes of countries or their parts; none while nobody said
 * @param zone in which days end
 */
record Profile(Set<String> roles, Set<String> establishments, ZoneId zone) {
  /** What holds while nobody said anything: it decides for itself why it processes data. */
  static final Profile UNSAID = new Profile(Set.of("controller"), Set.of(), ZoneOffset.UTC);

  Profile {
    roles = Set.copyOf(roles);
    establishments = Set.copyOf(establishments);
  }
}
