package org.stoplog.server.incidents;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The times that an incident has. Each may be unknown, and said differently by several sources. */
enum TimeKind {
  INTRUSION("Intrusion began", "When the attacker first got in at the supplier."),
  SUPPLIER_DETECTED("Supplier noticed", "When the supplier first saw signs of it."),
  SUPPLIER_CONFIRMED("Supplier was sure", "When the supplier confirmed it to itself."),
  WE_SUSPECTED("We suspected", "When somebody of us first had a reason to look."),
  WE_WERE_TOLD("We were told", "When the supplier first told us, however vaguely."),
  WE_GOT_SCOPE("We got the scope", "When the supplier first said whose or which data."),
  AWARE("We became aware", "A decision with its reason: several deadlines count from it."),
  CONTAINED("Contained", "When the attacker's access ended."),
  PUBLISHED("Published", "When we first said it in public."),
  AUTHORITY_TOLD("Authority told", "When we first told an authority."),
  PEOPLE_TOLD("People told", "When the first notices went out.");

  private final String title;
  private final String hint;

  TimeKind(String title, String hint) {
    this.title = title;
    this.hint = hint;
  }

  String title() {
    return title;
  }

  String hint() {
    return hint;
  }

  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<TimeKind> of(String slug) {
    return Arrays.stream(values()).filter(kind -> kind.slug().equals(slug)).findFirst();
  }
}
