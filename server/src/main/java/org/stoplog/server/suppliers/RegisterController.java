package org.stoplog.server.suppliers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.apps.ReviewQueue;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierCard;
import org.stoplog.ledger.register.SupplierConnection;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Transactions;

/** The register as a list, and as a file. */
@Controller
final class RegisterController {
  static final int PAGE = 100;
  private static final String NOT_DARK = "no dark month";

  private final Pages pages;
  private final Transactions transactions;
  private final Ledger ledger;

  RegisterController(Pages pages, Transactions transactions, Ledger ledger) {
    this.pages = pages;
    this.transactions = transactions;
    this.ledger = ledger;
  }

  /** Which suppliers, as it is in the address. */
  enum Only {
    ALL("all"),
    CURRENT("not ended"),
    ENDED("ended"),
    DARK("dark months"),
    NO_CONTACT("no security contact"),
    UNTESTED("contact not tested for a year");

    private final String label;

    Only(String label) {
      this.label = label;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Only of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst().orElse(ALL);
    }

    /** Dark months are looked for afterwards: to know of them takes all batches. */
    private boolean fits(SupplierCard card, LocalDate today) {
      boolean isEnded = card.supplier().ended() != null;
      return switch (this) {
        case ALL, DARK -> true;
        case CURRENT -> !isEnded;
        case ENDED -> isEnded;
        case NO_CONTACT -> card.contact().security() == null;
        case UNTESTED -> isTestDue(card, today);
      };
    }
  }

  private static boolean isTestDue(SupplierCard card, LocalDate today) {
    LocalDate tested = card.contact().tested();
    return tested == null || tested.isBefore(today.minusYears(1));
  }

  /** What was asked for. */
  private record Wish(String part, String kind, Only only, int page) {
    private boolean fits(SupplierCard card, Parts parts, LocalDate today) {
      return isNamed(card, part)
          && (kind.isEmpty() || parts.kinds(card.supplier().id()).contains(kind))
          && only.fits(card, today);
    }
  }

  /** The connections of each supplier. */
  private record Parts(Map<Integer, List<SupplierConnection>> connections) {
    private List<SupplierConnection> of(int supplier) {
      return connections.getOrDefault(supplier, List.of());
    }

    private List<SupplierConnection> ofAll(List<SupplierCard> cards) {
      return cards.stream().flatMap(card -> of(card.supplier().id()).stream()).toList();
    }

    private Set<String> kinds(int supplier) {
      Set<String> kinds = new TreeSet<>();
      for (SupplierConnection connection : of(supplier)) {
        String kind = connection.kind();
        if (kind != null) {
          kinds.add(kind);
        }
      }
      return kinds;
    }
  }

  /**
   * One state of the register.
   *
   * @param shown the suppliers of one page, the first of them being number {@code from} of {@code
   *     found}, from 0
   * @param dark of those shown
   */
  private record Read(
      List<SupplierCard> shown,
      int from,
      int found,
      boolean isEmpty,
      Parts parts,
      Set<Integer> dark,
      Set<String> kinds,
      int waiting) {}

  private Read read(Connection db, Wish wish) throws SQLException {
    Register register = new Register(db);
    LocalDate today = ledger.today();
    List<SupplierConnection> connections = register.connections();
    Parts parts = new Parts(connections.stream().collect(groupingBy(SupplierConnection::supplier)));
    List<SupplierCard> all = register.cards();
    List<SupplierCard> found = all.stream().filter(card -> wish.fits(card, parts, today)).toList();
    if (wish.only() == Only.DARK) {
      Set<Integer> dark = Coverages.dark(db, parts.ofAll(found), today);
      found =
          found.stream()
              .filter(card -> !record(card.supplier().id(), parts, dark).equals(NOT_DARK))
              .toList();
    }
    int from = Math.clamp(wish.page(), 0, Math.max(0, (found.size() - 1) / PAGE)) * PAGE;
    List<SupplierCard> shown = found.subList(from, Math.min(from + PAGE, found.size()));
    return new Read(
        shown,
        from,
        found.size(),
        all.isEmpty(),
        parts,
        // Months are many: only of what is shown.
        Coverages.dark(db, parts.ofAll(shown), today),
        connections.stream()
            .map(SupplierConnection::kind)
            .filter(Objects::nonNull)
            .collect(toCollection(TreeSet::new)),
        new ReviewQueue(db).pending().size());
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/register")
  View list(
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "only", defaultValue = "all") String onlyWord,
      @RequestParam(name = "page", defaultValue = "0") int page) {
    Only only = Only.of(onlyWord);
    Wish wish = new Wish(name.strip().toLowerCase(Locale.ROOT), kind, only, page);
    Read read = transactions.inTurn(db -> read(db, wish));
    LocalDate today = ledger.today();
    int from = read.from();
    int to = from + read.shown().size();
    String address =
        "/suppliers/register?name=%s&kind=%s&only=%s&page="
            .formatted(URLEncoder.encode(name, UTF_8), URLEncoder.encode(kind, UTF_8), only.word());
    return pages.view(
        "register",
        new RegisterPage(
            new RegisterPage.Filter(
                name,
                kind,
                only.word(),
                List.copyOf(read.kinds()),
                Arrays.stream(Only.values())
                    .map(one -> new TonightPage.Choice(one.word(), one.label))
                    .toList()),
            read.shown().stream().map(card -> line(card, read, today)).toList(),
            read.found() == 0
                ? "No supplier fits."
                : "%d to %d of %d suppliers".formatted(from + 1, to, read.found()),
            read.waiting(),
            read.isEmpty(),
            Caller.signedIn().may(Permission.EDIT_SUPPLIERS),
            to < read.found() ? address + (from / PAGE + 1) : null,
            from > 0 ? address + (from / PAGE - 1) : null));
  }

  private static boolean isNamed(SupplierCard card, String part) {
    String domain = card.supplier().domain();
    return card.supplier().name().toLowerCase(Locale.ROOT).contains(part)
        || (domain != null && domain.toLowerCase(Locale.ROOT).contains(part));
  }

  private static RegisterPage.Line line(SupplierCard card, Read read, LocalDate today) {
    Supplier supplier = card.supplier();
    Set<String> kinds = read.parts().kinds(supplier.id());
    return new RegisterPage.Line(
        supplier.id(),
        supplier.name(),
        orUnknown(supplier.domain()),
        card.identity().mergedInto(),
        kinds.isEmpty() ? "unknown" : String.join(", ", kinds),
        period(supplier.started(), supplier.ended()),
        supplier.ended() != null,
        orUnknown(card.contact().security()),
        card.contact().tested() == null ? "never" : String.valueOf(card.contact().tested()),
        isTestDue(card, today),
        record(supplier.id(), read.parts(), read.dark()));
  }

  /** Without a connection nobody can say what was recorded. */
  private static String record(int supplier, Parts parts, Set<Integer> dark) {
    if (parts.of(supplier).isEmpty()) {
      return "no connection known";
    }
    return dark.contains(supplier) ? "dark months" : NOT_DARK;
  }

  static String orUnknown(@Nullable Object value) {
    return Objects.toString(value, "unknown");
  }

  static String period(@Nullable LocalDate started, @Nullable LocalDate ended) {
    return "since " + orUnknown(started) + (ended == null ? "" : ", ended " + ended);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/register" + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(@PathVariable("format") RegisterFormat format) {
    return Downloads.register(format, transactions.inTurn(db -> new Register(db).export()));
  }
}
