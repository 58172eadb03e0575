package org.stoplog.server.suppliers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
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

    private boolean fits(SupplierCard card, Read read, LocalDate today) {
      boolean isEnded = card.supplier().ended() != null;
      return switch (this) {
        case ALL -> true;
        case CURRENT -> !isEnded;
        case ENDED -> isEnded;
        case DARK -> !record(card, read).equals(NOT_DARK);
        case NO_CONTACT -> card.contact().security() == null;
        case UNTESTED -> isTestDue(card, today);
      };
    }
  }

  private static boolean isTestDue(SupplierCard card, LocalDate today) {
    LocalDate tested = card.contact().tested();
    return tested == null || tested.isBefore(today.minusYears(1));
  }

  /** One state of the register. */
  private record Read(
      List<SupplierCard> cards,
      Map<Integer, Set<String>> kinds,
      Set<Integer> dark,
      Set<Integer> connected,
      int waiting) {}

  private Read read(Connection db) throws SQLException {
    Register register = new Register(db);
    Map<Integer, Set<String>> kinds = new HashMap<>();
    Set<Integer> connected = new HashSet<>();
    for (SupplierConnection connection : register.connections()) {
      connected.add(connection.supplier());
      String kind = connection.kind();
      if (kind != null) {
        kinds.computeIfAbsent(connection.supplier(), id -> new TreeSet<>()).add(kind);
      }
    }
    return new Read(
        register.cards(),
        kinds,
        Coverages.dark(db, ledger.today()),
        connected,
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
    Read read = transactions.inTurn(this::read);
    LocalDate today = ledger.today();
    String part = name.strip().toLowerCase(Locale.ROOT);
    List<SupplierCard> found =
        read.cards().stream()
            .filter(card -> isNamed(card, part))
            .filter(card -> kind.isEmpty() || kinds(read, card).contains(kind))
            .filter(card -> only.fits(card, read, today))
            .toList();
    int shown = Math.clamp(page, 0, found.size() / PAGE);
    int from = shown * PAGE;
    int to = Math.min(from + PAGE, found.size());
    String address =
        "/suppliers/register?name=%s&kind=%s&only=%s&page="
            .formatted(URLEncoder.encode(name, UTF_8), URLEncoder.encode(kind, UTF_8), only.word());
    Set<String> allKinds = new TreeSet<>();
    read.kinds().values().forEach(allKinds::addAll);
    return pages.view(
        "register",
        new RegisterPage(
            new RegisterPage.Filter(
                name,
                kind,
                only.word(),
                List.copyOf(allKinds),
                Arrays.stream(Only.values())
                    .map(one -> new TonightPage.Choice(one.word(), one.label))
                    .toList()),
            found.subList(from, to).stream().map(card -> line(card, read, today)).toList(),
            found.isEmpty()
                ? "No supplier fits."
                : "%d to %d of %d suppliers".formatted(from + 1, to, found.size()),
            read.waiting(),
            read.cards().isEmpty(),
            Caller.signedIn().may(Permission.EDIT_SUPPLIERS),
            to < found.size() ? address + (shown + 1) : null,
            from > 0 ? address + (shown - 1) : null));
  }

  private static boolean isNamed(SupplierCard card, String part) {
    String domain = card.supplier().domain();
    return card.supplier().name().toLowerCase(Locale.ROOT).contains(part)
        || (domain != null && domain.toLowerCase(Locale.ROOT).contains(part));
  }

  private static Set<String> kinds(Read read, SupplierCard card) {
    return read.kinds().getOrDefault(card.supplier().id(), Set.of());
  }

  private static RegisterPage.Line line(SupplierCard card, Read read, LocalDate today) {
    Supplier supplier = card.supplier();
    Set<String> kinds = kinds(read, card);
    return new RegisterPage.Line(
        supplier.id(),
        supplier.name(),
        orUnknown(supplier.domain()),
        kinds.isEmpty() ? "unknown" : String.join(", ", kinds),
        period(supplier.started(), supplier.ended()),
        supplier.ended() != null,
        orUnknown(card.contact().security()),
        card.contact().tested() == null ? "never" : String.valueOf(card.contact().tested()),
        isTestDue(card, today),
        record(card, read));
  }

  /** Without a connection nobody can say what was recorded. */
  private static String record(SupplierCard card, Read read) {
    int id = card.supplier().id();
    if (!read.connected().contains(id)) {
      return "no connection known";
    }
    return read.dark().contains(id) ? "dark months" : NOT_DARK;
  }

  static String orUnknown(@Nullable Object value) {
    return Objects.toString(value, "unknown");
  }

  static String period(@Nullable LocalDate started, @Nullable LocalDate ended) {
    return "since " + orUnknown(started) + (ended == null ? "" : ", ended " + ended);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/register.csv")
  ResponseEntity<byte[]> csv() {
    return file(RegisterFormat.CSV);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/register.xlsx")
  ResponseEntity<byte[]> workbook() {
    return file(RegisterFormat.XLSX);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/register.json")
  ResponseEntity<byte[]> json() {
    return file(RegisterFormat.JSON);
  }

  private ResponseEntity<byte[]> file(RegisterFormat format) {
    return Downloads.register(format, transactions.inTurn(db -> new Register(db).export()));
  }
}
