package org.stoplog.server.gateways;

import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.gateway.policy.ForwardSender;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** Who may use gateways as a proxy, where to, and what they asked for in vain. */
@Controller
final class ForwardController {
  static final String PATH = GatewaysController.PATH + "/forward";

  private static final int UNPROCESSABLE = 422;
  private static final int PASSWORD_BYTES = 24;
  private static final int LONGEST_LABEL = 100;
  private static final int MOST_SHOWN = 200;
  private static final String ANY_HASH = "0".repeat(64);

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Policies policies;
  private final ActorNames names;

  ForwardController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Policies policies,
      ActorNames names) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.policies = policies;
    this.names = names;
  }

  /** The form of a sender, as it was filled in. */
  private record Form(
      String name, String label, @Nullable String nameError, @Nullable String labelError) {
    static final Form EMPTY = new Form("", "", null, null);

    boolean isWrong() {
      return nameError != null || labelError != null;
    }
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list() {
    return list(Form.EMPTY, 200);
  }

  private View list(Form form, int status) {
    Map<UUID, String> known = names.names();
    List<ConnectionRow> rows = transactions.run(jdbc -> new ConnectionRows(jdbc).all());
    List<ForwardRows.Sender> senders = transactions.run(jdbc -> new ForwardRows(jdbc).senders());
    List<AskedHosts.Asked> asked = transactions.inTurn(db -> AskedHosts.of(db, rows));
    List<ConnectionRow> named = rows.stream().filter(row -> row.hosts() != null).toList();
    return pages.view(
        "gateway-forward",
        new ForwardPage(
            state(senders, named),
            Caller.signedIn().may(Permission.MANAGE_GATEWAYS),
            senders.stream().map(one -> line(one, known)).toList(),
            named.stream().map(ForwardController::line).toList(),
            rows.stream()
                .filter(row -> row.hosts() == null)
                .map(
                    row -> new ForwardPage.Link(row.connection(), ConnectionsController.title(row)))
                .toList(),
            asked.stream().limit(MOST_SHOWN).map(ForwardController::line).toList(),
            Math.max(0, asked.size() - MOST_SHOWN),
            fallback(named),
            form.name(),
            form.label(),
            form.nameError(),
            form.labelError()),
        status);
  }

  private static String state(List<ForwardRows.Sender> senders, List<ConnectionRow> named) {
    long may = senders.stream().filter(one -> !one.isRevoked()).count();
    return may == 0
        ? "Nobody may use a gateway as a proxy: its port is closed."
        : "%s may, to hosts of %s."
            .formatted(Numbers.of(may, "application"), Numbers.of(named.size(), "connection"));
  }

  private static String fallback(List<ConnectionRow> named) {
    return named.stream()
        .filter(row -> row.hosts() != null && row.hosts().areAll())
        .findFirst()
        .map(
            row ->
                "All other hosts are let through, recorded for "
                    + ConnectionsController.title(row)
                    + ".")
        .orElse("All other hosts are refused.");
  }

  private static ForwardPage.Sender line(ForwardRows.Sender one, Map<UUID, String> known) {
    var revoked = one.revokedAt();
    return new ForwardPage.Sender(
        one.id(),
        one.label(),
        known.getOrDefault(one.madeBy(), "unknown"),
        Times.second(one.madeAt()),
        revoked == null ? "no" : Times.second(revoked),
        one.isRevoked());
  }

  private static ForwardPage.Rule line(ConnectionRow row) {
    Hosts hosts = java.util.Objects.requireNonNull(row.hosts());
    return new ForwardPage.Rule(
        row.connection(),
        ConnectionsController.title(row),
        hosts.names().stream()
            .map(name -> name.equals("*") ? "all that no rule names" : name)
            .collect(Collectors.joining(", ")),
        hosts.ports().stream().map(String::valueOf).collect(Collectors.joining(", ")),
        (row.isCut() ? "cut: " : "") + PlainWords.word(row.state()),
        row.isCut());
  }

  private static ForwardPage.Asked line(AskedHosts.Asked one) {
    String known = one.known();
    return new ForwardPage.Asked(
        one.host(),
        one.app(),
        Numbers.grouped(one.requests()),
        Times.second(one.first()),
        Times.second(one.last()),
        known == null ? "unknown" : known);
  }

  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/senders")
  View add(@RequestParam("name") String name, @RequestParam("label") String label) {
    UUID caller = Caller.signedIn().account();
    String id = name.replace("\0", "").strip();
    String words = label.replaceAll("\\p{Cntrl}", "").strip();
    Form form =
        new Form(
            name,
            label,
            isName(id) ? null : "Use lower-case letters, digits and hyphens, up to 64.",
            words.isEmpty() || words.length() > LONGEST_LABEL
                ? "Say in up to " + LONGEST_LABEL + " characters which application it is."
                : null);
    if (form.isWrong()) {
      return list(form, UNPROCESSABLE);
    }
    String password = Tokens.text(Tokens.random(PASSWORD_BYTES));
    String hash = HexFormat.of().formatHex(Tokens.sha256(ForwardSender.bytes(id, password)));
    String error =
        transactions.actIf(
            act -> {
              Policies.lock(act.jdbc());
              ForwardRows rows = new ForwardRows(act.jdbc());
              long may = rows.senders().stream().filter(one -> !one.isRevoked()).count();
              if (may >= ForwardPolicy.MOST_SENDERS) {
                return "There are " + ForwardPolicy.MOST_SENDERS + " already: revoke one first.";
              }
              if (!rows.add(id, words, hash, caller, clock.now())) {
                return "This name was given before; what is recorded names that application.";
              }
              act.record(
                  caller,
                  "gateway.sender-added",
                  Map.of("sender", id, "version", policies.refresh(act)));
              return null;
            });
    if (error != null) {
      return list(new Form(name, label, error, null), UNPROCESSABLE);
    }
    List<Gateway> gateways = transactions.run(jdbc -> new GatewayRows(jdbc).all());
    return pages.view(
        "gateway-sender",
        new ForwardPage.Made(id, words, password, lines(gateways, id + ":" + password)));
  }

  private static boolean isName(String id) {
    try {
      ForwardSender unused = new ForwardSender(id, ANY_HASH);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The port is in the settings of each gateway, which nobody tells the server. */
  private static List<ForwardPage.Line> lines(List<Gateway> gateways, String credentials) {
    List<ForwardPage.Line> lines = new ArrayList<>();
    for (Gateway one : gateways) {
      String address = one.address();
      if (!one.isRevoked()) {
        lines.add(
            new ForwardPage.Line(
                one.name(),
                "http://%s@%s:FORWARD-PORT"
                    .formatted(
                        credentials, address == null ? "GATEWAY" : URI.create(address).getHost())));
      }
    }
    return lines.isEmpty()
        ? List.of(
            new ForwardPage.Line(
                "any gateway", "http://%s@GATEWAY:FORWARD-PORT".formatted(credentials)))
        : lines;
  }

  /** Its tunnels end at once, and it is refused from then on. */
  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/senders/{id}/revoke")
  View revoke(@PathVariable("id") String id) {
    UUID caller = Caller.signedIn().account();
    transactions.actIf(
        act -> {
          Policies.lock(act.jdbc());
          ForwardRows rows = new ForwardRows(act.jdbc());
          if (rows.senders().stream().noneMatch(one -> one.id().equals(id))) {
            throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such sender.");
          }
          if (rows.revoke(id, caller, clock.now())) {
            act.record(
                caller,
                "gateway.sender-revoked",
                Map.of("sender", id, "version", policies.refresh(act)));
          }
          return true;
        });
    return Redirects.see(PATH);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/unknown-hosts.csv")
  ResponseEntity<byte[]> csv() {
    CsvLines csv = new CsvLines("host", "application", "requests", "first", "last", "known_as");
    List<ConnectionRow> rows = transactions.run(jdbc -> new ConnectionRows(jdbc).through());
    for (AskedHosts.Asked one : transactions.inTurn(db -> AskedHosts.of(db, rows))) {
      csv.add(one.host(), one.app(), one.requests(), one.first(), one.last(), one.known());
    }
    return csv.download("unknown-hosts.csv");
  }
}
