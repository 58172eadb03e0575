package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.AccountMails;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Envelope;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.mail.MimeText;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.mail.SmtpSession;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/**
 * Tells whoever may approve, and works on the incident, that a wave starts: also those who did not
 * decide on it. Rows first, then mails, each committed as handed over before its first byte.
 */
final class StartMails {
  private static final int MOST_ATTEMPTS = 8;
  private static final int MOST = 100;
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Transactions transactions;
  private final MailRoutes routes;
  private final IncidentDoor door;
  private final ServerClock clock;
  private final String base;

  /**
   * @param base what colleagues call the server, without a slash at the end
   */
  StartMails(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      IncidentDoor door,
      ServerClock clock,
      String base) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.routes = routes;
    this.door = door;
    this.clock = clock;
    this.base = base;
  }

  /** In the transaction that starts a wave. @return how many are written to */
  static int plan(JdbcClient jdbc, Ledger ledger, IncidentDoor door, Wave wave) {
    AccountMails mails = new AccountMails(jdbc, ledger.stores().keys());
    int planned = 0;
    for (UUID account : mails.approvers()) {
      if (!door.isWorking(jdbc, wave.incident(), account)) {
        continue;
      }
      boolean isKnown = mails.of(account).isPresent();
      planned += isKnown ? 1 : 0;
      jdbc.sql(
              """
              insert into notice_start_mail (wave, account, state)
              values (:wave, :account, :state) on conflict do nothing
              """)
          .param("wave", wave.id())
          .param("account", account)
          .param("state", isKnown ? "planned" : "no-address")
          .update();
    }
    jdbc.sql("insert into passing.live_start_mail values (:wave) on conflict do nothing")
        .param("wave", wave.id())
        .update();
    return planned;
  }

  /** How many were written to, and how many could not be, in words; empty before a start. */
  static Optional<String> words(JdbcClient jdbc, UUID wave) {
    return jdbc.sql(
            """
            select count(*), count(*) filter (where state = 'accepted'),
              count(*) filter (where state = 'no-address')
            from notice_start_mail where wave = :wave having count(*) > 0
            """)
        .param("wave", wave)
        .query(
            (row, number) ->
                row.getLong(2)
                    + " of "
                    + row.getLong(1)
                    + " were told by mail that it starts; "
                    + row.getLong(3)
                    + " gave no address (Your account, e-mail address)")
        .optional();
  }

  private record Due(UUID wave, UUID account, int attempts) {}

  /** Sends all that is due. */
  void run() {
    recover();
    List<Due> due = due();
    for (Due one : due) {
      send(one);
    }
  }

  private void recover() {
    transactions.run(
        jdbc ->
            jdbc.sql(
                    """
                    update notice_start_mail m set state = 'planned', in_doubt = true,
                      attempts = attempts + 1
                    where state = 'handed-over'
                      and exists (select from passing.live_start_mail l where l.wave = m.wave)
                    """)
                .update());
  }

  private List<Due> due() {
    return transactions.run(
        jdbc ->
            jdbc.sql(
                    """
                    select wave, account, attempts from notice_start_mail m
                    where (state = 'planned' or (state = 'deferred' and next_at <= :now))
                      and exists (select from passing.live_start_mail l where l.wave = m.wave)
                    order by wave, account limit :most
                    """)
                .param("now", clock.realNow().atOffset(ZoneOffset.UTC))
                .param("most", MOST)
                .query(
                    (row, number) ->
                        new Due(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getInt(3)))
                .list());
  }

  /** Its own, or for what goes another way than by mail the first that really sends. */
  private Optional<MailRoute> route(Wave wave) {
    if (wave.terms().way() instanceof Way.Mail) {
      return wave.terms().way().route(routes);
    }
    Integer breached = transactions.run(jdbc -> door.find(jdbc, wave.incident())).supplier();
    return routes.all().stream()
        .filter(route -> !route.catcher())
        .filter(route -> breached == null || !breached.equals(route.supplier()))
        .findFirst();
  }

  private void send(Due due) {
    Wave wave = transactions.run(jdbc -> new WaveRows(jdbc).find(due.wave())).orElseThrow();
    Optional<MailRoute> route = route(wave);
    String to =
        transactions
            .run(jdbc -> new AccountMails(jdbc, ledger.stores().keys()).of(due.account()))
            .orElse("");
    if (route.isEmpty() || !MailAddress.isSound(to)) {
      settle(due, route.isEmpty() ? "given-up" : "no-address", null, false);
      return;
    }
    byte[] bytes = bytes(wave, route.get(), due.account(), to);
    boolean isOurs =
        transactions.run(
            jdbc ->
                jdbc.sql(
                            """
                            update notice_start_mail set state = 'handed-over', next_at = null
                            where wave = :wave and account = :account
                              and state in ('planned', 'deferred')
                            """)
                        .param("wave", due.wave())
                        .param("account", due.account())
                        .update()
                    == 1);
    if (!isOurs) {
      return;
    }
    try (SmtpSession session = routes.open(route.get())) {
      Reply reply = session.send(new Envelope(route.get().from(), to), bytes);
      settle(
          due,
          reply.accepted() ? "accepted" : reply.refused() ? "refused" : again(due),
          reply,
          false);
    } catch (ConnectionLost e) {
      settle(due, again(due), null, e.inDoubt());
    } catch (StoplogException e) {
      if (e.problem() != Problem.MAIL_ROUTE_FAILED) {
        throw e;
      }
      settle(due, again(due), null, false);
    }
  }

  private static String again(Due due) {
    return due.attempts() + 1 >= MOST_ATTEMPTS ? "given-up" : "deferred";
  }

  private byte[] bytes(Wave wave, MailRoute route, UUID account, String to) {
    Tally tally = transactions.run(jdbc -> Tally.of(jdbc, wave.id()));
    String name = transactions.run(jdbc -> door.find(jdbc, wave.incident())).name();
    String text =
        "Wave "
            + wave.name()
            + " of "
            + name
            + " to "
            + Numbers.grouped(tally.told())
            + " people was approved and is being sent.\n\nIf that should not be, stop it at\n\n"
            + base
            + wave.path()
            + "\n\nYou get this since you may approve, and work on the incident.\n";
    byte[] id = Tokens.sha256("start of wave " + wave.id() + " for " + account);
    String domain = route.from().substring(route.from().lastIndexOf('@') + 1);
    return MimeText.of(
        new MimeText.Head(
            route.from(),
            route.fromName(),
            to,
            null,
            "A wave of letters starts: " + wave.name() + " of " + name,
            Objects.requireNonNull(wave.startedAt()),
            "<"
                + HexFormat.of().formatHex(id, 0, 20)
                + "@"
                + new String(java.net.IDN.toASCII(domain).getBytes(US_ASCII), US_ASCII)
                + ">"),
        text,
        null);
  }

  private void settle(Due due, String state, @Nullable Reply reply, boolean inDoubt) {
    Instant now = clock.realNow();
    transactions.run(
        jdbc ->
            jdbc.sql(
                    """
                    update notice_start_mail set state = :state, in_doubt = in_doubt or :doubt,
                      attempts = attempts + 1, code = coalesce(:code, code),
                      answered_at = coalesce(:at, answered_at), next_at = :next
                    where wave = :wave and account = :account
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
                .param("wave", due.wave())
                .param("account", due.account())
                .update());
  }
}
