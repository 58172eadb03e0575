package org.stoplog.server.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierConnection;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;

/** What the record covers, month by month. */
@Controller
final class CoverageController {
  private static final int MONTHS = 12;
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMM uu", Locale.ENGLISH);

  private final Pages pages;
  private final Ledger ledger;

  CoverageController(Pages pages, Ledger ledger) {
    this.pages = pages;
    this.ledger = ledger;
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/ledger/coverage")
  View coverage(@RequestParam(name = "to", defaultValue = "") String to) {
    LocalDate today = ledger.today();
    YearMonth last = last(to, YearMonth.from(today));
    List<YearMonth> months =
        IntStream.range(0, MONTHS).mapToObj(back -> last.minusMonths(MONTHS - 1L - back)).toList();
    Found found = ledger.inTransaction(db -> find(db, months, today));
    String state =
        found.groups.isEmpty()
            ? "No supplier is in the register yet."
            : found.dark == 0
                ? "No connection is dark in these months."
                : found.dark
                    + " of "
                    + found.connections
                    + " connections are dark in at least one of these months: counts may be too low.";
    return pages.view(
        "coverage",
        new CoveragePage(
            state,
            months.stream().map(MONTH::format).toList(),
            found.groups,
            months.getFirst().toString(),
            last.toString(),
            "/ledger/coverage?to=" + last.minusMonths(MONTHS),
            last.isBefore(YearMonth.from(today))
                ? "/ledger/coverage?to=" + last.plusMonths(MONTHS)
                : null));
  }

  private static YearMonth last(String text, YearMonth now) {
    try {
      YearMonth asked = text.isEmpty() ? now : YearMonth.parse(text);
      return asked.isAfter(now) || asked.getYear() < 1990 ? now : asked;
    } catch (DateTimeException e) {
      return now;
    }
  }

  private record Found(List<CoveragePage.Group> groups, int connections, int dark) {}

  private static Found find(Connection db, List<YearMonth> months, LocalDate today)
      throws SQLException {
    Register register = new Register(db);
    List<Batch> batches = Batches.all(db);
    List<CoveragePage.Group> groups = new ArrayList<>();
    int connections = 0;
    int dark = 0;
    for (Supplier supplier : register.all()) {
      Coverage coverage = Coverages.of(db, supplier.id(), today);
      Map<Integer, Map<YearMonth, Coverage.State>> states = new HashMap<>();
      coverage
          .cells()
          .forEach(
              cell ->
                  states
                      .computeIfAbsent(cell.connection(), id -> new HashMap<>())
                      .put(cell.month(), cell.state()));
      List<CoveragePage.Line> lines = new ArrayList<>();
      for (SupplierConnection connection : register.connections(supplier.id())) {
        Map<YearMonth, Coverage.State> own = states.getOrDefault(connection.id(), Map.of());
        lines.add(
            new CoveragePage.Line(
                connection.name(),
                imported(batches, connection, today),
                months.stream().map(month -> cell(Optional.ofNullable(own.get(month)))).toList()));
        connections++;
        dark += months.stream().anyMatch(month -> own.get(month) == Coverage.State.DARK) ? 1 : 0;
      }
      groups.add(new CoveragePage.Group(supplier.name(), coverage.summary(), lines));
    }
    return new Found(groups, connections, dark);
  }

  private static String imported(
      List<Batch> batches, SupplierConnection connection, LocalDate today) {
    return batches.stream()
        .filter(batch -> batch.status().equals("live") && batch.connection() == connection.id())
        .map(batch -> LocalDate.ofInstant(batch.importedAt(), ZoneOffset.UTC))
        .max(LocalDate::compareTo)
        .map(
            day -> {
              long days = ChronoUnit.DAYS.between(day, today);
              return day
                  + (days == 0 ? ", today" : ", " + days + (days == 1 ? " day ago" : " days ago"));
            })
        .orElse("never");
  }

  private static CoveragePage.Cell cell(Optional<Coverage.State> state) {
    return state
        .map(
            one ->
                switch (one) {
                  case RECORDED -> new CoveragePage.Cell("recorded", "●", "recorded");
                  case IMPORTED -> new CoveragePage.Cell("imported", "■", "imported");
                  case PARTIAL -> new CoveragePage.Cell("partial", "◐", "recorded with holes");
                  case DECLARED -> new CoveragePage.Cell("declared", "◇", "declared only");
                  case DARK -> new CoveragePage.Cell("dark", "✕", "dark");
                })
        .orElse(new CoveragePage.Cell("none", "·", "not open"));
  }
}
