package org.stoplog.server.suppliers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.register.Chains;
import org.stoplog.ledger.register.Reach;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Transactions;

/**
 * Concentration in people: who stands behind how many suppliers, and of how many people it may have
 * something through them. The numbers are those of a breach there, kept by {@link OutlookRefresh}:
 * a person whom two suppliers have counts once.
 */
@Controller
final class ConcentrationController {
  private static final int MOST_DRAWN = 12;
  private static final int STEP = 26;
  private static final int WIDEST = 9;

  private final Pages pages;
  private final Transactions transactions;

  ConcentrationController(Pages pages, Transactions transactions) {
    this.pages = pages;
    this.transactions = transactions;
  }

  /**
   * One that stands behind others.
   *
   * @param people -1 while nobody has worked that out
   */
  private record Behind(Supplier supplier, List<Reach> users, long people, int elements) {
    String names() {
      return String.join(", ", users.stream().map(one -> one.supplier().name()).toList());
    }
  }

  private record Read(List<Behind> all, Map<Integer, Long> people) {}

  private Read read() {
    List<OutlookRow> rows =
        transactions.run(jdbc -> new OutlookRows(jdbc).all(TonightWords.COUNTRIES));
    return transactions.inTurn(db -> read(db, rows));
  }

  /** Whoever is proven to have deleted all has nothing, and hands nothing on. */
  private static Read read(Connection db, List<OutlookRow> rows) throws SQLException {
    Map<Integer, OutlookRow> outlooks = new HashMap<>();
    Map<Integer, Long> people = new HashMap<>();
    rows.forEach(
        one -> {
          outlooks.put(one.supplier(), one);
          people.put(one.supplier(), one.numbers().people());
        });
    Chains chains = new Chains(db);
    List<Behind> all = new ArrayList<>();
    for (Supplier supplier : new Register(db).all()) {
      List<Reach> users =
          chains.usersOf(supplier).stream()
              .filter(one -> one.supplier().deleted() == null)
              .toList();
      if (!users.isEmpty() && supplier.deleted() == null) {
        OutlookRow outlook = outlooks.get(supplier.id());
        all.add(
            new Behind(
                supplier,
                users,
                outlook == null ? -1 : outlook.numbers().people(),
                outlook == null ? 0 : outlook.elements().size()));
      }
    }
    all.sort(
        Comparator.comparingLong(Behind::people)
            .reversed()
            .thenComparing(one -> -one.users().size())
            .thenComparing(one -> one.supplier().name().toLowerCase(Locale.ROOT)));
    return new Read(all, people);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/concentration")
  View list() {
    Counts counts = Counts.of(Caller.signedIn());
    Read read = read();
    List<Behind> drawn = read.all().stream().limit(MOST_DRAWN).toList();
    Map<Integer, ConcentrationPage.Node> used = new LinkedHashMap<>();
    for (Behind one : drawn) {
      for (Reach user : one.users()) {
        used.computeIfAbsent(
            user.supplier().id(),
            id ->
                new ConcentrationPage.Node(
                    id,
                    user.supplier().name(),
                    people(counts, read.people().getOrDefault(id, -1L)),
                    STEP * used.size() + STEP));
      }
    }
    int height = STEP * (Math.max(used.size(), drawn.size()) + 1);
    List<ConcentrationPage.Node> behind = new ArrayList<>();
    List<ConcentrationPage.Edge> edges = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      Behind one = drawn.get(i);
      int y = height * (i + 1) / (drawn.size() + 1);
      behind.add(
          new ConcentrationPage.Node(
              one.supplier().id(), one.supplier().name(), people(counts, one.people()), y));
      for (Reach user : one.users()) {
        ConcentrationPage.Node to = used.get(user.supplier().id());
        if (to != null) {
          edges.add(
              new ConcentrationPage.Edge(
                  y, to.y(), width(read.people().getOrDefault(user.supplier().id(), 0L))));
        }
      }
    }
    return pages.view(
        "concentration",
        new ConcentrationPage(
            read.all().stream().map(one -> line(one, counts)).toList(),
            behind,
            List.copyOf(used.values()),
            edges,
            height,
            read.all().size() > MOST_DRAWN
                ? "The drawing shows the first " + MOST_DRAWN + "; the table all."
                : ""));
  }

  /** Wider by the power of ten. */
  private static int width(long people) {
    return people < 1 ? 1 : Math.min(WIDEST, 1 + (int) Math.log10(people));
  }

  private static String people(Counts counts, long people) {
    return people < 0 ? "not worked out yet" : counts.text(people) + " people";
  }

  private static ConcentrationPage.Line line(Behind one, Counts counts) {
    return new ConcentrationPage.Line(
        one.supplier().id(),
        one.supplier().name(),
        one.users().size(),
        one.names(),
        people(counts, one.people()),
        one.elements());
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/concentration" + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(@PathVariable("format") RegisterFormat format) {
    Counts counts = Counts.of(Caller.signedIn());
    NamedRows table = new NamedRows("supplier", "stands_behind", "suppliers", "people", "elements");
    for (Behind one : read().all()) {
      table.add(
          one.supplier().name(),
          one.users().size(),
          one.names(),
          one.people() < 0 ? null : counts.cell(one.people()),
          one.elements());
    }
    return table.download(format, "concentration");
  }
}
