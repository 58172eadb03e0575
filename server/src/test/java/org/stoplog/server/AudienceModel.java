package org.stoplog.server;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a list in memory knows of people, and of who is chosen. */
final class AudienceModel {
  private AudienceModel() {}

  /** Where somebody belonged for a time; an empty organisation for none, null for no end. */
  record Stay(String organisation, boolean admin, LocalDate since, LocalDate until) {
    boolean overlaps(LocalDate first, LocalDate last) {
      return (since == null || !since.isAfter(last)) && (until == null || until.isAfter(first));
    }
  }

  /** An account as the people file has it. */
  static final class Someone {
    final int number;
    String email = "";
    String country = "";
    final List<Stay> stays = new ArrayList<>();
    LocalDate day = LocalDate.EPOCH;
    Someone guardian;
    Someone into;
    boolean inEvents;
    boolean phone;
    boolean erased;
    long id;

    Someone(int number) {
      this.number = number;
    }

    Someone root() {
      return into == null ? this : into.root();
    }

    String name() {
      return "q" + number;
    }
  }

  /** Who is chosen. */
  record Wanted(Set<String> countries, boolean phoneOnly, Set<String> roles) {
    String reason(Someone root) {
      List<Stay> last =
          AudiencesIT.accounts(root).stream()
              .flatMap(one -> one.stays.stream())
              .filter(stay -> stay.until() == null && !stay.organisation().isEmpty())
              .toList();
      boolean isMember = !last.isEmpty();
      boolean isAdmin = last.stream().anyMatch(Stay::admin);
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
}
