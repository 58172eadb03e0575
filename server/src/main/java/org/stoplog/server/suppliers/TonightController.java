package org.stoplog.server.suppliers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** "If tonight": for each supplier, what we would say if they called now. */
@Controller
final class TonightController {
  static final int PAGE = 100;

  private final Pages pages;
  private final Transactions transactions;
  private final Ledger ledger;
  private final OutlookWatch watch;
  private final TonightWords words;

  TonightController(Pages pages, Transactions transactions, Ledger ledger, OutlookWatch watch) {
    this.pages = pages;
    this.transactions = transactions;
    this.ledger = ledger;
    this.watch = watch;
    this.words = new TonightWords(ledger);
  }

  /** One state of the tables. */
  record Read(
      List<OutlookRow> rows,
      Optional<OutlookRows.State> state,
      boolean isCurrent,
      long suppliers) {}

  private Read read() {
    return transactions.run(jdbc -> read(jdbc, ledger.today()));
  }

  static Read read(JdbcClient jdbc, LocalDate today) {
    OutlookRows rows = new OutlookRows(jdbc);
    Optional<OutlookRows.State> state = rows.state();
    boolean isCurrent =
        state
            .filter(known -> known.day().equals(today))
            .filter(known -> known.truth().equals(rows.truth()))
            .isPresent();
    long suppliers = jdbc.sql("select count(*) from supplier").query(Long.class).single();
    return new Read(rows.all(TonightWords.COUNTRIES), state, isCurrent, suppliers);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers")
  View tonight(
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam(name = "only", defaultValue = "all") String only,
      @RequestParam(name = "sort", defaultValue = "harm") String sort,
      @RequestParam(name = "page", defaultValue = "0") int page) {
    Caller caller = Caller.signedIn();
    Tonight.Asked asked = new Tonight.Asked(name, Tonight.Only.of(only), Tonight.Sort.of(sort));
    Read read = read();
    Tonight list = Tonight.of(read.rows(), asked);
    int shown = Math.clamp(page, 0, list.rows().size() / PAGE);
    int from = shown * PAGE;
    int to = Math.min(from + PAGE, list.rows().size());
    Counts counts = Counts.of(caller);
    Instant now = ledger.stores().clock().instant();
    return pages.view(
        "suppliers",
        new TonightPage(
            state(read, list),
            read.suppliers() == 0,
            read.isCurrent(),
            caller.may(Permission.EDIT_SUPPLIERS),
            filter(asked),
            columns(asked),
            list.rows().subList(from, to).stream()
                .map(row -> words.line(row, place(list, row), counts, now))
                .toList(),
            shown(list, from, to),
            query(asked),
            to < list.rows().size() ? "/suppliers" + query(asked) + "&page=" + (shown + 1) : null,
            from > 0 ? "/suppliers" + query(asked) + "&page=" + (shown - 1) : null));
  }

  private static int place(Tonight list, OutlookRow row) {
    return list.places().getOrDefault(row.supplier(), 0);
  }

  private String state(Read read, Tonight list) {
    String as =
        read.state()
            .map(state -> "As of " + Times.second(state.finishedAt()) + ". ")
            .orElse("Not worked out yet. ");
    Optional<OutlookWatch.Position> position = watch.position();
    String since =
        position
            .map(at -> "Being worked out: " + at.done() + " of " + at.total() + " suppliers. ")
            .orElse(
                read.isCurrent()
                    ? "Nothing has changed since. "
                    : "Something has changed since; it is worked out again within a minute. ");
    String unknown =
        list.unknown() == 0
            ? ""
            : "Of %d of the %d suppliers nothing is known.".formatted(list.unknown(), list.all());
    return as + since + unknown;
  }

  private static String shown(Tonight list, int from, int to) {
    return list.rows().isEmpty()
        ? "No supplier that was worked out fits"
        : "%d to %d of %d suppliers".formatted(from + 1, to, list.rows().size());
  }

  private static TonightPage.Filter filter(Tonight.Asked asked) {
    return new TonightPage.Filter(
        asked.name(),
        asked.only().word(),
        asked.sort().word(),
        Arrays.stream(Tonight.Only.values())
            .map(only -> new TonightPage.Choice(only.word(), only.label()))
            .toList());
  }

  private static List<TonightPage.Column> columns(Tonight.Asked asked) {
    List<TonightPage.Column> columns = new ArrayList<>();
    add(columns, asked, "Harm", Tonight.Sort.HARM);
    add(columns, asked, "Supplier", Tonight.Sort.NAME);
    add(columns, asked, "Seen", Tonight.Sort.SEEN);
    add(columns, asked, "Held", Tonight.Sort.HELD);
    add(columns, asked, "Declared", Tonight.Sort.DECLARED);
    add(columns, asked, "Elements", Tonight.Sort.ELEMENTS);
    add(columns, asked, "Countries", null);
    add(columns, asked, "Organisations", Tonight.Sort.ORGANISATIONS);
    add(columns, asked, "Record", Tonight.Sort.DARK);
    add(columns, asked, "Last import", Tonight.Sort.IMPORT);
    return columns;
  }

  private static void add(
      List<TonightPage.Column> columns,
      Tonight.Asked asked,
      String title,
      Tonight.@Nullable Sort sort) {
    columns.add(
        new TonightPage.Column(
            title,
            sort == null
                ? null
                : "/suppliers" + query(new Tonight.Asked(asked.name(), asked.only(), sort)),
            sort == asked.sort()));
  }

  private static String query(Tonight.Asked asked) {
    return "?name=%s&only=%s&sort=%s"
        .formatted(
            URLEncoder.encode(asked.name(), UTF_8), asked.only().word(), asked.sort().word());
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/if-tonight" + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(
      @PathVariable("format") RegisterFormat format,
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam(name = "only", defaultValue = "all") String only,
      @RequestParam(name = "sort", defaultValue = "harm") String sort) {
    Tonight.Asked asked = new Tonight.Asked(name, Tonight.Only.of(only), Tonight.Sort.of(sort));
    Read read = read();
    return new TonightRows(words, Counts.of(Caller.signedIn()))
        .of(
            Tonight.of(read.rows(), asked),
            read.state().map(state -> state.finishedAt().toString()).orElse("never"))
        .download(format, "if-tonight");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping("/suppliers/refresh")
  View refresh() {
    watch.wake();
    return Redirects.see("/suppliers");
  }
}
