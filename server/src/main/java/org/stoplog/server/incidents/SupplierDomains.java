package org.stoplog.server.incidents;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The domains that the register has of a supplier, and of what is one company with it. */
final class SupplierDomains {
  private SupplierDomains() {}

  /**
   * @param supplier null while nobody knows which one it is
   * @return in lower case
   */
  static Set<String> of(JdbcClient jdbc, @Nullable Integer supplier) {
    if (supplier == null) {
      return Set.of();
    }
    Set<String> domains = new TreeSet<>();
    jdbc.sql(
            """
            select domain from supplier
            where id in (select company(:id)) and domain is not null
            union select domain from supplier_domain where supplier in (select company(:id))
            """)
        .param("id", supplier)
        .query(String.class)
        .list()
        .forEach(domain -> domains.add(domain.toLowerCase(Locale.ROOT)));
    return domains;
  }

  /** Whether a name is one of these domains, or below one. */
  static boolean hold(Set<String> domains, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return domains.stream()
        .anyMatch(domain -> lower.equals(domain) || lower.endsWith("." + domain));
  }
}
