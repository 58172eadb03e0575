package org.stoplog.ledger.register;

import java.net.IDN;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.StoplogException;

/** Checks one row of a suppliers file by itself. */
final class RowCheck {
  private static final List<Column> NAMES =
      List.of(
          Column.SUPPLIER,
          Column.ENGAGEMENT,
          Column.PURPOSE,
          Column.OWNER,
          Column.CONNECTION,
          Column.KIND,
          Column.SECURITY_CONTACT,
          Column.CONTACT_VERIFIED,
          Column.SECOND_CONTACT,
          Column.OUR_CONTACT,
          Column.LEGAL_NAME,
          Column.PARENT_COMPANY,
          Column.MERGED_INTO,
          Column.LEGAL_BASIS,
          Column.RETENTION,
          Column.PLACE);
  private static final List<String> ROLES =
      Arrays.stream(Engagement.Role.values()).map(Engagement.Role::slug).toList();
  private static final List<String> ELEMENTS =
      Elements.catalogue().all().stream().map(Element::id).toList();

  /** What belongs to a grant beside its elements. */
  private static final List<Column> OF_GRANT =
      List.of(
          Column.POPULATION,
          Column.SINCE,
          Column.UNTIL,
          Column.LEGAL_BASIS,
          Column.RETENTION,
          Column.PLACE);

  private final Faults faults;

  RowCheck(Faults faults) {
    this.faults = faults;
  }

  void check(Row row) {
    if (row.text(Column.SUPPLIER) == null) {
      faults.add(row.line(), Column.SUPPLIER, "the name is missing");
    }
    for (Column column : NAMES) {
      String name = row.text(column);
      if (name != null) {
        addIf(
            row, column, column == Column.SUPPLIER ? Names.supplierFault(name) : Names.fault(name));
      }
    }
    for (String parent : row.parts(Column.SUBPROCESSOR_OF)) {
      addIf(row, Column.SUBPROCESSOR_OF, Names.fault(parent));
      if (Names.key(parent).equals(Names.key(String.valueOf(row.text(Column.SUPPLIER))))) {
        faults.add(row.line(), Column.SUBPROCESSOR_OF, "a supplier is not its own sub-processor");
      }
    }
    String into = row.text(Column.MERGED_INTO);
    if (into != null
        && Names.key(into).equals(Names.key(String.valueOf(row.text(Column.SUPPLIER))))) {
      faults.add(row.line(), Column.MERGED_INTO, "a supplier is not merged into itself");
    }
    checkDomains(row);
    String role = row.text(Column.ROLE);
    if (role != null && !ROLES.contains(role)) {
      faults.add(row.line(), Column.ROLE, "unknown role; " + Nearest.hint(role, ROLES));
    }
    checkIdentity(row);
    String replaceable = row.text(Column.REPLACEABLE);
    if (replaceable != null && !Engagement.REPLACEABLE.contains(replaceable)) {
      faults.add(
          row.line(),
          Column.REPLACEABLE,
          "not one of " + String.join(", ", Engagement.REPLACEABLE));
    }
    checkPeriod(row, Column.STARTED, Column.ENDED, "ended before it started", true);
    day(row, Column.DELETED);
    day(row, Column.CONTACT_TESTED);
    for (String scope : row.parts(Column.SCOPES)) {
      addIf(row, Column.SCOPES, Names.fault(scope));
    }
    if (row.text(Column.SCOPES) != null && row.text(Column.CONNECTION) == null) {
      faults.add(row.line(), Column.CONNECTION, "there are scopes, but the name is missing");
    }
    checkGrant(row);
    if (row.text(Column.KIND) != null && row.text(Column.CONNECTION) == null) {
      faults.add(row.line(), Column.CONNECTION, "there is a kind, but the name is missing");
    }
  }

  private void checkIdentity(Row row) {
    String lei = row.text(Column.LEI);
    if (lei != null && !isLei(lei)) {
      faults.add(row.line(), Column.LEI, "not an LEI: 20 letters and digits with a right checksum");
    }
    String page = row.text(Column.STATUS_PAGE);
    if (page != null && !page.matches("https://[A-Za-z0-9.-]{3,100}(/[!-~]{0,90})?")) {
      faults.add(row.line(), Column.STATUS_PAGE, "not an address such as https://status.example");
    }
  }

  /** ISO 17442: the last two digits check the others (ISO 7064, MOD 97-10). */
  private static boolean isLei(String text) {
    if (!text.matches("[0-9A-Z]{18}[0-9]{2}")) {
      return false;
    }
    int rest = 0;
    for (char c : text.toCharArray()) {
      int value = Character.digit(c, 36);
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
  }

  private void checkDomains(Row row) {
    String main = row.text(Column.DOMAIN);
    if (main != null && !isDomain(main)) {
      faults.add(row.line(), Column.DOMAIN, "not a domain such as example.com");
    }
    for (String domain : row.parts(Column.DOMAINS)) {
      if (!isDomain(domain)) {
        faults.add(row.line(), Column.DOMAINS, "not domains such as example.com;example.net");
      }
    }
  }

  private static boolean isDomain(String domain) {
    try {
      return IDN.toASCII(domain).matches("(?i)([a-z0-9_-]{1,63}\\.)+[a-z0-9-]{2,63}");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void checkGrant(Row row) {
    List<String> elements = row.parts(Column.ELEMENTS);
    for (String id : elements) {
      if (Elements.catalogue().find(id).isEmpty()) {
        String nearest = Nearest.word(id, ELEMENTS);
        faults.add(
            row.line(),
            Column.ELEMENTS,
            "\"%s\" is not a data element; %s"
                .formatted(
                    id.length() > 60 ? id.substring(0, 60) + "…" : id,
                    nearest.isEmpty()
                        ? "`stoplog elements` lists them"
                        : "did you mean \"" + nearest + "\"?"));
      }
    }
    String population = row.text(Column.POPULATION);
    if (population != null) {
      if ("=+-@".indexOf(population.charAt(0)) >= 0) {
        faults.add(
            row.line(),
            Column.POPULATION,
            "starts with =, +, - or @, which a spreadsheet would run as a formula; put it in brackets");
      }
      try {
        Predicate.parse(population);
      } catch (StoplogException e) {
        faults.add(row.line(), Column.POPULATION, String.valueOf(e.getMessage()));
      }
    }
    checkPeriod(row, Column.SINCE, Column.UNTIL, "until is not after since", false);
    for (Column column : OF_GRANT) {
      if (elements.isEmpty() && row.text(column) != null) {
        faults.add(row.line(), column, "belongs to a grant, but there are no elements");
      }
    }
  }

  private void checkPeriod(Row row, Column from, Column to, String what, boolean sameDayIsFine) {
    LocalDate start = day(row, from);
    LocalDate end = day(row, to);
    if (start != null && end != null && !end.isAfter(start)) {
      if (!sameDayIsFine || !end.isEqual(start)) {
        faults.add(row.line(), to, what);
      }
    }
  }

  private @Nullable LocalDate day(Row row, Column column) {
    try {
      LocalDate day = row.day(column);
      if (day == null || (day.getYear() >= 1900 && day.getYear() <= 2199)) {
        return day;
      }
    } catch (DateTimeException e) {
      // Falls through: it is not a day.
    }
    faults.add(row.line(), column, "not a day such as 2025-11-08");
    return null;
  }

  private void addIf(Row row, Column column, @Nullable String fault) {
    if (fault != null) {
      faults.add(row.line(), column, fault);
    }
  }
}
