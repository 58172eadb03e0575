package org.stoplog.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be known of a supplier beside its name and kind, in the order of the columns. */
public enum SupplierFact {
  LEGAL_ENTITY("legal entity"),
  /** Its alone; a name below one of them is its too. */
  DOMAINS("domains"),
  /** It is reached over these, and they are another's. */
  SHARED_DOMAINS("also over"),
  /** As package URLs, for example {@code pkg:npm/mixpanel}. */
  SDK_PACKAGES("SDK packages"),
  OAUTH_APP_NAMES("OAuth apps"),
  /** Ids of the catalogue of data elements. */
  USUAL_ELEMENTS("usual elements"),
  PEOPLE_KINDS("about whom"),
  EXPORT_HOW("take your copy out"),
  ACCESS_LOG_WHERE("access log"),
  CUT_HOW("cut"),
  DELETION_HOW("have it deleted"),
  SUBPROCESSORS_URL("subprocessors"),
  SECURITY_CONTACT("security contact"),
  PAST_INCIDENTS("past incidents");

  /** How a cell says that nobody looked, or nobody knows. */
  public static final String UNKNOWN = "unknown";

  /** How a cell says that there is nothing of the kind. */
  public static final String NONE = "none";

  private final String label;

  SupplierFact(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** The header of its column. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<SupplierFact> ofColumn(String column) {
    return Arrays.stream(values()).filter(fact -> fact.column().equals(column)).findFirst();
  }

  /** The things that a cell lists; empty when they are unknown or none. */
  List<String> parts(String cell) {
    if (cell.equals(UNKNOWN) || cell.equals(NONE)) {
      return List.of();
    }
    return switch (this) {
      case DOMAINS, SHARED_DOMAINS, SDK_PACKAGES, USUAL_ELEMENTS, PEOPLE_KINDS ->
          List.of(cell.strip().split("\\s+"));
      case OAUTH_APP_NAMES -> List.of(cell.strip().split("\\s*;\\s*"));
      case LEGAL_ENTITY,
          EXPORT_HOW,
          ACCESS_LOG_WHERE,
          CUT_HOW,
          DELETION_HOW,
          SUBPROCESSORS_URL,
          SECURITY_CONTACT,
          PAST_INCIDENTS ->
          List.of(cell);
    };
  }
}
