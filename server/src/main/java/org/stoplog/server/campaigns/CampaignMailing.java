package org.stoplog.server.campaigns;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.Letter;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.mail.MailRun;
import org.stoplog.server.mail.MimeText;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.platform.LinkKeys;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Sends the mails of campaigns: links, codes and reminders. For one thread. */
final class CampaignMailing {
  private final Ledger ledger;
  private final Transactions transactions;
  private final MailRoutes routes;
  private final IncidentDoor door;
  private final ServerClock clock;
  private final String base;

  /**
   * @param base what the world calls us, without a slash at the end
   */
  CampaignMailing(
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

  private CampaignRows rows(JdbcClient jdbc) {
    return new CampaignRows(jdbc, ledger.stores().keys());
  }

  /** What a restored backup brought back may have gone out after the backup. */
  void standStill() {
    transactions.actIf(
        act -> {
          CampaignRows rows = rows(act.jdbc());
          List<Campaign> restored =
              rows.running().stream().filter(one -> !rows.isLive(one.id())).toList();
          restored.forEach(one -> rows.pause(one.id(), "restored"));
          if (!restored.isEmpty()) {
            act.record(null, "campaign.stand-still", Map.of("count", restored.size()));
          }
          return true;
        });
  }

  /** Sends all that is due. */
  void run() {
    for (Campaign one : transactions.run(jdbc -> rows(jdbc).running())) {
      if (transactions.run(jdbc -> rows(jdbc).isLive(one.id()))) {
        new Run(one).all();
      }
    }
  }

  private void pause(Campaign seen, String why) {
    transactions.actIf(
        act -> {
          CampaignRows rows = rows(act.jdbc());
          if (rows.lock(seen.id()).filter(one -> one.state() == Campaign.State.RUNNING).isEmpty()) {
            return false;
          }
          rows.pause(seen.id(), why);
          act.record(null, "campaign.paused", Map.of("campaign", seen.id().toString(), "why", why));
          return true;
        });
  }

  /**
   * A mail of a campaign.
   *
   * @param kind link, code, reminder, or second for the link to a second contact
   * @param number of a link and its code its generation; of reminders counted; of a second 1
   */
  record Mail(int supplier, String kind, int number, int attempts, Instant planned) {}

  private final class Run implements MailRun.Book<Mail> {
    private final Campaign campaign;
    private final byte[] secret;
    private final Deque<Mail> due = new ArrayDeque<>();
    private boolean isStopped;

    Run(Campaign campaign) {
      this.campaign = campaign;
      this.secret = transactions.run(jdbc -> rows(jdbc).secret(campaign.id()));
    }

    void all() {
      recover();
      if (transactions.run(this::due).isEmpty()) {
        return;
      }
      Optional<MailRoute> route = routes.find(campaign.route());
      // What it belongs to may have become known since it was started.
      boolean isBreached = route.isPresent() && route.get().isOf(breached());
      if (route.isEmpty() || isBreached || route.get().catcher() != campaign.drill()) {
        pause(campaign, "route-changed");
        return;
      }
      if (!new MailRun<>(routes, route.get(), this, clock.real()).all()) {
        pause(campaign, "route");
      }
    }

    private Set<Integer> breached() {
      UUID incident = campaign.incident();
      return incident == null
          ? Set.of()
          : transactions.run(jdbc -> door.find(jdbc, incident).company());
    }

    /** After an end that nobody saw: what was handed over without an answer is in doubt. */
    private void recover() {
      transactions.run(
          jdbc ->
              jdbc.sql(
                      """
                      update campaign_mail set state = 'planned', in_doubt = true,
                        attempts = attempts + 1
                      where campaign = :campaign and state = 'handed-over'
                      """)
                  .param("campaign", campaign.id())
                  .update());
    }

    @Override
    public boolean isStopped() {
      return isStopped;
    }

    @Override
    public int attempts(Mail mail) {
      return mail.attempts();
    }

    /**
     * Read by the hundred; whoever stopped one of them meanwhile is obeyed as it is handed over.
     */
    @Override
    public Optional<Mail> next() {
      if (due.isEmpty()) {
        due.addAll(transactions.run(this::due));
      }
      return Optional.ofNullable(due.poll());
    }

    private List<Mail> due(JdbcClient jdbc) {
      return jdbc.sql(
              """
              select supplier, kind, number, attempts, planned_at from campaign_mail
              where campaign = :campaign
                and (state = 'planned' or (state = 'deferred' and next_at <= :now))
              order by planned_at, supplier, kind desc limit 100
              """)
          .param("campaign", campaign.id())
          .param("now", CampaignRows.time(clock.realNow()))
          .query(
              (row, number) ->
                  new Mail(
                      row.getInt(1),
                      row.getString(2),
                      row.getInt(3),
                      row.getInt(4),
                      row.getObject(5, OffsetDateTime.class).toInstant()))
          .list();
    }

    private Asked asked(Mail mail) {
      return transactions
          .run(jdbc -> rows(jdbc).asked(campaign.id(), mail.supplier()))
          .orElseThrow();
    }

    @Override
    public MailRun.@Nullable Ready make(MailRoute route, Mail mail) {
      Asked asked = asked(mail);
      boolean isCode = mail.kind().equals("code");
      boolean isAgain = isAgain(mail);
      String to = isCode || mail.kind().equals("second") ? asked.second() : asked.contact();
      boolean isPast = isAgain ? asked.isAnswered() : mail.number() != asked.generation();
      if (to == null || !MailAddress.isSound(to) || isPast || asked.revoked() != null) {
        settle(mail, new MailRun.Outcome("dropped", false, false, null, null, null, null));
        return null;
      }
      Letter letter =
          isCode
              ? CampaignText.code(
                  asked.language(),
                  LinkKeys.code(secret, asked.supplier(), asked.generation()),
                  Times.second(expires(asked, mail)))
              : link(asked, mail);
      byte[] bytes =
          MimeText.of(
              new MimeText.Head(
                  route.from(),
                  route.fromName(),
                  to,
                  null,
                  letter.subject(),
                  mail.planned(),
                  LinkKeys.messageId(
                      secret,
                      mail.kind() + " " + mail.supplier() + " " + mail.number(),
                      route.from())),
              letter.body(),
              null);
      return new MailRun.Ready(to, bytes);
    }

    private Instant expires(Asked asked, Mail mail) {
      Instant known = asked.expires();
      return known != null ? known : expires(mail);
    }

    private Instant expires(Mail mail) {
      return mail.planned().plus(Duration.ofDays(campaign.days()));
    }

    private Letter link(Asked asked, Mail mail) {
      Letter filled =
          campaign
              .letter()
              .filled(
                  Map.of(
                      "supplier",
                      Letter.line(asked.name()),
                      "breached",
                      Letter.line(breachedName()),
                      "link",
                      base
                          + AskedDoor.PATH
                          + "#"
                          + LinkKeys.token(secret, asked.supplier(), asked.generation()),
                      "due",
                      campaign.due().toString(),
                      "expires",
                      Times.second(expires(asked, mail))));
      return isAgain(mail)
          ? new Letter(
              CampaignText.again(asked.language()) + filled.subject(),
              (mail.kind().equals("second") ? CampaignText.second(asked.language()) : "")
                  + filled.body())
          : filled;
    }

    /** Whether it is for nothing once somebody has answered. */
    private static boolean isAgain(Mail mail) {
      return mail.kind().equals("reminder") || mail.kind().equals("second");
    }

    private String breachedName() {
      UUID incident = campaign.incident();
      Integer supplier =
          incident == null ? null : transactions.run(jdbc -> door.find(jdbc, incident)).supplier();
      return supplier == null
          ? "a supplier of ours"
          : transactions.run(
              jdbc ->
                  jdbc.sql("select name from supplier where id = :id")
                      .param("id", supplier)
                      .query(String.class)
                      .single());
    }

    /** Commits that it goes out now; the link works from here on. */
    @Override
    public boolean handOver(Mail mail) {
      return transactions.run(
          jdbc -> {
            boolean isRunning =
                rows(jdbc)
                    .lock(campaign.id())
                    .filter(one -> one.state() == Campaign.State.RUNNING)
                    .isPresent();
            if (!isRunning) {
              isStopped = true;
              return false;
            }
            boolean isOurs =
                jdbc.sql(
                            """
                            update campaign_mail set state = 'handed-over', next_at = null
                            where campaign = :campaign and supplier = :supplier and kind = :kind
                              and number = :number and state in ('planned', 'deferred')
                            """)
                        .param("campaign", campaign.id())
                        .param("supplier", mail.supplier())
                        .param("kind", mail.kind())
                        .param("number", mail.number())
                        .update()
                    == 1;
            if (isOurs && mail.kind().equals("link")) {
              open(jdbc, mail);
            }
            return isOurs;
          });
    }

    private void open(JdbcClient jdbc, Mail mail) {
      jdbc.sql(
              """
              update campaign_supplier set token_sha256 = :hash,
                expires_at = coalesce(expires_at, :until)
              where campaign = :campaign and supplier = :supplier and generation = :generation
                and revoked_at is null
              """)
          .param("hash", LinkKeys.hash(LinkKeys.token(secret, mail.supplier(), mail.number())))
          .param("until", CampaignRows.time(expires(mail)))
          .param("campaign", campaign.id())
          .param("supplier", mail.supplier())
          .param("generation", mail.number())
          .update();
    }

    @Override
    public void settle(Mail mail, MailRun.Outcome outcome) {
      Reply reply = outcome.reply();
      Instant answered = outcome.answered();
      Instant next = outcome.next();
      transactions.run(
          jdbc ->
              jdbc.sql(
                      """
                      update campaign_mail set state = :state, in_doubt = in_doubt or :doubt,
                        attempts = attempts + :attempt, code = coalesce(:code, code),
                        status = coalesce(:status, status), reply = coalesce(:reply, reply),
                        answered_at = coalesce(:at, answered_at), next_at = :next
                      where campaign = :campaign and supplier = :supplier and kind = :kind
                        and number = :number
                      """)
                  .param("state", outcome.state())
                  .param("doubt", outcome.inDoubt())
                  .param("attempt", outcome.isTried() ? 1 : 0)
                  .param("code", reply == null ? null : reply.code(), Types.INTEGER)
                  .param("status", reply == null ? null : reply.status(), Types.VARCHAR)
                  .param("reply", outcome.said(), Types.VARCHAR)
                  .param(
                      "at",
                      answered == null ? null : CampaignRows.time(answered),
                      Types.TIMESTAMP_WITH_TIMEZONE)
                  .param(
                      "next",
                      next == null ? null : CampaignRows.time(next),
                      Types.TIMESTAMP_WITH_TIMEZONE)
                  .param("campaign", campaign.id())
                  .param("supplier", mail.supplier())
                  .param("kind", mail.kind())
                  .param("number", mail.number())
                  .update());
    }
  }
}
