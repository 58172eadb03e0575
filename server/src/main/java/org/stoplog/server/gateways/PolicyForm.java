package org.stoplog.server.gateways;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;
import org.stoplog.gateway.policy.SenderRule;

/** What was typed into the form of a connection's policy, and what is wrong with it. */
final class PolicyForm {
  static final String RULE = "rule-";
  private static final int LONGEST = 1000;
  private static final int LONGEST_REASON = 500;

  private final Map<String, String> typed;
  private final Map<String, String> errors = new LinkedHashMap<>();

  private PolicyForm(Map<String, String> typed) {
    this.typed = typed;
  }

  static PolicyForm of(HttpServletRequest request) {
    Map<String, String> typed = new HashMap<>();
    for (String name : PolicyPage.FIELDS) {
      typed.put(name, text(request.getParameter(name)));
    }
    for (Element element : Elements.catalogue().all()) {
      typed.put(RULE + element.id(), text(request.getParameter(RULE + element.id())));
    }
    return new PolicyForm(typed);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.replace("\0", "").strip();
  }

  /** The form as it stands before anybody typed. */
  static Map<String, String> values(Through through) {
    Map<String, String> values = new HashMap<>();
    values.put("language", Words.of(through.language()));
    values.put("mode", Words.of(through.mode()));
    values.put("upstream", through.upstream() == null ? "" : through.upstream());
    values.put("private", through.privateReason() == null ? "" : "yes");
    values.put("private-reason", through.privateReason() == null ? "" : through.privateReason());
    Senders senders = through.senders();
    values.put("sender", Words.of(senders.kind()));
    values.put("certificate", senders.certificate() == null ? "" : senders.certificate());
    values.put("host", senders.host() == null ? "" : senders.host());
    values.put("when-cut", Words.of(through.whenCut()));
    values.put("unreadable", Words.of(through.unreadable()));
    values.put("undeclared", Words.of(through.undeclared()));
    values.put("on-failure", through.failOpen() ? "open" : "closed");
    values.put("sends-address", through.sendsAddress() ? "yes" : "");
    values.put("sends-user-agent", through.sendsUserAgent() ? "yes" : "");
    through.rules().forEach((element, action) -> values.put(RULE + element, Words.of(action)));
    return values;
  }

  Map<String, String> typed() {
    return typed;
  }

  /** By field, in the order of the form; empty when all is well. */
  Map<String, String> errors() {
    return errors;
  }

  /** Null when there are errors. */
  @Nullable Through read() {
    Language language = choice("language", Language.values());
    ConnectionMode mode = choice("mode", ConnectionMode.values());
    String upstream = upstream(mode);
    String reason = privateReason(upstream);
    Senders.Kind sender = choice("sender", Senders.Kind.values());
    String certificate = certificate(sender);
    String host = host();
    CutReply whenCut = choice("when-cut", CutReply.values());
    Refusal unreadable = choice("unreadable", Refusal.values());
    Refusal undeclared = choice("undeclared", Refusal.values());
    String failure = typed("on-failure");
    if (!failure.equals("open") && !failure.equals("closed")) {
      errors.put("on-failure", "choose one of those offered");
    }
    Map<String, Action> rules = rules();
    if (!errors.isEmpty()
        || language == null
        || mode == null
        || sender == null
        || whenCut == null
        || unreadable == null
        || undeclared == null) {
      return null;
    }
    return new Through(
        language,
        mode,
        upstream.isEmpty() ? null : upstream,
        reason,
        new Senders(sender, certificate, host),
        whenCut,
        unreadable,
        undeclared,
        failure.equals("open"),
        !typed("sends-address").isEmpty(),
        !typed("sends-user-agent").isEmpty(),
        rules);
  }

  private String upstream(@Nullable ConnectionMode mode) {
    String text = typed("upstream");
    if (text.isEmpty()) {
      if (mode == ConnectionMode.REVERSE) {
        errors.put("upstream", "is missing: to what address of the supplier is it sent on?");
      }
      return "";
    }
    Upstreams.fault(text).ifPresent(fault -> errors.put("upstream", fault));
    return text;
  }

  /** Null where none is asked for. */
  private @Nullable String certificate(Senders.@Nullable Kind sender) {
    if (sender != Senders.Kind.CERTIFICATE) {
      return null;
    }
    String name = typed("certificate");
    try {
      return new SenderRule.Certificate(name).name();
    } catch (IllegalArgumentException e) {
      errors.put(
          "certificate",
          "write the DNS name or URI that stands in the sender's certificate, such as"
              + " shop.internal.example");
      return name;
    }
  }

  private @Nullable String host() {
    String host = ForwardPolicy.canonical(typed("host"));
    if (host.isEmpty()) {
      return null;
    }
    if (!ConnectionPolicy.isHost(host)) {
      errors.put("host", "write a name with a dot in it, without a scheme, port or path");
    }
    return host;
  }

  /** Null where the address is not private: then nothing has to be allowed. */
  private @Nullable String privateReason(String upstream) {
    if (upstream.isEmpty() || errors.containsKey("upstream") || !Upstreams.isPrivate(upstream)) {
      return null;
    }
    String reason = typed("private-reason");
    if (typed("private").isEmpty()) {
      errors.put(
          "upstream",
          "is an address of a private network, by which senders could reach what is not meant for"
              + " them; tick below that it is meant, and say why");
    } else if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      errors.put("private-reason", "say why, in up to " + LONGEST_REASON + " characters");
    }
    return reason;
  }

  private Map<String, Action> rules() {
    Map<String, Action> rules = new TreeMap<>();
    for (Element element : Elements.catalogue().all()) {
      String field = RULE + element.id();
      if (typed(field).isEmpty()) {
        continue;
      }
      Action action = choice(field, Action.values());
      if (action != null) {
        rules.put(element.id(), action);
      }
    }
    return rules;
  }

  private <E extends Enum<E>> @Nullable E choice(String field, E[] values) {
    E found = Words.find(values, typed(field)).orElse(null);
    if (found == null) {
      errors.put(field, "choose one of those offered");
    }
    return found;
  }

  private String typed(String field) {
    String text = typed.getOrDefault(field, "");
    return text.length() > LONGEST ? text.substring(0, LONGEST + 1) : text;
  }
}
