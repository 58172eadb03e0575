package org.stoplog.server.suppliers;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.KnownSupplier;
import org.stoplog.catalog.SupplierFact;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.register.Chains;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Engagement;
import org.stoplog.ledger.register.Grant;
import org.stoplog.ledger.register.Reach;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierCard;
import org.stoplog.ledger.register.SupplierConnection;

/** Reads one supplier for its page, in one transaction. */
final class SupplierDetails {
  private static final int MONTHS_IN_A_ROW = 12;
  private static final int MONTH_WIDTH = 12;
  private static final int MONTH_HEIGHT = 14;

  private final Connection db;
  private final LocalDate today;
  private final Register register;
  private final SupplierCard card;

  private SupplierDetails(Connection db, LocalDate today, SupplierCard card) {
    this.db = db;
    this.today = today;
    this.register = new Register(db);
    this.card = card;
  }

  static Optional<SupplierCard> card(Connection db, int id) throws SQLException {
    return new Register(db).cards().stream().filter(one -> one.supplier().id() == id).findFirst();
  }

  static Optional<SupplierPage> read(
      Connection db,
      int id,
      LocalDate today,
      boolean mayEdit,
      TonightPage.@Nullable Line tonight,
      List<Glance> glances)
      throws SQLException {
    Optional<SupplierCard> card = card(db, id);
    return card.isEmpty()
        ? Optional.empty()
        : Optional.of(new SupplierDetails(db, today, card.get()).page(mayEdit, tonight, glances));
  }

  private SupplierPage page(
      boolean mayEdit, TonightPage.@Nullable Line tonight, List<Glance> glances)
      throws SQLException {
    Supplier supplier = card.supplier();
    List<Engagement> engagements = register.engagements(supplier.id());
    List<Reach> reached = new Chains(db).of(supplier);
    LocalDate tested = card.contact().tested();
    return new SupplierPage(
        supplier.id(),
        supplier.name(),
        state(supplier, card.identity().mergedInto()),
        mayEdit,
        tonight,
        glances,
        List.of(
            fact("Domain", supplier.domain()),
            fact("Further domains", joined(card.domains())),
            fact("Works for", joined(card.parents())),
            fact("Legal name", card.identity().legalName()),
            fact("LEI", card.identity().lei()),
            fact("Belongs to", card.identity().parent()),
            fact("Status page", card.identity().statusPage()),
            fact(
                "Merged into",
                card.identity().mergedInto() == null ? "no other" : card.identity().mergedInto()),
            fact("Started", supplier.started()),
            fact("Ended", supplier.ended() == null ? "not ended" : supplier.ended()),
            fact("Proven deleted", supplier.deleted() == null ? "not proven" : supplier.deleted())),
        List.of(
            fact("Security contact", card.contact().security()),
            fact("How we know that it is them", card.contact().verified()),
            fact("Last tried", tested == null ? "never" : tested),
            fact("Second contact", card.contact().second()),
            fact("Whom they call here", card.contact().ours())),
        tested == null || tested.isBefore(today.minusYears(1)),
        engagements(engagements),
        connections(engagements),
        reached(reached, Reach.Way.BELOW),
        reached(reached, Reach.Way.ABOVE),
        known(supplier));
  }

  private static @Nullable String joined(List<String> texts) {
    return texts.isEmpty() ? "none" : String.join(", ", texts);
  }

  private static SupplierPage.Fact fact(String label, @Nullable Object value) {
    return new SupplierPage.Fact(label, RegisterController.orUnknown(value));
  }

  private static String state(Supplier supplier, @Nullable String mergedInto) {
    if (mergedInto != null) {
      return "Merged into %s: a breach there reaches what it was sent, and %s is asked for it."
          .formatted(mergedInto, mergedInto);
    }
    if (supplier.deleted() != null) {
      return "Proven to have deleted all it had before " + supplier.deleted() + ".";
    }
    return supplier.ended() == null
        ? "In use."
        : "Ended on "
            + supplier.ended()
            + ", and nobody has proven that it deleted what it had: a breach there still counts.";
  }

  private List<SupplierPage.Engagement> engagements(List<Engagement> engagements)
      throws SQLException {
    List<Grant> grants = register.grants(card.supplier().id());
    List<SupplierPage.Engagement> lines = new ArrayList<>();
    for (Engagement one : engagements) {
      Engagement.Role role = one.role();
      lines.add(
          new SupplierPage.Engagement(
              one.id(),
              one.name(),
              RegisterController.orUnknown(one.purpose()),
              RegisterController.orUnknown(role == null ? null : role.slug()),
              RegisterController.orUnknown(one.owner()),
              RegisterController.orUnknown(one.replaceable()),
              RegisterController.period(one.started(), one.ended()),
              grants.stream()
                  .filter(grant -> grant.engagement() == one.id())
                  .map(this::grant)
                  .toList()));
    }
    return lines;
  }

  private SupplierPage.Grant grant(Grant grant) {
    var population = grant.population();
    Grant.Terms terms = grant.terms();
    return new SupplierPage.Grant(
        grant.id(),
        String.join(", ", grant.elements()),
        population == null ? "everybody" : population.text(),
        RegisterController.period(grant.since(), null)
            + (grant.until() == null ? "" : ", no longer from " + grant.until()),
        "legal basis %s, kept %s, in %s"
            .formatted(
                RegisterController.orUnknown(terms.legalBasis()),
                RegisterController.orUnknown(terms.retention()),
                RegisterController.orUnknown(terms.place())),
        grant.isInForce(today, today));
  }

  private List<SupplierPage.Connection> connections(List<Engagement> engagements)
      throws SQLException {
    Coverage coverage = Coverages.of(db, card.supplier().id(), today);
    List<SupplierPage.Connection> lines = new ArrayList<>();
    for (SupplierConnection one : register.connections(card.supplier().id())) {
      List<Coverage.Cell> cells =
          coverage.cells().stream().filter(cell -> cell.connection() == one.id()).toList();
      lines.add(
          new SupplierPage.Connection(
              one.id(),
              one.name(),
              RegisterController.orUnknown(one.kind()),
              engagements.stream()
                  .filter(engagement -> Objects.equals(engagement.id(), one.engagement()))
                  .map(Engagement::name)
                  .findFirst()
                  .orElse("unknown"),
              RegisterController.period(one.started(), one.ended()),
              one.scopes().isEmpty() ? "unknown" : String.join(", ", one.scopes()),
              months(cells),
              words(cells)));
    }
    return lines;
  }

  private static List<SupplierPage.Month> months(List<Coverage.Cell> cells) {
    List<SupplierPage.Month> months = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Coverage.Cell cell = cells.get(i);
      months.add(
          new SupplierPage.Month(
              cell.month().toString(),
              cell.state().name().toLowerCase(java.util.Locale.ROOT),
              i % MONTHS_IN_A_ROW * MONTH_WIDTH,
              i / MONTHS_IN_A_ROW * MONTH_HEIGHT));
    }
    return months;
  }

  /** Stretches of months in one state: {@code imported 2025-01 to 2025-03, dark 2025-04}. */
  private static String words(List<Coverage.Cell> cells) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < cells.size(); ) {
      int end = i;
      while (end + 1 < cells.size() && cells.get(end + 1).state() == cells.get(i).state()) {
        end++;
      }
      String state =
          cells.get(i).state() == Coverage.State.PARTIAL
              ? "recorded with holes"
              : cells.get(i).state().name().toLowerCase(java.util.Locale.ROOT);
      words.add(
          state + " " + cells.get(i).month() + (end == i ? "" : " to " + cells.get(end).month()));
      i = end + 1;
    }
    return words.isEmpty() ? "no month" : String.join(", ", words);
  }

  private static List<SupplierPage.Reached> reached(List<Reach> reached, Reach.Way way) {
    return reached.stream()
        .filter(reach -> reach.way() == way)
        .map(
            reach ->
                new SupplierPage.Reached(
                    reach.supplier().id(),
                    reach.supplier().name(),
                    String.join(" > ", reach.path())))
        .toList();
  }

  private SupplierPage.@Nullable Known known(Supplier supplier) throws SQLException {
    return KnownAs.of(db, supplier.name(), supplier.domain())
        .map(SupplierDetails::known)
        .orElse(null);
  }

  private static SupplierPage.Known known(KnownSupplier one) {
    return new SupplierPage.Known(
        one.name(),
        one.kind(),
        List.of(
                SupplierFact.EXPORT_HOW,
                SupplierFact.ACCESS_LOG_WHERE,
                SupplierFact.CUT_HOW,
                SupplierFact.DELETION_HOW,
                SupplierFact.SECURITY_CONTACT,
                SupplierFact.SUBPROCESSORS_URL,
                SupplierFact.USUAL_ELEMENTS,
                SupplierFact.PAST_INCIDENTS)
            .stream()
            .map(
                fact ->
                    new SupplierPage.Sure(
                        fact.label(), one.text(fact), one.certainty(fact).words()))
            .toList(),
        one.sources().isEmpty()
            ? "No source was read: look before you rely on it."
            : "Sources, read on " + one.checked() + ": " + String.join(" ", one.sources()));
  }
}
