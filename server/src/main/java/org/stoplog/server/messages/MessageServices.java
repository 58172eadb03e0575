package org.stoplog.server.messages;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** The services that take our messages, for whoever has something to send. */
public final class MessageServices {
  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;

  MessageServices(Ledger ledger, Transactions transactions, ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** All that were not removed, by name. */
  public List<MessageService> all() {
    return transactions.run(jdbc -> new MessageServiceRows(jdbc, ledger.stores().keys()).all());
  }

  /** Those that bring messages to the team, and are no catcher; in the caller's transaction. */
  public static List<Integer> ofTeam(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select id from message_service
            where kind = 'team' and not catcher and removed_at is null order by id
            """)
        .query(Integer.class)
        .list();
  }

  /** Empty when it was removed. */
  public Optional<MessageService> find(int id) {
    return kept(id).map(MessageServiceRows.Kept::service);
  }

  private Optional<MessageServiceRows.Kept> kept(int id) {
    return transactions.run(jdbc -> new MessageServiceRows(jdbc, ledger.stores().keys()).find(id));
  }

  /**
   * Opens a connection, as the service is kept now. Many messages go through one.
   *
   * @throws StoplogException MESSAGE_SERVICE_FAILED when it was removed or changed meanwhile, or
   *     its address is none that it may have
   */
  public ServiceSession open(MessageService service) {
    MessageServiceRows.Kept kept =
        kept(service.id())
            .filter(found -> found.service().equals(service))
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.MESSAGE_SERVICE_FAILED,
                        "The message service " + service.name() + " was changed or removed."));
    byte[] secret =
        transactions.run(jdbc -> new MessageServiceRows(jdbc, ledger.stores().keys()).secret(kept));
    return ServiceSession.open(service, secret, clock);
  }
}
