package org.stoplog.server.severance;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.stoplog.catalog.Certainty;
import org.stoplog.catalog.KnownSupplier;
import org.stoplog.catalog.SupplierFact;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.gateways.ManyCuts;
import org.stoplog.server.mail.Companies;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Times;
import org.stoplog.server.suppliers.KnownAs;

/** Puts together how a supplier is cut. In one transaction. */
final class SupplierView {
  private static final int MOST_ATTEMPTS = 200;

  private final Connection db;
  private final JdbcClient jdbc;
  private final int supplier;
  private final Instant now;
  private final Map<UUID, String> names;
  private final Suppliers.Named named;
  private final List<Line> lines;
  private final List<ManyCuts.Told> gateways;
  private final Map<Integer, ManyCuts.HeldBack> held;

  SupplierView(Connection db, int supplier, Instant now, Map<UUID, String> names) {
    this.db = db;
    this.jdbc = client(db);
    this.supplier = supplier;
    this.now = now;
    this.names = names;
    this.named = Suppliers.find(jdbc, supplier).orElseThrow(Suppliers::unknown);
    this.lines = new Inventory(db, jdbc).of(supplier);
    this.gateways = ManyCuts.gateways(jdbc);
    this.held = ManyCuts.heldBack(jdbc);
  }

  static JdbcClient client(Connection db) {
    return JdbcClient.create(new SingleConnectionDataSource(db, true));
  }

  String name() {
    return named.name();
  }

  SupplierCutPage page(Caller caller, Filled form) {
    SeveranceRows rows = new SeveranceRows(jdbc);
    List<Severance> all = rows.of(supplier);
    List<Severance> holding = all.stream().filter(Severance::holds).toList();
    List<RotationItem> items = new RotationRows(jdbc).ofSupplier(supplier);
    boolean mayCut = caller.may(Permission.WORK_ON_INCIDENTS);
    return new SupplierCutPage(
        supplier,
        named.name(),
        state(holding),
        !holding.isEmpty(),
        mayCut,
        caller.may(Permission.EDIT_SUPPLIERS),
        alarms(),
        holding.stream().map(this::cut).toList(),
        all.stream().filter(one -> !one.holds()).map(this::cut).toList(),
        lines.stream().map(line -> connection(line, holding)).toList(),
        SeveranceWords.progress(items),
        items.stream().map(this::item).toList(),
        attempts(holding),
        tries(),
        new OtherWays(jdbc, supplier, lines).of(holding, domains()),
        company(),
        rows.quietDays(supplier),
        known(SupplierFact.EXPORT_HOW),
        known(SupplierFact.CUT_HOW),
        form);
  }

  /** What is one company with it since a merger, with what of it is not cut. */
  List<SupplierCutPage.Same> company() {
    SeveranceRows rows = new SeveranceRows(jdbc);
    Inventory inventory = new Inventory(db, jdbc);
    List<SupplierCutPage.Same> others = new ArrayList<>();
    for (int one : new TreeSet<>(Companies.of(jdbc, supplier))) {
      if (one != supplier) {
        List<Severance> cuts = rows.of(one).stream().filter(Severance::holds).toList();
        long open =
            inventory.of(one).stream()
                .filter(line -> cuts.stream().noneMatch(cut -> cut.covers(line)))
                .count();
        others.add(new SupplierCutPage.Same(one, Suppliers.name(jdbc, one), (int) open));
      }
    }
    return others;
  }

  private String state(List<Severance> holding) {
    long cut = lines.stream().filter(Line::isCut).count();
    String of = "%d of %s".formatted(cut, Numbers.of(lines.size(), "connection"));
    if (holding.isEmpty()) {
      return cut == 0 ? "Open: nothing of it is cut." : "Not cut as a whole: " + of + " cut.";
    }
    long waits =
        lines.stream()
            .filter(line -> !line.isCut() && holding.stream().anyMatch(one -> one.covers(line)))
            .count();
    return waits == 0
        ? "Cut: " + of + "."
        : "Cut only in part: %s. %s still to be cut."
            .formatted(of, waits == 1 ? "1 has" : waits + " have");
  }

  private List<SupplierCutPage.Alarm> alarms() {
    return new AlarmRows(jdbc)
        .open().stream()
            .filter(one -> one.supplier() == supplier)
            .map(one -> new SupplierCutPage.Alarm(one.id(), one.words(), Times.second(one.at())))
            .toList();
  }

  SupplierCutPage.Cut cut(Severance one) {
    UUID reviewer = one.reviewedBy();
    Instant reviewed = one.reviewedAt();
    Instant restored = one.restoredAt();
    Long version = one.version();
    Silence silence = new SilenceRows(jdbc).of(one, lines, now);
    OwnCopy copy = one.ownCopy();
    return new SupplierCutPage.Cut(
        one.id(),
        SeveranceWords.scope(jdbc, one),
        SeveranceRows.word(one.state()),
        one.reason(),
        names.getOrDefault(one.by(), "unknown"),
        Times.second(one.at()),
        reviewer == null || reviewed == null
            ? "nobody else yet"
            : names.getOrDefault(reviewer, "unknown") + ", " + Times.second(reviewed),
        reviewer != null,
        version == null || restored != null ? null : SeveranceWords.obedience(gateways, version),
        restored == null ? SeveranceWords.silence(silence) : "no longer watched",
        restored == null && silence.isSilent(),
        copy == null ? "nobody said" : copy.words() + ": " + one.ownCopyWords(),
        restored == null ? "no" : Times.second(restored));
  }

  private SupplierCutPage.Connection connection(Line line, List<Severance> holding) {
    String link = line.plan().link();
    boolean isCovered = holding.stream().anyMatch(one -> one.covers(line));
    return new SupplierCutPage.Connection(
        line.id(),
        line.name(),
        orUnknown(line.kind()),
        orUnknown(line.owner()),
        how(line),
        link,
        orUnknown(line.plan().effect()),
        orUnknown(line.plan().dependency()),
        orUnknown(line.plan().fallback()),
        line.credentials().isEmpty()
            ? "unknown"
            : line.credentials().stream()
                .map(one -> one.kind() + " " + one.name())
                .collect(Collectors.joining(", ")),
        SeveranceWords.standing(line, holding),
        line.isCut(),
        isCovered && !line.isCut(),
        line.way() != null,
        line.outside() != null,
        held(line.id()));
  }

  private @Nullable String held(int connection) {
    ManyCuts.HeldBack back = held.get(connection);
    return back == null
        ? null
        : "%s held, %s, the oldest of %s"
            .formatted(
                Numbers.of(back.requests(), "request"),
                Numbers.amount(back.bytes(), "bytes"),
                Times.second(back.first()));
  }

  static String how(Line line) {
    return line.isCutByGateways()
        ? "at the gateways, within a second"
        : line.way() != null
            ? "in the application: gateways get copies only"
            : "at the supplier or in the application";
  }

  static String orUnknown(@Nullable String text) {
    return text == null ? "unknown" : text;
  }

  private SupplierCutPage.Item item(RotationItem one) {
    RotationItem.Closed closed = one.closed();
    return new SupplierCutPage.Item(
        one.id(),
        one.what(),
        one.kind().words() + ofConnection(one),
        orUnknown(one.owner()),
        state(one),
        one.isDone(),
        closed == null ? "none yet" : orUnknown(one.words()));
  }

  private String ofConnection(RotationItem one) {
    return lines.stream()
        .filter(line -> Integer.valueOf(line.id()).equals(one.connection()))
        .findFirst()
        .map(line -> ", " + line.name())
        .orElse("");
  }

  static String state(RotationItem one) {
    RotationItem.Closed closed = one.closed();
    if (closed == null) {
      return "open";
    }
    return switch (closed) {
      case ROTATED -> "rotated";
      case REVOKED ->
          one.isSeenToFail() ? "revoked, and seen to fail" : "said to be revoked, not seen to fail";
      case NOT_NEEDED -> "not needed";
    };
  }

  private List<SupplierCutPage.Attempt> attempts(List<Severance> holding) {
    Map<UUID, String> gatewayNames = new LinkedHashMap<>();
    gateways.forEach(one -> gatewayNames.put(one.id(), one.name()));
    Set<String> told = new TreeSet<>();
    List<SupplierCutPage.Attempt> attempts = new ArrayList<>();
    for (Severance one : holding) {
      Map<Integer, Instant> cutAt = SilenceRows.cutAt(one, lines);
      for (Silence.Traffic seen : new SilenceRows(jdbc).traffic(cutAt.keySet(), one.at())) {
        Instant cut = cutAt.getOrDefault(seen.connection(), Instant.MAX);
        Instant last = seen.lastAfter(cut);
        if (last == null || !told.add(seen.toString()) || attempts.size() >= MOST_ATTEMPTS) {
          continue;
        }
        Instant first = seen.firstAttempt();
        boolean isMixed = first != null && first.isBefore(cut);
        Instant passed = seen.lastPassed();
        attempts.add(
            new SupplierCutPage.Attempt(
                nameOf(seen.connection()),
                seen.day().toString(),
                gatewayNames.getOrDefault(seen.gateway(), "unknown"),
                Numbers.grouped(seen.attempts()) + (isMixed ? ", some before the cut" : ""),
                passed == null || !passed.isAfter(cut)
                    ? "0"
                    : passed.isAfter(cut.plus(Silence.GRACE))
                        ? "yes, the last " + Times.second(passed)
                        : "under way when it was cut",
                Times.second(last)));
      }
    }
    return attempts.reversed();
  }

  private String nameOf(int connection) {
    return lines.stream()
        .filter(line -> line.id() == connection)
        .map(Line::name)
        .findFirst()
        .orElse("unknown");
  }

  private List<SupplierCutPage.Try> tries() {
    return Tries.of(jdbc, supplier, MOST_ATTEMPTS).stream()
        .map(
            one ->
                new SupplierCutPage.Try(
                    one.connection(),
                    one.where(),
                    one.who(),
                    Numbers.grouped(one.requests())
                        + (one.isMixed() ? ", some before the cut" : ""),
                    Times.second(one.first()),
                    Times.second(one.last())))
        .toList();
  }

  /** What is its alone, as it is known, and what the register says. */
  private List<String> domains() {
    List<String> domains = new ArrayList<>();
    String own = named.domain();
    if (own != null) {
      domains.add(own);
    }
    try {
      KnownAs.of(db, named.name(), own)
          .ifPresent(known -> domains.addAll(known.list(SupplierFact.DOMAINS)));
    } catch (SQLException e) {
      throw new IllegalStateException("reading what is known of a supplier", e);
    }
    return domains;
  }

  /** A fact with how sure it is; null when nobody knows. */
  @Nullable String known(SupplierFact fact) {
    try {
      return KnownAs.of(db, named.name(), named.domain())
          .filter(one -> one.certainty(fact) != Certainty.UNKNOWN)
          .map((KnownSupplier one) -> one.text(fact) + " (" + one.certainty(fact).words() + ")")
          .orElse(null);
    } catch (SQLException e) {
      throw new IllegalStateException("reading what is known of a supplier", e);
    }
  }

  List<Line> lines() {
    return lines;
  }
}
