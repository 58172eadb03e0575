package org.stoplog.server.gateways;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.SupplierFact;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.KnownAs;

/**
 * The hosts of a connection, for applications that use gateways as their proxy. One person names
 * them, as all that the forms of the policy say; no form opens what is cut.
 */
@Controller
final class HostsController {
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final Policies policies;
  private final Approvals approvals;

  HostsController(Pages pages, Transactions transactions, Policies policies, Approvals approvals) {
    this.pages = pages;
    this.transactions = transactions;
    this.policies = policies;
    this.approvals = approvals;
  }

  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @GetMapping("/gateways/connections/{id}/hosts")
  View ask(@PathVariable("id") int id) {
    ConnectionRow row =
        transactions
            .run(jdbc -> new ConnectionRows(jdbc).find(id))
            .orElseThrow(ConnectionsController::unknown);
    Hosts hosts = row.hosts();
    List<String> suggested = hosts == null ? suggested(row) : List.of();
    Map<String, String> values = HostsForm.values(hosts == null ? Hosts.first() : hosts, suggested);
    return pages.view(
        "gateway-hosts", page(row, values, Map.of(), false, !suggested.isEmpty()), 200);
  }

  private static HostsPage page(
      ConnectionRow row,
      Map<String, String> typed,
      Map<String, String> errors,
      boolean isChanged,
      boolean isSuggested) {
    return new HostsPage(
        row.connection(),
        ConnectionsController.title(row),
        revision(row),
        isChanged,
        row.isCut(),
        isSuggested,
        typed,
        errors);
  }

  private static long revision(ConnectionRow row) {
    Hosts hosts = row.hosts();
    return hosts == null ? 0 : hosts.revision();
  }

  /** What is known of the supplier: its domains, and what lies below those of two parts. */
  private List<String> suggested(ConnectionRow row) {
    return transactions.inTurn(
        db -> {
          TreeSet<String> names = new TreeSet<>();
          KnownAs.of(db, row.supplierName(), domain(db, row.supplier()))
              .map(known -> known.list(SupplierFact.DOMAINS))
              .orElse(List.of())
              .forEach(
                  domain -> {
                    names.add(domain);
                    if (domain.indexOf('.') == domain.lastIndexOf('.')) {
                      names.add("*." + domain);
                    }
                  });
          return List.copyOf(names);
        });
  }

  private static @Nullable String domain(Connection db, int supplier) throws SQLException {
    try (var find = db.prepareStatement("select domain from supplier where id = ?")) {
      find.setInt(1, supplier);
      try (var found = find.executeQuery()) {
        return found.next() ? found.getString(1) : null;
      }
    }
  }

  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @PostMapping("/gateways/connections/{id}/hosts")
  View save(@PathVariable("id") int id, HttpServletRequest request) {
    UUID caller = Caller.signedIn().account();
    HostsForm form = HostsForm.of(request);
    Hosts hosts = form.read();
    String revision = String.valueOf(request.getParameter("revision"));
    return transactions.actIf(
        act -> {
          Policies.lock(act.jdbc());
          ConnectionRows rows = new ConnectionRows(act.jdbc());
          ConnectionRow row = rows.lock(id).orElseThrow(ConnectionsController::unknown);
          if (hosts != null && !String.valueOf(revision(row)).equals(revision)) {
            return pages.view(
                "gateway-hosts", page(row, form.typed(), Map.of(), true, false), CONFLICT);
          }
          String fault = hosts == null ? null : fault(act.jdbc(), rows.through(), row, hosts);
          if (fault != null) {
            form.wrong("hosts", fault);
          }
          if (hosts == null || fault != null) {
            return pages.view(
                "gateway-hosts",
                page(row, form.typed(), form.errors(), false, false),
                UNPROCESSABLE);
          }
          new ForwardRows(act.jdbc()).save(id, hosts);
          policies.edited(
              act,
              approvals,
              caller,
              row.hosts() == null ? "gateway.hosts-added" : "gateway.hosts-changed",
              id,
              Map.of(
                  "hosts",
                  hosts.names().size(),
                  "all",
                  hosts.areAll(),
                  "ports",
                  hosts.ports(),
                  "private",
                  hosts.privateReason() != null));
          return Redirects.see(ForwardController.PATH);
        });
  }

  /** Why these hosts may not be the connection's; null when they may. */
  private static @Nullable String fault(
      JdbcClient jdbc, List<ConnectionRow> all, ConnectionRow row, Hosts hosts) {
    ForwardRows rows = new ForwardRows(jdbc);
    Optional<Map.Entry<String, Integer>> taken = rows.taken(row.connection(), hosts.names());
    if (taken.isPresent()) {
      String whose =
          new ConnectionRows(jdbc)
              .find(taken.get().getValue())
              .map(ConnectionsController::title)
              .orElse("another connection");
      return taken.get().getKey() + " belongs to " + whose + " already.";
    }
    long rules = all.stream().filter(one -> one.hosts() != null).count();
    if (rows.others(row.connection()) + hosts.names().size() > ForwardRows.MOST_HOSTS
        || (row.hosts() == null && rules >= ForwardPolicy.MOST_RULES)) {
      return "There are too many hosts in all: up to %d in up to %d connections."
          .formatted(ForwardRows.MOST_HOSTS, ForwardPolicy.MOST_RULES);
    }
    return OpenedHosts.by(all, row, hosts).map(HostsController::opens).orElse(null);
  }

  private static String opens(String host) {
    return host
        + " is cut, and would be open then. A cut is opened by two people, at its connection.";
  }

  /** Takes all hosts from a connection; applications reach them no more by it. */
  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @PostMapping("/gateways/connections/{id}/hosts/remove")
  View remove(@PathVariable("id") int id) {
    UUID caller = Caller.signedIn().account();
    return transactions.actIf(
        act -> {
          Policies.lock(act.jdbc());
          ConnectionRows rows = new ConnectionRows(act.jdbc());
          ConnectionRow row = rows.lock(id).orElseThrow(ConnectionsController::unknown);
          Hosts hosts = row.hosts();
          if (hosts == null) {
            return Redirects.see(ForwardController.PATH);
          }
          String fault =
              OpenedHosts.by(rows.through(), row, null).map(HostsController::opens).orElse(null);
          if (fault != null) {
            return pages.view(
                "gateway-hosts",
                page(row, HostsForm.values(hosts, List.of()), Map.of("hosts", fault), false, false),
                UNPROCESSABLE);
          }
          new ForwardRows(act.jdbc()).remove(id);
          policies.edited(
              act,
              approvals,
              caller,
              "gateway.hosts-removed",
              id,
              Map.of("hosts", hosts.names().size()));
          return Redirects.see(ForwardController.PATH);
        });
  }
}
