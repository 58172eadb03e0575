package org.stoplog.server.gateways;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Grant;
import org.stoplog.ledger.register.Register;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** The form of what gateways do with a connection, and the secret part of its address. */
@Controller
final class ConnectionsController {
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;
  private static final int SECRET_BYTES = 24;

  private final Pages pages;
  private final Transactions transactions;
  private final Ledger ledger;
  private final Policies policies;
  private final Approvals approvals;

  ConnectionsController(
      Pages pages,
      Transactions transactions,
      Ledger ledger,
      Policies policies,
      Approvals approvals) {
    this.pages = pages;
    this.transactions = transactions;
    this.ledger = ledger;
    this.policies = policies;
    this.approvals = approvals;
  }

  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @GetMapping("/gateways/connections/{id}/policy")
  View ask(@PathVariable("id") int id) {
    ConnectionRow row = row(id);
    Through through = row.through();
    Map<String, String> values = PolicyForm.values(through == null ? Through.FIRST : through);
    return page(row, values, Map.of(), false, 200);
  }

  private ConnectionRow row(int id) {
    return transactions
        .run(jdbc -> new ConnectionRows(jdbc).find(id))
        .orElseThrow(ConnectionsController::unknown);
  }

  private View page(
      ConnectionRow row,
      Map<String, String> typed,
      Map<String, String> errors,
      boolean isChanged,
      int status) {
    ElementSet declared = declared(row.engagement());
    List<PolicyPage.Rule> first = new ArrayList<>();
    List<PolicyPage.Rule> others = new ArrayList<>();
    for (Element element : Elements.catalogue().all()) {
      (declared.contains(element.ordinal()) ? first : others)
          .add(new PolicyPage.Rule(element.id(), element.label()));
    }
    return pages.view(
        "gateway-policy",
        new PolicyPage(
            row.connection(), title(row), row.revision(), isChanged, typed, errors, first, others),
        status);
  }

  static String title(ConnectionRow row) {
    return row.supplierName() + ", " + row.name();
  }

  private ElementSet declared(@Nullable Integer engagement) {
    if (engagement == null) {
      return ElementSet.NONE;
    }
    LocalDate today = ledger.today();
    return transactions.inTurn(
        db -> {
          ElementSet set = ElementSet.NONE;
          for (Grant grant : new Register(db).grants()) {
            if (grant.engagement() == engagement && grant.isInForce(today, today)) {
              set = set.plus(Policies.setOf(grant));
            }
          }
          return set;
        });
  }

  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @PostMapping("/gateways/connections/{id}/policy")
  View save(@PathVariable("id") int id, HttpServletRequest request) {
    UUID caller = Caller.signedIn().account();
    PolicyForm form = PolicyForm.of(request);
    Through through = form.read();
    if (through == null) {
      return page(row(id), form.typed(), form.errors(), false, UNPROCESSABLE);
    }
    String revision = String.valueOf(request.getParameter("revision"));
    return transactions.actIf(
        act -> {
          Policies.lock(act.jdbc());
          ConnectionRows rows = new ConnectionRows(act.jdbc());
          ConnectionRow row = rows.lock(id).orElseThrow(ConnectionsController::unknown);
          if (!String.valueOf(row.revision()).equals(revision)) {
            return page(row, form.typed(), Map.of(), true, CONFLICT);
          }
          if (row.through() == null && rows.count() >= Policy.MOST_CONNECTIONS) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "A policy has up to 1 000 connections.");
          }
          if (rows.isTaken(through.senders().host(), id)) {
            return page(
                row,
                form.typed(),
                Map.of("host", "is that of another connection"),
                false,
                UNPROCESSABLE);
          }
          return save(act, caller, row, through);
        });
  }

  private View save(Act act, UUID caller, ConnectionRow row, Through through) {
    ConnectionRows rows = new ConnectionRows(act.jdbc());
    boolean hasSecret = through.senders().kind() == Senders.Kind.SECRET;
    String hash = hasSecret ? row.secretSha256() : null;
    String secret = null;
    if (hasSecret && hash == null) {
      secret = secret();
      hash = sha256(secret);
    }
    ConnectionRow.Key key = row.key();
    rows.save(row, through, hash, key == null && through.hashes() ? policies.newKey(row) : key);
    policies.edited(
        act,
        approvals,
        caller,
        row.through() == null ? "gateway.connection-added" : "gateway.connection-changed",
        row.connection(),
        Map.of(
            "mode",
            Words.of(through.mode()),
            "sender",
            Words.of(through.senders().kind()),
            "private",
            through.privateReason() != null,
            "secret",
            secret != null,
            "rules",
            through.rules().size()));
    return secret == null
        ? Redirects.see(Restoring.pathOf(row.connection()))
        : shown(act, row.connection(), secret);
  }

  private static String secret() {
    return Tokens.text(Tokens.random(SECRET_BYTES));
  }

  private static String sha256(String secret) {
    return HexFormat.of().formatHex(Tokens.sha256(secret));
  }

  /** A new secret; whoever sends with the one before is refused from then on. */
  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @PostMapping("/gateways/connections/{id}/secret")
  View renew(@PathVariable("id") int id) {
    UUID caller = Caller.signedIn().account();
    return transactions.act(
        act -> {
          Policies.lock(act.jdbc());
          ConnectionRows rows = new ConnectionRows(act.jdbc());
          ConnectionRow row = rows.lock(id).orElseThrow(ConnectionsController::unknown);
          if (row.secretSha256() == null) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "This connection asks for no secret.");
          }
          String secret = secret();
          rows.setSecret(id, sha256(secret));
          policies.edited(act, approvals, caller, "gateway.secret-made", id, Map.of());
          return shown(act, id, secret);
        });
  }

  private View shown(Act act, int connection, String secret) {
    ConnectionRow row =
        new ConnectionRows(act.jdbc()).find(connection).orElseThrow(ConnectionsController::unknown);
    return pages.view(
        "gateway-secret",
        new ConnectionPage.Secret(
            connection,
            title(row),
            addresses(new GatewayRows(act.jdbc()).all(), row, secret),
            secret));
  }

  /**
   * Where applications send to, by each gateway.
   *
   * @param secret or a word that stands for it
   */
  static List<ConnectionPage.Address> addresses(
      List<Gateway> gateways, ConnectionRow row, String secret) {
    String own = row.secretSha256() == null ? "" : "/" + secret;
    String path = "/c/" + Objects.requireNonNull(row.slug()) + own;
    String host = row.through() == null ? null : row.through().senders().host();
    List<ConnectionPage.Address> addresses = new ArrayList<>();
    for (Gateway gateway : gateways) {
      String address = gateway.address();
      if (!gateway.isRevoked()) {
        String base = address == null ? "https://GATEWAY" : address;
        addresses.add(new ConnectionPage.Address(gateway.name(), base + path));
        if (host != null) {
          String named = base.replaceFirst("//(\\[[^/]*\\]|[^:/]*)", "//" + host);
          addresses.add(new ConnectionPage.Address(gateway.name() + ", by name", named + own));
        }
      }
    }
    return addresses.isEmpty()
        ? List.of(new ConnectionPage.Address("any gateway", "https://GATEWAY" + path))
        : addresses;
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such connection.");
  }
}
