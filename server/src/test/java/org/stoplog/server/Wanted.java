package org.stoplog.server;

import java.util.List;
import java.util.Set;

/** Who is chosen, by a list in memory. */
record Wanted(Set<String> countries, boolean phoneOnly, Set<String> roles) {
  String reason(Someone root) {
    List<Someone.Stay> last =
        AudiencesIT.accounts(root).stream()
            .flatMap(one -> one.stays.stream())
            .filter(stay -> stay.until() == null && !stay.organisation().isEmpty())
            .toList();
    boolean isMember = !last.isEmpty();
    boolean isAdmin = last.stream().anyMatch(Someone.Stay::admin);
    return reason(
        root.country.isEmpty() ? "UNKNOWN" : root.country.toUpperCase(java.util.Locale.ROOT),
        AudiencesIT.accounts(root).stream().anyMatch(one -> one.inEvents && one.phone),
        isAdmin ? "admin" : isMember ? "member" : "other");
  }

  String reason(String country, boolean phone, String role) {
    if (!countries.isEmpty() && !countries.contains(country)) {
      return "not-chosen-country";
    }
    if (phoneOnly && !phone) {
      return "not-chosen-element";
    }
    return roles.contains(role) ? "" : "not-chosen-role";
  }

  String form() {
    StringBuilder form = new StringBuilder();
    form.append("&countries=").append(String.join("%2C+", countries).replace("+", "%20"));
    form.append(phoneOnly ? "&element=contact.phone" : "");
    roles.forEach(role -> form.append("&role=").append(role));
    return form.toString();
  }
}
