package org.stoplog.server.intake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;

/** What somebody typed about what a file holds. */
final class PlaceForm {
  private static final int LONGEST_NAME = 200;

  private PlaceForm() {}

  /**
   * @param errors by field; filled with what is wrong
   * @return null when something is
   */
  static Upload.@Nullable Place read(
      Ledger ledger, ImportPage.Form form, Map<String, String> errors) {
    Purpose purpose =
        switch (form.kind()) {
          case "people" -> Purpose.PEOPLE;
          case "disclosures" -> Purpose.DISCLOSURES;
          case "holdings" -> Purpose.HOLDINGS;
          default -> null;
        };
    if (purpose == null) {
      errors.put("kind", "Choose what the file holds.");
    }
    int supplier = 0;
    String connection = "";
    if (purpose != null && purpose != Purpose.PEOPLE) {
      supplier =
          ledger
              .inTransaction(db -> new Register(db).find(form.supplier()))
              .map(Supplier::id)
              .orElse(0);
      if (supplier == 0) {
        errors.put("supplier", "There is no supplier of this name in the register.");
      }
      connection = form.connection().isEmpty() ? "import" : form.connection();
      if (connection.length() > LONGEST_NAME
          || connection.chars().anyMatch(Character::isISOControl)
          || "=+-@".indexOf(connection.charAt(0)) >= 0) {
        errors.put(
            "connection",
            "A name has at most 200 characters, on one line, and does not begin with = + - or @.");
      }
    }
    String region = form.region().toUpperCase(Locale.ROOT);
    if (!region.isEmpty() && !region.matches("[A-Z]{2}")) {
      errors.put("region", "A country has two letters, such as DE.");
    }
    LocalDate asOf = null;
    try {
      asOf = form.asOf().isEmpty() ? null : LocalDate.parse(form.asOf());
    } catch (DateTimeException e) {
      errors.put("as-of", "Write a day as 2026-11-25.");
    }
    return purpose == null || !errors.isEmpty()
        ? null
        : new Upload.Place(purpose, supplier, connection, region.isEmpty() ? null : region, asOf);
  }
}
