package org.stoplog.ledger.apps;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.HostNames;
import org.stoplog.catalog.KnownSupplier;
import org.stoplog.catalog.KnownSuppliers;
import org.stoplog.catalog.SupplierFact;
import org.stoplog.ledger.apps.Proposal.Evidence;
import org.stoplog.ledger.register.Supplier;

/** Finds the supplier of an app: by its hosts, else by its name, which proves little. */
final class Matcher {
  /** Shorter labels are in too many names to say anything. */
  private static final int SHORTEST_LOOK = 5;

  private static final String FORMULA = "=+-@";

  private final KnownSuppliers known;
  private final Map<String, Integer> domains;
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<String, String> byName = new HashMap<>();
  private final Set<String> labels = new HashSet<>();

  /**
   * @param domains of the register, with the id of their supplier
   */
  Matcher(KnownSuppliers known, List<Supplier> register, Map<String, Integer> domains) {
    this.known = known;
    this.domains = domains;
    for (Supplier supplier : register) {
      names.put(supplier.id(), supplier.name());
      byName.put(key(supplier.name()), supplier.name());
    }
    for (KnownSupplier one : known.all()) {
      one.list(SupplierFact.DOMAINS).forEach(domain -> labels.add(ownLabel(domain)));
    }
    domains.keySet().forEach(domain -> labels.add(ownLabel(domain)));
    labels.removeIf(label -> label.length() < SHORTEST_LOOK);
  }

  Proposal of(FoundApp app) {
    for (String host : app.hosts()) {
      for (String suffix : HostNames.suffixes(host)) {
        Integer supplier = domains.get(suffix);
        if (supplier != null) {
          return new Proposal(
              names.getOrDefault(supplier, app.name()), suffix, null, Evidence.DOMAIN, null);
        }
      }
    }
    for (String host : app.hosts()) {
      Optional<KnownSupplier> found = known.byDomain(host);
      if (found.isPresent()) {
        return byHost(host, found.get());
      }
    }
    List<KnownSupplier> named = known.byName(app.name());
    String registered = byName.get(key(app.name()));
    if (!app.hosts().isEmpty()) {
      return byForeignHost(app, !named.isEmpty() || registered != null);
    }
    if (registered != null || named.size() == 1) {
      KnownSupplier one = named.size() == 1 ? named.getFirst() : null;
      String name = registered != null ? registered : one == null ? app.name() : one.name();
      return new Proposal(
          name,
          null,
          one == null ? null : one.id(),
          Evidence.NAME,
          "only the name speaks for it, and the maker of an app chooses its name");
    }
    return new Proposal(usable(app.name()), null, null, Evidence.NOTHING, changed(app.name()));
  }

  private Proposal byHost(String host, KnownSupplier found) {
    String domain =
        HostNames.suffixes(host).stream()
            .filter(found.list(SupplierFact.DOMAINS)::contains)
            .findFirst()
            .orElse(host);
    String registered = byName.get(key(found.name()));
    return new Proposal(
        registered == null ? found.name() : registered, domain, found.id(), Evidence.DOMAIN, null);
  }

  /** The app has hosts, and they are nobody's that we know. */
  private Proposal byForeignHost(FoundApp app, boolean isNamedLikeAnother) {
    String host = app.hosts().getFirst();
    if (isNamedLikeAnother) {
      // Never put together by name against the hosts: that is what a false app would want.
      return new Proposal(
          host,
          host,
          null,
          Evidence.NOTHING,
          "is named like a supplier, and none of its hosts is that supplier's");
    }
    for (String one : app.hosts()) {
      String warning = looksLike(one);
      if (warning != null) {
        return new Proposal(host, host, null, Evidence.NOTHING, warning);
      }
    }
    return new Proposal(usable(app.name()), host, null, Evidence.NOTHING, changed(app.name()));
  }

  private @Nullable String looksLike(String host) {
    if (host.startsWith("xn--") || host.contains(".xn--")) {
      return "its host " + host + " is written in letters that may look like others";
    }
    String own = ownLabel(host);
    for (String label : labels) {
      boolean isWithin = !own.equals(label) && ("-" + own + "-").contains("-" + label + "-");
      if (own.equals(label) || isWithin || differsByOne(own, label)) {
        return "its host " + host + " looks like one of " + label + ", and is not";
      }
    }
    return null;
  }

  /** One letter replaced, put in, left out, or swapped with its neighbour. */
  private static boolean differsByOne(String a, String b) {
    if (a.length() > b.length()) {
      return differsByOne(b, a);
    }
    int at = 0;
    while (at < a.length() && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    if (a.length() + 1 == b.length()) {
      return a.substring(at).equals(b.substring(at + 1));
    }
    if (a.length() != b.length() || at == a.length()) {
      return false;
    }
    boolean isReplaced = a.substring(at + 1).equals(b.substring(at + 1));
    boolean isSwapped =
        at + 1 < a.length()
            && a.charAt(at) == b.charAt(at + 1)
            && a.charAt(at + 1) == b.charAt(at)
            && a.substring(at + 2).equals(b.substring(at + 2));
    return isReplaced || isSwapped;
  }

  /** The label before the ending: {@code mixpanel} of {@code api.mixpanel.com}. */
  private static String ownLabel(String host) {
    String[] parts = host.split("\\.");
    int at = parts.length - 2;
    boolean isSharedEnding = at > 0 && parts[at].length() <= 3 && parts[at + 1].length() == 2;
    return at < 0 ? host : parts[isSharedEnding ? at - 1 : at];
  }

  /** A name that the register takes. */
  static String usable(String name) {
    String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", " ").strip();
    while (!clean.isEmpty() && FORMULA.indexOf(clean.charAt(0)) >= 0) {
      clean = clean.substring(1).strip();
    }
    String bounded = clean.length() > 150 ? clean.substring(0, 150).strip() : clean;
    return bounded.isEmpty() ? "app without a name" : bounded;
  }

  private static @Nullable String changed(String name) {
    return usable(name).equals(name)
        ? null
        : "its name was changed: it began like a formula, was too long or held control characters";
  }

  private static String key(String name) {
    return java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFKC)
        .strip()
        .replaceAll("\\s+", " ")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
