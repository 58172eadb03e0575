package org.stoplog.server.gateways;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.ForwardRule;
import org.stoplog.gateway.policy.Refusal;

/** Says what gateways do with a connection, in sentences. */
final class PlainWords {
  private PlainWords() {}

  static String state(ConnectionRow row) {
    if (!row.isThrough()) {
      return "It does not go through a gateway.";
    }
    String cut =
        switch (row.state()) {
          case OPEN ->
              row.through() == null
                  ? "Open: applications reach its hosts through gateways as a proxy."
                  : row.isHeldByCuts()
                      ? "Open: gateways send on what comes."
                      : "Open: gateways record copies.";
          case PAUSED -> "Cut for now.";
          case REMOVED -> "Cut, and not meant to come back.";
          case TERMINATED -> "Cut, and the supplier is to delete what it has.";
        };
    return row.isCut() && !row.isHeldByCuts()
        ? cut + " Gateways get copies only: the application still sends. Cut it there."
        : cut;
  }

  static String word(ConnectionState state) {
    return Words.of(state);
  }

  static List<String> of(ConnectionRow row) {
    List<String> said = new ArrayList<>();
    Through through = row.through();
    if (through != null) {
      said.addAll(of(through));
    }
    Hosts hosts = row.hosts();
    if (hosts != null) {
      said.addAll(of(hosts));
    }
    return said;
  }

  private static List<String> of(Hosts hosts) {
    List<String> said = new ArrayList<>();
    said.add(
        "Applications that use a gateway as their proxy reach for it, on %s %s: %s."
            .formatted(
                hosts.ports().size() == 1 ? "port" : "ports",
                hosts.ports().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                hosts.names().stream()
                    .map(host -> host.equals(ForwardRule.ALL) ? "all that no rule names" : host)
                    .collect(Collectors.joining(", "))));
    said.add("What goes there is encrypted: its opening, its end and its bytes are recorded.");
    if (hosts.privateReason() != null) {
      said.add("These hosts may be in a private network, because: " + hosts.privateReason());
    }
    return said;
  }

  private static List<String> of(Through through) {
    List<String> said = new ArrayList<>();
    if (through.mode() == ConnectionMode.REVERSE) {
      said.add("What comes is recorded first and then sent on to " + through.upstream() + ".");
      if (String.valueOf(through.upstream()).startsWith("http:")) {
        said.add("It is sent on without TLS: others on the way can read it.");
      }
      said.add(
          through.failOpen()
              ? "What cannot be recorded is sent on all the same, and the gap is recorded."
              : "What cannot be recorded is refused.");
      said.add(
          through.sendsAddress()
              ? "The supplier is told the sender's IP address."
              : "The supplier is not told the sender's IP address.");
      said.add(
          through.sendsUserAgent()
              ? "The supplier is told the sender's User-Agent."
              : "The supplier is not told the sender's User-Agent.");
    } else {
      said.add("Copies that come are recorded. Nothing is sent on, so nothing can be held back.");
    }
    if (through.privateReason() != null) {
      said.add("The address is in a private network, because: " + through.privateReason());
    }
    said.add(
        switch (through.senders().kind()) {
          case OPEN -> "Whoever reaches the gateway may send.";
          case SECRET -> "Whoever knows the secret part of the address may send.";
          case CERTIFICATE ->
              "Whoever has a client certificate for "
                  + through.senders().certificate()
                  + " may send.";
        });
    if (through.senders().host() != null) {
      said.add("Gateways take what comes for " + through.senders().host() + " for it, too.");
    }
    if (through.mode() == ConnectionMode.RECORD_ONLY) {
      said.add("A body that cannot be read is recorded as unreadable.");
      said.add("Elements that no grant declares are said in the record.");
      return said;
    }
    said.add("A body that cannot be read is " + fate(through.unreadable()) + ".");
    said.add(
        "Elements that no grant declares: "
            + switch (through.undeclared()) {
              case PASS -> "sent on, and said in the record.";
              case DROP -> "their values are taken out.";
              case REFUSE -> "the request is refused.";
            });
    said.addAll(rules(through));
    return said;
  }

  private static String fate(Refusal refusal) {
    return switch (refusal) {
      case PASS -> "sent on, and recorded as unreadable";
      case DROP -> "not sent on, and the sender is told that all is well";
      case REFUSE -> "refused";
    };
  }

  private static List<String> rules(Through through) {
    Map<Action, List<String>> byAction = new TreeMap<>();
    new TreeMap<>(through.rules())
        .forEach(
            (element, action) ->
                byAction.computeIfAbsent(action, none -> new ArrayList<>()).add(element));
    return byAction.entrySet().stream()
        .map(
            rule ->
                switch (rule.getKey()) {
                      case DROP -> "Taken out: ";
                      case MASK -> "Masked: ";
                      case HASH -> "Replaced by a keyed hash: ";
                      case TRUNCATE -> "Cut short: ";
                      case PASS -> "Sent as they are: ";
                    }
                    + String.join(", ", rule.getValue())
                    + ".")
        .toList();
  }
}
