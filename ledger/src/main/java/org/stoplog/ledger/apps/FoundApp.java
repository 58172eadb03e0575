package org.stoplog.ledger.apps;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An app in a list. Who uses it is not kept.
 *
 * @param external its id there
 * @param name as it stands there; the maker of an app chooses it
 * @param kind {@code SSO app} or {@code OAuth grant}
 * @param hosts that its addresses name, lower case
 * @param scopes what it may do
 */
record FoundApp(
    String external, String name, String kind, SortedSet<String> hosts, SortedSet<String> scopes) {
  FoundApp {
    hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    scopes = Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
  }

  static FoundApp of(
      String external, String name, String kind, Set<String> hosts, Set<String> scopes) {
    return new FoundApp(external, name, kind, new TreeSet<>(hosts), new TreeSet<>(scopes));
  }

  /** Two rows about one app. */
  FoundApp and(FoundApp other) {
    TreeSet<String> allHosts = new TreeSet<>(hosts);
    allHosts.addAll(other.hosts);
    TreeSet<String> allScopes = new TreeSet<>(scopes);
    allScopes.addAll(other.scopes);
    return new FoundApp(external, name, kind, allHosts, allScopes);
  }
}
