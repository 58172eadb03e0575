package org.stoplog.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Suppliers that many companies have: the seed that comes with Stoplog, and a company's own
 * additions, which override and extend it. It is offered, never taken: nothing of it is in a
 * register until somebody puts it there. Immutable.
 */
public final class KnownSuppliers {
  private static final String FILE = "suppliers.csv";
  private static final KnownSuppliers SEED = load();

  private final Map<String, KnownSupplier> byId;
  private final Map<String, KnownSupplier> byDomain = new HashMap<>();
  private final Map<String, List<KnownSupplier>> byName = new HashMap<>();

  private KnownSuppliers(Collection<KnownSupplier> all) {
    byId = new LinkedHashMap<>();
    for (KnownSupplier one : all) {
      byId.put(one.id(), one);
      for (String domain : one.list(SupplierFact.DOMAINS)) {
        KnownSupplier other = byDomain.put(domain, one);
        if (other != null) {
          throw new IllegalArgumentException(
              domain + " is said to be of " + other.id() + " and of " + one.id());
        }
      }
      Set<String> names = new LinkedHashSet<>(List.of(key(one.id()), key(one.name())));
      one.list(SupplierFact.LEGAL_ENTITY).forEach(name -> names.add(key(name)));
      one.list(SupplierFact.OAUTH_APP_NAMES).forEach(name -> names.add(key(name)));
      names.forEach(name -> byName.computeIfAbsent(name, key -> new ArrayList<>()).add(one));
    }
  }

  /** What comes with Stoplog. */
  public static KnownSuppliers seed() {
    return SEED;
  }

  /**
   * With a company's own rows. A row with an id of the seed overrides it cell by cell, one with
   * another id is a new supplier. A domain in a row of its own is taken from whoever had it.
   *
   * @throws StoplogException REGISTER_INVALID when a new one has no name or kind, or two rows have
   *     one domain
   */
  public KnownSuppliers with(List<KnownSupplierRow> own) {
    Map<String, KnownSupplier> all = new LinkedHashMap<>(byId);
    Map<String, String> taken = new HashMap<>();
    for (KnownSupplierRow row : own) {
      for (String domain : row.parts(SupplierFact.DOMAINS)) {
        String other = taken.put(domain, row.id());
        if (other != null) {
          throw row.wrong(domain + " is also said to be of " + other);
        }
      }
    }
    all.replaceAll((id, one) -> without(one, taken));
    for (KnownSupplierRow row : own) {
      all.put(row.id(), row.over(all.get(row.id())));
    }
    return new KnownSuppliers(all.values());
  }

  private static KnownSupplier without(KnownSupplier one, Map<String, String> taken) {
    List<String> domains = one.list(SupplierFact.DOMAINS);
    List<String> left =
        domains.stream()
            .filter(domain -> taken.getOrDefault(domain, one.id()).equals(one.id()))
            .toList();
    if (left.size() == domains.size()) {
      return one;
    }
    Map<SupplierFact, KnownSupplier.Fact> facts = new EnumMap<>(one.facts());
    facts.put(
        SupplierFact.DOMAINS,
        left.isEmpty()
            ? new KnownSupplier.Fact(SupplierFact.UNKNOWN, Certainty.UNKNOWN)
            : new KnownSupplier.Fact(String.join(" ", left), one.certainty(SupplierFact.DOMAINS)));
    return new KnownSupplier(one.id(), one.name(), one.kind(), facts, one.sources(), one.checked());
  }

  /** All in the order of the file. */
  public List<KnownSupplier> all() {
    return List.copyOf(byId.values());
  }

  public Optional<KnownSupplier> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Whose host that is. A name matches a domain that it is or lies under, the longest first: {@code
   * api.mixpanel.com} is Mixpanel's, {@code evil-mixpanel.com} and {@code com} are nobody's.
   */
  public Optional<KnownSupplier> byDomain(String host) {
    String name = HostNames.normalised(host);
    if (name == null) {
      return Optional.empty();
    }
    return HostNames.suffixes(name).stream()
        .filter(byDomain::containsKey)
        .findFirst()
        .map(byDomain::get);
  }

  /** Those with exactly this name, legal entity, name of an OAuth app, or id; case is nothing. */
  public List<KnownSupplier> byName(String name) {
    return List.copyOf(byName.getOrDefault(key(name), List.of()));
  }

  /**
   * Those with this SDK package: a package URL ({@code pkg:npm/mixpanel@2.0}), or its name alone
   * ({@code mixpanel}, {@code @amplitude/unified}, {@code com.mixpanel:mixpanel-java}).
   */
  public List<KnownSupplier> byPackage(String text) {
    String wanted = PackageUrl.normalised(text);
    return byId.values().stream()
        .filter(
            one ->
                one.list(SupplierFact.SDK_PACKAGES).stream()
                    .anyMatch(url -> PackageUrl.matches(url, wanted)))
        .toList();
  }

  /** What a query may mean: a name, host or package first, else a part of a name or kind. */
  public List<KnownSupplier> search(String query) {
    Set<KnownSupplier> found = new LinkedHashSet<>(byName(query));
    byDomain(query).ifPresent(found::add);
    if (found.isEmpty()) {
      found.addAll(byPackage(query));
    }
    if (found.isEmpty() && !query.isBlank()) {
      String part = key(query);
      for (KnownSupplier one : byId.values()) {
        String text =
            one.id()
                + "\n"
                + one.name()
                + "\n"
                + one.kind()
                + "\n"
                + one.text(SupplierFact.LEGAL_ENTITY);
        if (key(text).contains(part)) {
          found.add(one);
        }
      }
    }
    return List.copyOf(found);
  }

  private static String key(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .strip()
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static KnownSuppliers load() {
    try (InputStream in = KnownSuppliers.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing in the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new KnownSuppliers(
          KnownSuppliersCsv.read(text, FILE).stream().map(KnownSupplierRow::whole).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
