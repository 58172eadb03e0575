package org.stoplog.server.organisations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Envelope;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.mail.MimeText;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.mail.SmtpSession;
import org.stoplog.server.notices.Holds;
import org.stoplog.server.notices.RouteFacts;
import org.stoplog.server.people.OrganisationDesk;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/**
 * Sends the mails of rounds, one at a time: committed as handed over before the first byte goes
 * out, and its answer after. A mail in doubt is sent again with the same bytes. For one thread.
 */
final class RoundMailing {
  private static final int MOST_ATTEMPTS = 12;
  private static final int LONGEST_REPLY = 300;
  private static final Duration FIRST_WAIT = Duration.ofMinutes(5);
  private static final Duration LONGEST_WAIT = Duration.ofHours(4);

  private final Ledger ledger;
  private final Transactions transactions;
  private final MailRoutes routes;
  private final IncidentDoor door;
  private final OrganisationDesk desk;
  private final ServerClock clock;
  private final String base;

  /**
   * @param base what the world calls us, without a slash at the end
   */
  RoundMailing(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      IncidentDoor door,
      OrganisationDesk desk,
      ServerClock clock,
      String base) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.routes = routes;
    this.door = door;
    this.desk = desk;
    this.clock = clock;
    this.base = base;
  }

  /** What a restored backup brought back may have gone out after the backup. */
  void standStill() {
    transactions.actIf(
        act -> {
          RoundRows rows = new RoundRows(act.jdbc(), door);
          List<Round> restored =
              rows.in(Round.State.SENDING).stream()
                  .filter(round -> !rows.isLive(round.id()))
                  .toList();
          restored.forEach(round -> rows.pause(round.id(), "restored"));
          if (!restored.isEmpty()) {
            act.record(null, "organisations.stand-still", Map.of("count", restored.size()));
          }
          return true;
        });
  }

  /** Sends all that is due. */
  void run() {
    for (Round round :
        transactions.run(jdbc -> new RoundRows(jdbc, door).in(Round.State.SENDING))) {
      if (transactions.run(jdbc -> new RoundRows(jdbc, door).isLive(round.id()))) {
        new Run(round).all();
      }
    }
  }

  private void pause(Round seen, String why) {
    transactions.actIf(
        act -> {
          door.lock(act.jdbc(), seen.incident());
          RoundRows rows = new RoundRows(act.jdbc(), door);
          if (rows.lock(seen.id()).filter(one -> one.state() == Round.State.SENDING).isEmpty()) {
            return false;
          }
          rows.pause(seen.id(), why);
          door.tell(act.jdbc(), seen.incident(), null, "organisations.stopped", "" + seen.number());
          act.record(
              null,
              "organisations.round-paused",
              Map.of(
                  "incident", seen.incident().toString(),
                  "round", seen.id().toString(),
                  "why", why));
          return true;
        });
  }

  /** A mail that is ready to go. */
  private record Made(Links.Mail mail, String to, byte[] bytes) {
    @Override
    public String toString() {
      return "Made[" + mail + "]";
    }
  }

  private final class Run {
    private final Round round;
    private final byte[] secret;
    private @Nullable SmtpSession session;
    private boolean isStopped;
    private @Nullable String pauses;

    Run(Round round) {
      this.round = round;
      secret =
          transactions.run(
              jdbc ->
                  ledger
                      .stores()
                      .keys()
                      .unseal(
                          new RoundRows(jdbc, door).secret(round.id()), Round.context(round.id())));
    }

    void all() {
      Optional<MailRoute> route = routes.find(round.route());
      boolean isSame =
          transactions.run(
              jdbc ->
                  RouteFacts.locked(jdbc, round.route())
                      .filter(
                          facts ->
                              facts
                                  .hash()
                                  .hex()
                                  .equals(new RoundRows(jdbc, door).routeHash(round.id())))
                      .isPresent());
      if (route.isEmpty() || !isSame) {
        pause(round, "route-changed");
        return;
      }
      recover();
      try {
        Links.Mail mail = next();
        while (mail != null && !isStopped) {
          Made made = make(route.get(), mail);
          if (made != null && handOver(made)) {
            send(route.get(), made);
          }
          mail = next();
        }
      } finally {
        close();
      }
      if (pauses != null) {
        pause(round, pauses);
      }
      if (!isStopped) {
        end();
      }
    }

    /** After an end that nobody saw: what was handed over without an answer is in doubt. */
    private void recover() {
      transactions.run(
          jdbc ->
              jdbc.sql(
                      """
                      update organisation_mail set state = 'planned', in_doubt = true,
                        attempts = attempts + 1
                      where round = :round and state = 'handed-over'
                      """)
                  .param("round", round.id())
                  .update());
    }

    private Links.@Nullable Mail next() {
      return transactions
          .run(
              jdbc ->
                  jdbc.sql(
                          """
                          select organisation, kind, attempts from organisation_mail
                          where round = :round
                            and (state = 'planned' or (state = 'deferred' and next_at <= :now))
                          order by organisation, kind desc limit 1
                          """)
                      .param("round", round.id())
                      .param("now", RoundRows.time(clock.realNow()))
                      .query(
                          (row, number) ->
                              new Links.Mail(row.getInt(1), row.getString(2), row.getInt(3)))
                      .optional())
          .orElse(null);
    }

    /** Null when its contact is gone: its row says so. */
    private @Nullable Made make(MailRoute route, Links.Mail mail) {
      Target target =
          transactions
              .run(jdbc -> Target.find(jdbc, round.id(), mail.organisation()))
              .orElseThrow();
      UUID contact = mail.kind().equals("link") ? target.contact() : target.second();
      String to =
          contact == null
              ? ""
              : desk.contact(contact).map(OrganisationDesk.Reach::email).orElse("");
      if (!MailAddress.isSound(to)) {
        settle(mail, "no-contact", null, false, null);
        return null;
      }
      Letter letter = mail.kind().equals("link") ? link(target) : code(target);
      Instant date = Objects.requireNonNull(round.startedAt());
      byte[] bytes =
          MimeText.of(
              new MimeText.Head(
                  route.from(),
                  route.fromName(),
                  to,
                  null,
                  letter.subject(),
                  date,
                  Links.messageId(secret, mail, target.generation(), route.from())),
              letter.body(),
              null);
      return new Made(mail, to, bytes);
    }

    private Instant expires(Target target) {
      Instant known = target.expires();
      return known != null
          ? known
          : Objects.requireNonNull(round.startedAt()).plus(Duration.ofDays(round.days()));
    }

    private Letter link(Target target) {
      return round
          .letter()
          .filled(
              Map.of(
                  "organisation",
                  line(String.valueOf(desk.names().get(target.organisation()))),
                  "supplier",
                  line(supplier()),
                  "link",
                  base
                      + Links.PATH
                      + Links.token(secret, target.organisation(), target.generation()),
                  "expires",
                  Times.second(expires(target))));
    }

    /** What strangers called something, without what cannot be seen. */
    private static String line(String value) {
      return value
          .replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2060-\\u206f]", " ")
          .strip();
    }

    private String supplier() {
      Integer id = transactions.run(jdbc -> door.find(jdbc, round.incident())).supplier();
      return ledger.inTransaction(db -> new Register(db).all()).stream()
          .filter(one -> id != null && one.id() == id)
          .map(Supplier::name)
          .findFirst()
          .orElse("a supplier of ours");
    }

    private Letter code(Target target) {
      return new Letter(
          "A code for a list that somebody else got a link to",
          "Hello,\n\nthe contact of your organisation got a link to a list from us. Their mailbox is"
              + " at the supplier that was breached, so the list opens only with this code:\n\n"
              + Links.code(secret, target.organisation(), target.generation())
              + "\n\nGive it to them by telephone, not by mail. It works until "
              + Times.second(expires(target))
              + ".\n");
    }

    /**
     * Commits that it goes out now; the link works from here on.
     *
     * @return false when the round was stopped, or somebody was faster
     */
    private boolean handOver(Made made) {
      return transactions.actIf(
          act -> {
            JdbcClient jdbc = act.jdbc();
            door.lock(jdbc, round.incident());
            boolean isHeld =
                !round.drill()
                    && new Holds(jdbc, door)
                        .until(round.incident(), Holds.What.ORGANISATIONS, clock.realNow())
                        .isPresent();
            if (isHeld) {
              isStopped = true;
              pauses = "hold";
              return false;
            }
            if (new RoundRows(jdbc, door)
                .lock(round.id())
                .filter(one -> one.state() == Round.State.SENDING)
                .isEmpty()) {
              isStopped = true;
              return false;
            }
            boolean isOurs =
                jdbc.sql(
                            """
                            update organisation_mail set state = 'handed-over', next_at = null
                            where round = :round and organisation = :organisation and kind = :kind
                              and state in ('planned', 'deferred')
                            """)
                        .param("round", round.id())
                        .param("organisation", made.mail().organisation())
                        .param("kind", made.mail().kind())
                        .update()
                    == 1;
            if (isOurs && made.mail().kind().equals("link")) {
              Target target =
                  Target.find(jdbc, round.id(), made.mail().organisation()).orElseThrow();
              jdbc.sql(
                      """
                      update organisation_notice set token_sha256 = :hash, expires_at = :until
                      where round = :round and organisation = :organisation
                        and revoked_at is null
                      """)
                  .param(
                      "hash",
                      Links.hash(Links.token(secret, target.organisation(), target.generation())))
                  .param("until", RoundRows.time(expires(target)))
                  .param("round", round.id())
                  .param("organisation", target.organisation())
                  .update();
            }
            return isOurs;
          });
    }

    private void send(MailRoute route, Made made) {
      try {
        if (session == null) {
          session = routes.open(route);
        }
        Reply reply = session.send(new Envelope(route.from(), made.to()), made.bytes());
        if (!session.isUsable()) {
          close();
        }
        boolean isLast = made.mail().attempts() + 1 >= MOST_ATTEMPTS;
        settle(
            made.mail(),
            reply.accepted()
                ? "accepted"
                : reply.refused() ? "refused" : isLast ? "given-up" : "deferred",
            reply,
            false,
            made.to());
      } catch (ConnectionLost e) {
        close();
        boolean isLast = made.mail().attempts() + 1 >= MOST_ATTEMPTS;
        settle(made.mail(), isLast ? "given-up" : "deferred", null, e.inDoubt(), made.to());
      } catch (StoplogException e) {
        if (e.problem() != Problem.MAIL_ROUTE_FAILED) {
          throw e;
        }
        settle(made.mail(), "planned", null, false, made.to());
        isStopped = true;
        pauses = "route";
      }
    }

    private void settle(
        Links.Mail mail,
        String state,
        @Nullable Reply reply,
        boolean isInDoubt,
        @Nullable String to) {
      Instant now = clock.realNow();
      String said =
          reply == null || to == null
              ? null
              : line(reply.textWithout(to)).replaceAll("[^\\s<>]+@[^\\s<>]+", "•••");
      transactions.run(
          jdbc ->
              jdbc.sql(
                      """
                      update organisation_mail set state = :state, in_doubt = in_doubt or :doubt,
                        attempts = attempts + :attempt, code = coalesce(:code, code),
                        status = coalesce(:status, status), reply = coalesce(:reply, reply),
                        answered_at = coalesce(:at, answered_at), next_at = :next
                      where round = :round and organisation = :organisation and kind = :kind
                      """)
                  .param("state", state)
                  .param("doubt", isInDoubt)
                  .param("attempt", state.equals("planned") || to == null ? 0 : 1)
                  .param("code", reply == null ? null : reply.code(), java.sql.Types.INTEGER)
                  .param("status", reply == null ? null : reply.status(), java.sql.Types.VARCHAR)
                  .param(
                      "reply",
                      said == null
                          ? null
                          : said.substring(0, Math.min(said.length(), LONGEST_REPLY)),
                      java.sql.Types.VARCHAR)
                  .param(
                      "at",
                      reply == null ? null : RoundRows.time(now),
                      java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                  .param(
                      "next",
                      state.equals("deferred") ? RoundRows.time(now.plus(wait(mail))) : null,
                      java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                  .param("round", round.id())
                  .param("organisation", mail.organisation())
                  .param("kind", mail.kind())
                  .update());
    }

    private static Duration wait(Links.Mail mail) {
      Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(mail.attempts(), 10));
      return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private void close() {
      SmtpSession open = session;
      session = null;
      if (open != null) {
        open.close();
      }
    }

    /** When nothing waits any more. */
    private void end() {
      transactions.actIf(
          act -> {
            JdbcClient jdbc = act.jdbc();
            door.lock(jdbc, round.incident());
            RoundRows rows = new RoundRows(jdbc, door);
            if (rows.lock(round.id()).filter(one -> one.state() == Round.State.SENDING).isEmpty()) {
              return false;
            }
            Map<String, Object> detail = counts(jdbc, round.id());
            if (detail.containsKey("planned")
                || detail.containsKey("deferred")
                || detail.containsKey("handed-over")) {
              return false;
            }
            rows.end(round.id(), clock.realNow());
            detail.put("incident", round.incident().toString());
            detail.put("round", round.id().toString());
            door.tell(jdbc, round.incident(), null, "organisations.ended", "" + round.number());
            act.record(null, "organisations.round-ended", detail);
            return true;
          });
    }
  }

  /** Mails by state. */
  static Map<String, Object> counts(JdbcClient jdbc, UUID round) {
    Map<String, Object> counts = new java.util.TreeMap<>();
    jdbc.sql("select state, count(*) from organisation_mail where round = :round group by state")
        .param("round", round)
        .query(
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            });
    return counts;
  }
}
