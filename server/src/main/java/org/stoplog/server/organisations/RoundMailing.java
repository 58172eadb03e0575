package org.stoplog.server.organisations;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.Letter;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.mail.MailRun;
import org.stoplog.server.mail.MimeText;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.notices.Holds;
import org.stoplog.server.notices.RouteFacts;
import org.stoplog.server.people.OrganisationDesk;
import org.stoplog.server.platform.LinkKeys;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/**
 * Sends the mails of rounds, one at a time: committed as handed over before the first byte goes
 * out, and its answer after. A mail in doubt is sent again with the same bytes. For one thread.
 */
final class RoundMailing {
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

  private final class Run implements MailRun.Book<Links.Mail> {
    private final Round round;
    private final byte[] secret;
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
      if (!new MailRun<>(routes, route.get(), this, clock.real()).all()) {
        isStopped = true;
        pauses = "route";
      }
      if (pauses != null) {
        pause(round, pauses);
      }
      if (!isStopped) {
        end();
      }
    }

    @Override
    public boolean isStopped() {
      return isStopped;
    }

    @Override
    public int attempts(Links.Mail mail) {
      return mail.attempts();
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

    @Override
    public Optional<Links.Mail> next() {
      return transactions.run(
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
                  .optional());
    }

    /** Null when its contact is gone: its row says so. */
    @Override
    public MailRun.@Nullable Ready make(MailRoute route, Links.Mail mail) {
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
        settle(mail, new MailRun.Outcome("no-contact", false, false, null, null, null, null));
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
                  LinkKeys.messageId(secret, mail.label(target.generation()), route.from())),
              letter.body(),
              null);
      return new MailRun.Ready(to, bytes);
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
                  Letter.line(String.valueOf(desk.names().get(target.organisation()))),
                  "supplier",
                  Letter.line(supplier()),
                  "link",
                  base
                      + Links.PATH
                      + LinkKeys.token(secret, target.organisation(), target.generation()),
                  "expires",
                  Times.second(expires(target))));
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
              + LinkKeys.code(secret, target.organisation(), target.generation())
              + "\n\nGive it to them by telephone, not by mail. It works until "
              + Times.second(expires(target))
              + ".\n");
    }

    /**
     * Commits that it goes out now; the link works from here on.
     *
     * @return false when the round was stopped, or somebody was faster
     */
    @Override
    public boolean handOver(Links.Mail mail) {
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
                        .param("organisation", mail.organisation())
                        .param("kind", mail.kind())
                        .update()
                    == 1;
            if (isOurs && mail.kind().equals("link")) {
              Target target = Target.find(jdbc, round.id(), mail.organisation()).orElseThrow();
              jdbc.sql(
                      """
                      update organisation_notice set token_sha256 = :hash, expires_at = :until
                      where round = :round and organisation = :organisation
                        and revoked_at is null
                      """)
                  .param(
                      "hash",
                      LinkKeys.hash(
                          LinkKeys.token(secret, target.organisation(), target.generation())))
                  .param("until", RoundRows.time(expires(target)))
                  .param("round", round.id())
                  .param("organisation", target.organisation())
                  .update();
            }
            return isOurs;
          });
    }

    @Override
    public void settle(Links.Mail mail, MailRun.Outcome outcome) {
      Reply reply = outcome.reply();
      Instant answered = outcome.answered();
      Instant next = outcome.next();
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
                  .param("state", outcome.state())
                  .param("doubt", outcome.inDoubt())
                  .param("attempt", outcome.isTried() ? 1 : 0)
                  .param("code", reply == null ? null : reply.code(), Types.INTEGER)
                  .param("status", reply == null ? null : reply.status(), Types.VARCHAR)
                  .param("reply", outcome.said(), Types.VARCHAR)
                  .param(
                      "at",
                      answered == null ? null : RoundRows.time(answered),
                      Types.TIMESTAMP_WITH_TIMEZONE)
                  .param(
                      "next",
                      next == null ? null : RoundRows.time(next),
                      Types.TIMESTAMP_WITH_TIMEZONE)
                  .param("round", round.id())
                  .param("organisation", mail.organisation())
                  .param("kind", mail.kind())
                  .update());
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
