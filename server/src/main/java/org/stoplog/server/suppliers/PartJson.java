package org.stoplog.server.suppliers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.register.Column;

/**
 * What programs say of what belongs to a supplier. Days are such as 2025-11-08; what is left out of
 * a change is emptied.
 */
final class PartJson {
  private PartJson() {}

  /** A null among them is refused as an empty one is, with where it stands. */
  private static List<String> texts(List<String> said) {
    return said.stream().map(one -> Objects.toString(one, "")).toList();
  }

  /**
   * One use of the supplier for one purpose.
   *
   * @param purpose what it is for
   * @param role ours: controller or processor
   * @param owner who answers for it on our side
   * @param ended last day; left out while it lasts
   * @param replaceable within what time another could do it: days, weeks, months or no
   */
  record Engagement(
      String name,
      @Nullable String purpose,
      @Nullable String role,
      @Nullable String owner,
      @Nullable String started,
      @Nullable String ended,
      @Nullable String replaceable) {
    private static final Map<Column, String> FIELDS =
        Map.of(
            Column.REPLACEABLE, "replaceable",
            Column.ENGAGEMENT, "name",
            Column.PURPOSE, "purpose",
            Column.ROLE, "role",
            Column.OWNER, "owner",
            Column.STARTED, "started",
            Column.ENDED, "ended");

    Cells cells() {
      return new Cells(FIELDS)
          .put(Column.ENGAGEMENT, name)
          .put(Column.PURPOSE, purpose)
          .put(Column.ROLE, role)
          .put(Column.OWNER, owner)
          .put(Column.STARTED, started)
          .put(Column.ENDED, ended)
          .put(Column.REPLACEABLE, replaceable);
    }
  }

  /**
   * One technical path to the supplier.
   *
   * @param kind such as sdk, server key, OAuth grant, sftp
   * @param engagement name of the supplier's engagement that it serves
   * @param ended last day; left out while it lasts
   * @param scopes what it may do, in the words of whoever granted it
   */
  record Connection(
      String name,
      @Nullable String kind,
      @Nullable String engagement,
      @Nullable String started,
      @Nullable String ended,
      @Nullable List<String> scopes) {
    private static final Map<Column, String> FIELDS =
        Map.of(
            Column.CONNECTION, "name",
            Column.KIND, "kind",
            Column.ENGAGEMENT, "engagement",
            Column.STARTED, "started",
            Column.ENDED, "ended",
            Column.SCOPES, "scopes");

    Connection {
      scopes = scopes == null ? null : texts(scopes);
    }

    Cells cells() {
      return new Cells(FIELDS)
          .put(Column.CONNECTION, name)
          .put(Column.KIND, kind)
          .put(Column.ENGAGEMENT, engagement)
          .put(Column.STARTED, started)
          .put(Column.ENDED, ended)
          .put(Column.SCOPES, scopes);
    }
  }

  /**
   * What an engagement may receive, and about whom.
   *
   * @param elements ids of data elements, such as contact.email; at least one
   * @param population such as plan = pro since 2022-03; left out for everybody
   * @param since first day on which it is in force
   * @param until first day on which it no longer is
   */
  record Grant(
      List<String> elements,
      @Nullable String population,
      @Nullable String since,
      @Nullable String until,
      @Nullable String legalBasis,
      @Nullable String retention,
      @Nullable String place) {
    private static final Map<Column, String> FIELDS =
        Map.of(
            Column.ELEMENTS, "elements",
            Column.POPULATION, "population",
            Column.SINCE, "since",
            Column.UNTIL, "until",
            Column.LEGAL_BASIS, "legalBasis",
            Column.RETENTION, "retention",
            Column.PLACE, "place");

    Grant {
      elements = texts(elements);
    }

    Cells cells() {
      return new Cells(FIELDS)
          .put(Column.ELEMENTS, elements)
          .put(Column.POPULATION, population)
          .put(Column.SINCE, since)
          .put(Column.UNTIL, until)
          .put(Column.LEGAL_BASIS, legalBasis)
          .put(Column.RETENTION, retention)
          .put(Column.PLACE, place);
    }
  }
}
