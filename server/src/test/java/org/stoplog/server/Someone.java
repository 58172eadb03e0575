package org.stoplog.server;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** An account as the people file of {@link AudiencesIT} has it. */
final class Someone {
  /** Where somebody belonged for a time; an empty organisation for none, null for no end. */
  record Stay(String organisation, boolean admin, LocalDate since, LocalDate until) {
    boolean overlaps(LocalDate first, LocalDate last) {
      return (since == null || !since.isAfter(last)) && (until == null || until.isAfter(first));
    }
  }

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
