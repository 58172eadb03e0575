package org.stoplog.server.gateways;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.gateway.policy.ForwardRule;

/** What was typed into the form of a connection's hosts, and what is wrong with it. */
final class HostsForm {
  static final List<String> FIELDS = List.of("hosts", "ports", "all", "private", "private-reason");
  private static final int MOST = 200;
  private static final int MOST_PORTS = 20;
  private static final int LONGEST = 64 << 10;
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_QUOTE = 60;

  private final Map<String, String> typed;
  private final Map<String, String> errors = new LinkedHashMap<>();

  private HostsForm(Map<String, String> typed) {
    this.typed = typed;
  }

  static HostsForm of(HttpServletRequest request) {
    Map<String, String> typed = new HashMap<>();
    for (String name : FIELDS) {
      String value = request.getParameter(name);
      typed.put(name, value == null ? "" : value.replace("\0", "").strip());
    }
    return new HostsForm(typed);
  }

  /** The form as it stands before anybody typed. */
  static Map<String, String> values(Hosts hosts, List<String> suggested) {
    List<String> names = hosts.revision() == 0 ? suggested : hosts.names();
    String reason = hosts.privateReason();
    return Map.of(
        "hosts",
        names.stream()
            .filter(name -> !name.equals(ForwardRule.ALL))
            .collect(Collectors.joining("\n")),
        "ports",
        hosts.ports().stream().map(String::valueOf).collect(Collectors.joining(", ")),
        "all",
        hosts.areAll() ? "yes" : "",
        "private",
        reason == null ? "" : "yes",
        "private-reason",
        reason == null ? "" : reason);
  }

  Map<String, String> typed() {
    return typed;
  }

  /** By field, in the order of the form; empty when all is well. */
  Map<String, String> errors() {
    return errors;
  }

  void wrong(String field, String what) {
    errors.put(field, what);
  }

  /** Null when there are errors. */
  @Nullable Hosts read() {
    Set<String> names = names();
    boolean isAll = !typed("all").isEmpty();
    if (isAll) {
      names.add(ForwardRule.ALL);
    }
    if (names.isEmpty() && errors.isEmpty()) {
      errors.put("hosts", "Name at least one, or remove them all below.");
    } else if (names.size() > MOST) {
      errors.put("hosts", "A connection has up to " + MOST + " hosts: use *.NAME for many.");
    }
    Set<Integer> ports = ports();
    String reason = privateReason(names, isAll);
    return errors.isEmpty() ? new Hosts(List.copyOf(names), List.copyOf(ports), reason, 0) : null;
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    List<String> faults = new ArrayList<>();
    String text = typed("hosts");
    if (text.length() > LONGEST) {
      errors.put("hosts", "The list is too long.");
      return names;
    }
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String name = ForwardPolicy.canonical(line.strip().replaceAll("^\\[(.*)]$", "$1"));
      String fault = fault(name);
      if (fault == null) {
        names.add(name);
      } else {
        String said = name.length() > LONGEST_QUOTE ? name.substring(0, LONGEST_QUOTE) : name;
        faults.add("line " + number + " (" + said + "): " + fault);
      }
    }
    if (!faults.isEmpty()) {
      errors.put("hosts", String.join("; ", faults.subList(0, Math.min(5, faults.size()))) + ".");
    }
    return names;
  }

  private static @Nullable String fault(String name) {
    if (name.equals(ForwardRule.ALL)) {
      return "tick below that all hosts are meant that no rule names";
    }
    if (name.contains("/")) {
      return "write the name of the host alone, without https:// and path";
    }
    if (name.startsWith("*.") && !name.substring(2).contains(".")) {
      return "these are hosts of many; name the supplier's own domain";
    }
    try {
      ForwardRule unused =
          new ForwardRule(List.of(name), 1, ConnectionState.OPEN, ForwardRule.USUAL_PORTS, false);
      return null;
    } catch (IllegalArgumentException e) {
      return "write a name such as api.supplier.example (in xn-- form where it has other letters),"
          + " *.supplier.example for all below it, or an address";
    }
  }

  private Set<Integer> ports() {
    Set<Integer> ports = new TreeSet<>();
    for (String one : typed("ports").split("[,\\s]+", -1)) {
      if (one.isEmpty()) {
        continue;
      }
      int port = one.matches("[0-9]{1,5}") ? Integer.parseInt(one) : 0;
      if (port < 1 || port > 0xFFFF) {
        errors.put("ports", "Ports are numbers from 1 to 65535, with commas between them.");
        return ports;
      }
      ports.add(port);
    }
    if (ports.isEmpty() || ports.size() > MOST_PORTS) {
      errors.put("ports", "Name 1 to " + MOST_PORTS + " ports; 80, 443 is usual.");
    }
    return ports;
  }

  private @Nullable String privateReason(Set<String> names, boolean isAll) {
    boolean isMeant = !typed("private").isEmpty();
    if (!isMeant) {
      names.stream()
          .filter(name -> !name.equals(ForwardRule.ALL))
          .map(name -> name.startsWith("*.") ? name.substring(2) : name)
          .filter(
              name ->
                  Upstreams.isPrivate("http://" + (name.contains(":") ? "[" + name + "]" : name)))
          .findFirst()
          .ifPresent(
              name ->
                  errors.putIfAbsent(
                      "hosts",
                      name
                          + " is in a private network, where senders could reach what is not meant"
                          + " for them; tick below that it is meant, and say why."));
      return null;
    }
    if (isAll) {
      errors.put("private", "Hosts that no rule names are never let into private networks.");
    }
    String reason = typed("private-reason");
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      errors.put("private-reason", "Say why, in up to " + LONGEST_REASON + " characters.");
    }
    return reason;
  }

  private String typed(String field) {
    return typed.getOrDefault(field, "");
  }
}
