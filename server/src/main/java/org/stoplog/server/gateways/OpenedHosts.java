package org.stoplog.server.gateways;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.gateway.policy.ForwardRule;

/**
 * Whether a change of hosts would open what is cut: a host taken out of a cut connection, given to
 * another, or named by another more exactly. A form never does that (0027).
 */
final class OpenedHosts {
  private OpenedHosts() {}

  /**
   * @param rows of all connections, before
   * @param hosts that the connection has then; null when its rule goes
   * @return a host that would no longer be cut; empty for none
   */
  static Optional<String> by(
      List<ConnectionRow> rows, ConnectionRow changed, @Nullable Hosts hosts) {
    return first(rules(rows, changed, changed.hosts()), rules(rows, changed, hosts));
  }

  private static List<ForwardRule> rules(
      List<ConnectionRow> rows, ConnectionRow changed, @Nullable Hosts hosts) {
    List<ForwardRule> rules = new ArrayList<>();
    for (ConnectionRow row : rows) {
      Hosts its = row.hosts();
      if (its != null && row.connection() != changed.connection()) {
        rules.add(its.rule(row.connection(), row.state()));
      }
    }
    if (hosts != null) {
      rules.add(hosts.rule(changed.connection(), changed.state()));
    }
    return rules;
  }

  private static Optional<String> first(List<ForwardRule> before, List<ForwardRule> after) {
    ForwardPolicy.Finder was = new ForwardPolicy.Finder(new ForwardPolicy(List.of(), before));
    ForwardPolicy.Finder is = new ForwardPolicy.Finder(new ForwardPolicy(List.of(), after));
    Set<String> names = new TreeSet<>();
    before.forEach(rule -> names.addAll(rule.hosts()));
    after.forEach(rule -> names.addAll(rule.hosts()));
    return names.stream()
        .filter(name -> isCut(was, name) && is.find(name).stream().noneMatch(OpenedHosts::isCut))
        .findFirst();
  }

  /** What is cut by its own name, or by the end of it; to all others, * is as no rule. */
  private static boolean isCut(ForwardPolicy.Finder finder, String name) {
    return finder
        .find(name)
        .filter(OpenedHosts::isCut)
        .filter(rule -> name.equals(ForwardRule.ALL) || isNamed(rule, name))
        .isPresent();
  }

  private static boolean isNamed(ForwardRule rule, String name) {
    return rule.hosts().stream()
        .anyMatch(
            host ->
                host.equals(name) || (host.startsWith("*.") && name.endsWith(host.substring(1))));
  }

  private static boolean isCut(ForwardRule rule) {
    return rule.state().isCut();
  }
}
