package org.stoplog.server.suppliers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Counts.Count;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;

/** "If tonight" for programs: the numbers of the page. */
@Controller
final class TonightApi {
  private final Transactions transactions;
  private final Ledger ledger;
  private final TonightWords words;

  TonightApi(Transactions transactions, Ledger ledger) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.words = new TonightWords(ledger);
  }

  /**
   * What was worked out.
   *
   * @param asOf null before the first time
   * @param isCurrent whether nothing has changed since
   * @param all suppliers without the filter
   * @param unknown of how many of these the record says nothing at all
   * @param next to be given as {@code after}; null at the end
   */
  record Answer(
      @Nullable Instant asOf,
      boolean isCurrent,
      int all,
      int unknown,
      List<Line> items,
      @Nullable String next) {}

  /**
   * One supplier. Counts are of people, never to be added up.
   *
   * @param place by harm, from 1, among all
   * @param seen of whom something was sent
   * @param seenOnlyPossibly of these, at the edge of what was asked
   * @param held of whom it has something, says its own export
   * @param declared of whom a grant allows it
   * @param onlyPerhapsMeant may be meant by something that may mean another
   * @param identifiersOfNobody in the record, of nobody in the directory
   * @param countries the three with most people, in words
   * @param coverage how far the record goes, in words
   * @param nothingKnown whether the record says nothing at all of whom it has
   */
  record Line(
      SupplierIds.Named supplier,
      int place,
      Count seen,
      Count seenOnlyPossibly,
      Count held,
      Count declared,
      Count onlyPerhapsMeant,
      Count identifiersOfNobody,
      List<OfElement> elements,
      String countries,
      Count organisations,
      String clauses,
      String coverage,
      int darkConnections,
      @Nullable Instant lastImport,
      @Nullable LocalDate ended,
      @Nullable LocalDate deleted,
      boolean nothingKnown) {}

  /** People by an element: sure is what was seen or is held. */
  record OfElement(String element, Count sure, Count declared) {}

  /** One state of the tables. */
  private record Read(TonightController.Read tables, Map<Integer, SupplierIds.Named> ids) {}

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells for each supplier what we would say if it called now, the most harm first.")
  @GetMapping(ApiAnswers.ROOT + "/if-tonight")
  ResponseEntity<Answer> list(
      @RequestParam(name = "name", required = false) @Nullable String name,
      @RequestParam(name = "after", defaultValue = "0") int after,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    Counts counts = Counts.of(Caller.signedIn());
    Read read =
        transactions.run(
            jdbc ->
                new Read(
                    TonightController.read(jdbc, ledger.today()), new SupplierIds(jdbc).all()));
    var list =
        Tonight.of(
            read.tables().rows(),
            new Tonight.Asked(name == null ? "" : name, Tonight.Only.ALL, Tonight.Sort.HARM));
    List<Line> lines =
        list.rows().stream()
            .filter(row -> place(list.places(), row) > after)
            .limit(limit + 1L)
            .map(
                row ->
                    line(
                        row,
                        Optional.ofNullable(read.ids().get(row.supplier())).orElseThrow(),
                        place(list.places(), row),
                        counts))
            .toList();
    ApiAnswers.Page<Line> page =
        ApiAnswers.page(lines, limit, one -> one, one -> String.valueOf(one.place()));
    return ApiAnswers.ok(
        new Answer(
            read.tables().state().map(OutlookRows.State::finishedAt).orElse(null),
            read.tables().isCurrent(),
            list.all(),
            list.unknown(),
            page.items(),
            page.next()));
  }

  private static int place(Map<Integer, Integer> places, OutlookRow row) {
    return places.getOrDefault(row.supplier(), 0);
  }

  private Line line(OutlookRow row, SupplierIds.Named supplier, int place, Counts counts) {
    OutlookRow.Numbers numbers = row.numbers();
    return new Line(
        supplier,
        place,
        counts.count(numbers.seen()),
        counts.count(numbers.seenPossible()),
        counts.count(numbers.held()),
        counts.count(numbers.declared()),
        counts.count(numbers.ambiguous()),
        counts.count(numbers.subjects()),
        row.elements().stream()
            .map(
                of ->
                    new OfElement(
                        of.element(), counts.count(of.sure()), counts.count(of.declared())))
            .toList(),
        words.countries(row, counts::plain, ", "),
        counts.count(row.organisations()),
        TonightWords.clauses(row, counts::plain),
        TonightWords.coverage(row),
        row.darkConnections(),
        row.lastImport(),
        row.ended(),
        row.deleted(),
        row.isUnknown());
  }
}
