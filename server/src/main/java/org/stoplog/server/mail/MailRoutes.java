package org.stoplog.server.mail;

import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Transactions;

/** The mail servers that take our messages, for whoever has something to send. */
public final class MailRoutes {
  /** For all that is asked about a domain: somebody waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Ledger ledger;
  private final Transactions transactions;

  MailRoutes(Ledger ledger, Transactions transactions) {
    this.ledger = ledger;
    this.transactions = transactions;
  }

  /** All that were not removed, by name. */
  public List<MailRoute> all() {
    return transactions.run(jdbc -> new MailRouteRows(jdbc, ledger.stores().keys()).all());
  }

  /** Empty when it was removed. */
  public Optional<MailRoute> find(int id) {
    return transactions
        .run(jdbc -> new MailRouteRows(jdbc, ledger.stores().keys()).find(id))
        .map(MailRouteRows.Kept::route);
  }

  /**
   * Opens a session, as the route is kept now. Many messages go through one session.
   *
   * @throws StoplogException MAIL_ROUTE_FAILED with what the server said, also when the route was
   *     removed or changed meanwhile
   */
  public SmtpSession open(MailRoute route) {
    return open(route, Limits.DEFAULT);
  }

  SmtpSession open(MailRoute route, Limits limits) {
    MailRouteRows.Kept kept =
        transactions
            .run(jdbc -> new MailRouteRows(jdbc, ledger.stores().keys()).find(route.id()))
            .filter(found -> found.route().equals(route))
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.MAIL_ROUTE_FAILED,
                        "The mail route " + route.name() + " was changed or removed."));
    return SmtpSession.open(route, password(kept), trust(), limits);
  }

  /** What signs messages of the route now. */
  public DkimSigner signer(MailRoute route) {
    return transactions.run(jdbc -> new RouteKeyRows(jdbc, ledger.stores().keys()).signer(route));
  }

  /**
   * Asks the DNS about the domain that the route sends from, and keeps what it said. Nothing while
   * no resolver is set.
   *
   * @param now by the real clock
   */
  public List<SenderDomain.Finding> check(MailRoute route, Instant now) {
    Optional<InetSocketAddress> resolver =
        transactions.run(jdbc -> new ResolverRows(jdbc).find().map(ResolverRows.Resolver::socket));
    if (resolver.isEmpty()) {
      return List.of();
    }
    List<RouteKey> keys = keys(route);
    DnsTexts texts = new DnsTexts(resolver.get(), PATIENCE);
    List<SenderDomain.Finding> findings = SenderDomain.check(route, keys, texts::ask);
    transactions.run(
        jdbc -> {
          new MailRouteRows(jdbc, ledger.stores().keys()).check(route.id(), findings, now);
          return true;
        });
    return findings;
  }

  List<RouteKey> keys(MailRoute route) {
    return transactions.run(jdbc -> new RouteKeyRows(jdbc, ledger.stores().keys()).of(route.id()));
  }

  private @Nullable String password(MailRouteRows.Kept kept) {
    byte[] sealed = kept.sealedPassword();
    return sealed == null
        ? null
        : MailRouteRows.password(ledger.stores().keys(), kept.route().id(), sealed);
  }

  /** The authorities that Java trusts, or those of the trust store that it was started with. */
  private static SSLContext trust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}
