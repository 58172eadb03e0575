package org.stoplog.server.team;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.AccountMails;
import org.stoplog.server.mail.Companies;
import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Envelope;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.mail.MimeText;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.mail.SmtpSession;
import org.stoplog.server.messages.MessageService;
import org.stoplog.server.messages.MessageServices;
import org.stoplog.server.messages.ServiceSession;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/**
 * Sends what was planned for the team. Each is committed as handed over before its first byte; one
 * that nobody answered is sent again with the same id, so that whoever has it already knows it.
 */
final class TeamSending {
  private static final int MOST_ATTEMPTS = 8;
  private static final int MOST = 100;
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Transactions transactions;
  private final MailRoutes routes;
  private final MessageServices services;
  private final ServerClock clock;
  private final String base;

  /**
   * @param base what colleagues call the server, without a slash at the end
   */
  TeamSending(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      MessageServices services,
      ServerClock clock,
      String base) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.routes = routes;
    this.services = services;
    this.clock = clock;
    this.base = base;
  }

  /**
   * A message whose turn it is.
   *
   * @param account whom it is mailed to; null for a call
   * @param service what is called; null for a mail
   */
  private record Due(
      UUID id,
      @Nullable UUID account,
      @Nullable Integer service,
      @Nullable Integer route,
      @Nullable Integer breached,
      byte[] content,
      Instant at,
      int attempts) {
    @Override
    public String toString() {
      return "Due[" + id + "]";
    }
  }

  /** Sends all that is due. */
  void run() {
    recover();
    for (Due one : due()) {
      if (one.service() != null) {
        call(one, one.service());
      } else if (one.account() != null) {
        mail(one, one.account());
      }
    }
  }

  private void recover() {
    transactions.run(
        jdbc ->
            jdbc.sql(
                    """
                    update team_message m set state = 'planned', in_doubt = true,
                      attempts = attempts + 1
                    where state = 'handed-over'
                      and exists (select from passing.live_team_message l where l.id = m.id)
                    """)
                .update());
  }

  private List<Due> due() {
    return transactions.run(
        jdbc ->
            jdbc.sql(
                    """
                    select id, account, service, route, breached, content, planned_at, attempts
                    from team_message m
                    where (state = 'planned' or (state = 'deferred' and next_at <= :now))
                      and exists (select from passing.live_team_message l where l.id = m.id)
                    order by id limit :most
                    """)
                .param("now", clock.realNow().atOffset(ZoneOffset.UTC))
                .param("most", MOST)
                .query(
                    (row, number) ->
                        new Due(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getObject(3, Integer.class),
                            row.getObject(4, Integer.class),
                            row.getObject(5, Integer.class),
                            row.getBytes(6),
                            row.getObject(7, OffsetDateTime.class).toInstant(),
                            row.getInt(8)))
                .list());
  }

  private TeamText text(Due due) {
    return TeamText.of(ledger.stores().keys().unseal(due.content(), TeamText.context(due.id())));
  }

  /** Its own, or the first that really sends and is not the breached supplier's. */
  private Optional<MailRoute> route(Due due) {
    Set<Integer> breached = transactions.run(jdbc -> Companies.of(jdbc, due.breached()));
    return routes.all().stream()
        .filter(
            route ->
                due.route() == null
                    ? !route.catcher() && !route.isOf(breached)
                    : due.route() == route.id())
        .findFirst();
  }

  private void mail(Due due, UUID account) {
    Optional<MailRoute> route = route(due);
    String to =
        transactions
            .run(jdbc -> new AccountMails(jdbc, ledger.stores().keys()).of(account))
            .orElse("");
    // There may be a way by mail later: it is looked for again.
    if (route.isEmpty() || !MailAddress.isSound(to)) {
      settle(due, route.isEmpty() ? again(due) : "no-address", null, false);
      return;
    }
    byte[] bytes = bytes(due, route.get(), account, to);
    if (!isOurs(due)) {
      return;
    }
    try (SmtpSession session = routes.open(route.get())) {
      settle(due, session.send(new Envelope(route.get().from(), to), bytes));
    } catch (ConnectionLost e) {
      settle(due, again(due), null, e.inDoubt());
    } catch (StoplogException e) {
      putOff(due, e, Problem.MAIL_ROUTE_FAILED);
    }
  }

  private void call(Due due, int id) {
    Optional<MessageService> service = services.find(id);
    if (service.isEmpty()) {
      settle(due, "given-up", null, false);
      return;
    }
    byte[] body = text(due).call(due.at(), base);
    if (!isOurs(due)) {
      return;
    }
    try (ServiceSession session = services.open(service.get())) {
      settle(due, session.send(due.id().toString(), body));
    } catch (ConnectionLost e) {
      settle(due, again(due), null, e.inDoubt());
    } catch (StoplogException e) {
      putOff(due, e, Problem.MESSAGE_SERVICE_FAILED);
    }
  }

  private void putOff(Due due, StoplogException e, Problem usual) {
    if (e.problem() != usual) {
      throw e;
    }
    settle(due, again(due), null, false);
  }

  /** Committed before its first byte goes out. */
  private boolean isOurs(Due due) {
    return transactions.run(
        jdbc ->
            jdbc.sql(
                        """
                        update team_message set state = 'handed-over', next_at = null
                        where id = :id and state in ('planned', 'deferred')
                        """)
                    .param("id", due.id())
                    .update()
                == 1);
  }

  private static String again(Due due) {
    return due.attempts() + 1 >= MOST_ATTEMPTS ? "given-up" : "deferred";
  }

  private byte[] bytes(Due due, MailRoute route, UUID account, String to) {
    TeamText text = text(due);
    byte[] id = Tokens.sha256("team message " + due.id() + " for " + account);
    String domain = route.from().substring(route.from().lastIndexOf('@') + 1);
    return MimeText.of(
        new MimeText.Head(
            route.from(),
            route.fromName(),
            to,
            null,
            text.subject(),
            due.at(),
            "<"
                + HexFormat.of().formatHex(id, 0, 20)
                + "@"
                + new String(java.net.IDN.toASCII(domain).getBytes(US_ASCII), US_ASCII)
                + ">"),
        text.mail(base),
        null);
  }

  private void settle(Due due, Reply reply) {
    settle(
        due,
        reply.accepted() ? "accepted" : reply.refused() ? "refused" : again(due),
        reply,
        false);
  }

  private void settle(Due due, String state, @Nullable Reply reply, boolean inDoubt) {
    Instant now = clock.realNow();
    transactions.run(
        jdbc ->
            jdbc.sql(
                    """
                    update team_message set state = :state, in_doubt = in_doubt or :doubt,
                      attempts = attempts + 1, code = coalesce(:code, code),
                      answered_at = coalesce(:at, answered_at), next_at = :next
                    where id = :id
                    """)
                .param("state", state)
                .param("doubt", inDoubt)
                .param("code", reply == null ? null : reply.code(), java.sql.Types.INTEGER)
                .param(
                    "at",
                    reply == null ? null : now.atOffset(ZoneOffset.UTC),
                    java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param(
                    "next",
                    state.equals("deferred")
                        ? now.plus(FIRST_WAIT.multipliedBy(1L << due.attempts()))
                            .atOffset(ZoneOffset.UTC)
                        : null,
                    java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", due.id())
                .update());
  }
}
