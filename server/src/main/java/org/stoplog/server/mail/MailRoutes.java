package org.stoplog.server.mail;

import java.security.NoSuchAlgorithmException;
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
