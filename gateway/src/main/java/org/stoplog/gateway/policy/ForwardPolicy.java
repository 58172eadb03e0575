package org.stoplog.gateway.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What senders may reach that use the gateway as their proxy. What no rule names is refused.
 *
 * @param senders who may; without one the port is not opened
 */
public record ForwardPolicy(List<ForwardSender> senders, List<ForwardRule> rules) {
  public static final int MOST_SENDERS = 100;
  public static final int MOST_RULES = 2000;

  public ForwardPolicy {
    senders = List.copyOf(senders);
    rules = List.copyOf(rules);
    if (senders.size() > MOST_SENDERS || rules.size() > MOST_RULES) {
      throw new IllegalArgumentException(
          "more than " + MOST_SENDERS + " senders or " + MOST_RULES + " rules");
    }
    Set<String> ids = new HashSet<>();
    for (ForwardSender sender : senders) {
      if (!ids.add(sender.id())) {
        throw new IllegalArgumentException("sender " + sender.id() + " is given twice");
      }
    }
    Set<String> hosts = new HashSet<>();
    for (ForwardRule rule : rules) {
      for (String host : rule.hosts()) {
        if (!hosts.add(host)) {
          throw new IllegalArgumentException("host " + host + " is given twice");
        }
      }
    }
  }

  /** Finds rules by hosts. */
  public static final class Finder {
    private final Map<String, ForwardRule> rules = new HashMap<>();

    public Finder(ForwardPolicy policy) {
      for (ForwardRule rule : policy.rules()) {
        for (String host : rule.hosts()) {
          rules.put(host, rule);
        }
      }
    }

    /** The rule with the host itself, then with the longest end of it, then with all. */
    public Optional<ForwardRule> find(String host) {
      String name = canonical(host);
      ForwardRule rule = rules.get(name);
      int dot = name.indexOf('.');
      while (rule == null && dot >= 0) {
        rule = rules.get("*" + name.substring(dot));
        dot = name.indexOf('.', dot + 1);
      }
      return Optional.ofNullable(rule == null ? rules.get(ForwardRule.ALL) : rule);
    }
  }

  /** As rules name it. */
  public static String canonical(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
