package org.stoplog.server.campaigns;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.expectations.ExpectationSet;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.assessments.Answer;
import org.stoplog.server.assessments.Assessment;
import org.stoplog.server.campaigns.CampaignDesk.Changing;
import org.stoplog.server.campaigns.CampaignDesk.Done;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;

/** What people do with a campaign and with whom it asks. */
final class CampaignActs {
  private static final int MOST_NAMED = 10;

  private final CampaignDesk desk;
  private final IncidentDoor door;
  private final ServerClock clock;
  private final Runnable wake;

  /**
   * @param wake has mails sent at once
   */
  CampaignActs(CampaignDesk desk, IncidentDoor door, ServerClock clock, Runnable wake) {
    this.desk = desk;
    this.door = door;
    this.clock = clock;
    this.wake = wake;
  }

  /** A supplier as the register has it now: whom to write to. */
  private record Known(String contact, String second) {}

  /**
   * Begins it: an assessment for each supplier, and a mail for each that can be written to.
   *
   * @throws org.stoplog.catalog.problem.StoplogException REQUEST_INVALID that says why not
   */
  void start(Caller who, UUID id) {
    desk.change(who, id, this::start);
  }

  private Done start(Changing change) {
    UUID id = change.campaign().id();
    require(change.campaign().state() == Campaign.State.DRAFT, "It was begun already.");
    List<Asked> asked = change.rows().asked(id);
    require(!asked.isEmpty(), "Nobody is in it. Add whom to ask first.");
    ExpectationSet set =
        ExpectationSets.find(change.campaign().set())
            .filter(one -> one.version().equals(change.campaign().version()))
            .orElseThrow(
                () ->
                    CampaignDesk.wrong(
                        "Its set of questions has another version now. Make it anew."));
    Set<Integer> breached = breached(change.jdbc());
    Instant now = clock.realNow();
    int written = 0;
    UUID first = null;
    for (Asked one : asked) {
      UUID assessment = Ids.next(now);
      add(change, set, one, assessment, first);
      first = first == null ? assessment : first;
      written += begin(change, one, assessment, breached, now) ? 1 : 0;
    }
    change.rows().start(id, change.by(), now);
    change.act().afterwards(wake);
    return new Done(
        "campaign.started",
        "sweep.started",
        null,
        Map.of(
            "suppliers", asked.size(),
            "written", written,
            "set", set.id(),
            "drill", change.campaign().drill()));
  }

  /**
   * Begins a draft that nobody has looked at, in the caller's transaction, which has its own entry.
   *
   * @param by account that it is begun for
   * @return why it stays a draft; null when it was begun
   */
  @Nullable String startByItself(Act act, UUID id, UUID by) {
    Campaign held = desk.rows(act.jdbc()).lock(id).orElseThrow(CampaignDesk::unknown);
    CampaignRows rows = desk.rows(act.jdbc());
    if (held.state() != Campaign.State.DRAFT) {
      return "Somebody has looked at it already.";
    }
    Set<Integer> breached = breached(act.jdbc());
    List<String> missing = new ArrayList<>();
    for (Asked one : rows.asked(id)) {
      if (begun(act.jdbc(), held, one.supplier(), id, breached).obstacle() != null) {
        missing.add(one.name());
      }
    }
    if (!missing.isEmpty()) {
      int more = missing.size() - Math.min(MOST_NAMED, missing.size());
      return String.join(", ", missing.subList(0, missing.size() - more))
          + (more > 0 ? " and " + more + " more" : "")
          + " cannot be asked: the register has no mail address for "
          + (missing.size() == 1 ? "it." : "them.");
    }
    try {
      start(new Changing(act, rows, desk.assessments(act.jdbc()), held, by));
      return null;
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * @param first whose questions it has as well; null while there is none
   */
  private void add(Changing change, ExpectationSet set, Asked one, UUID id, @Nullable UUID first) {
    Campaign campaign = change.campaign();
    Assessment assessment =
        new Assessment(
            id,
            one.supplier(),
            set.id(),
            set.version(),
            set.title(),
            campaign.due(),
            campaign.why(),
            change.by(),
            clock.now(),
            null);
    if (first == null) {
      change.assessments().add(assessment, set.expectations());
    } else {
      change.assessments().addLike(assessment, first);
    }
  }

  /**
   * @return whether somebody is written to
   */
  private boolean begin(
      Changing change, Asked one, UUID assessment, Set<Integer> breached, Instant now) {
    Campaign campaign = change.campaign();
    CampaignRows.Begun begun = begun(change.jdbc(), campaign, one.supplier(), assessment, breached);
    change.rows().begin(campaign.id(), begun);
    if (begun.obstacle() != null) {
      return false;
    }
    change.rows().plan(campaign.id(), one.supplier(), "link", 1, now);
    if (begun.needsCode()) {
      change.rows().plan(campaign.id(), one.supplier(), "code", 1, now);
    }
    return true;
  }

  /** Whom to write to, or why nobody can be. */
  CampaignRows.Begun begun(
      JdbcClient jdbc, Campaign campaign, int supplier, UUID assessment, Set<Integer> breached) {
    Known known =
        jdbc.sql(
                """
                select coalesce(security_contact, ''), coalesce(second_contact, '')
                from supplier where id = :id
                """)
            .param("id", supplier)
            .query((row, number) -> new Known(row.getString(1), row.getString(2)))
            .single();
    String contact = MailAddress.in(known.contact()).orElse(null);
    boolean needsCode =
        contact != null && (breached.contains(supplier) || isAtBreached(jdbc, campaign, contact));
    String second =
        needsCode
            ? MailAddress.in(known.second())
                .filter(one -> !one.equalsIgnoreCase(contact))
                .orElse(null)
            : null;
    String obstacle =
        contact == null ? "no-contact" : needsCode && second == null ? "no-second-contact" : null;
    return new CampaignRows.Begun(supplier, assessment, contact, second, needsCode, obstacle);
  }

  private boolean isAtBreached(JdbcClient jdbc, Campaign campaign, String contact) {
    UUID incident = campaign.incident();
    return incident != null
        && door.isOfSupplier(
            jdbc,
            door.find(jdbc, incident).supplier(),
            contact.substring(contact.lastIndexOf('@') + 1));
  }

  /**
   * Suppliers of incidents that are not closed, and what is one company with them: their mailboxes
   * may be in other hands.
   */
  static Set<Integer> breached(JdbcClient jdbc) {
    return new HashSet<>(
        jdbc.sql(
                """
                select c.id from incident i, company(i.supplier) as c (id)
                where i.state <> 'closed' and i.supplier is not null
                """)
            .query(Integer.class)
            .list());
  }

  void discard(Caller who, UUID id) {
    desk.change(
        who,
        id,
        change -> {
          require(change.campaign().state() == Campaign.State.DRAFT, "Only a draft is discarded.");
          change.rows().discard(id);
          return new Done("campaign.discarded", null, null, Map.of());
        });
  }

  void end(Caller who, UUID id) {
    desk.change(
        who,
        id,
        change -> {
          require(change.campaign().isOpen(), "It is not running.");
          change.rows().end(id, change.by(), clock.realNow());
          return new Done("campaign.ended", "sweep.ended", null, Map.of());
        });
  }

  void resume(Caller who, UUID id) {
    desk.change(
        who,
        id,
        change -> {
          require(change.campaign().state() == Campaign.State.PAUSED, "It does not stand still.");
          change.rows().resume(id);
          change.act().afterwards(wake);
          return new Done("campaign.resumed", null, null, Map.of());
        });
  }

  /** Adds or leaves out one supplier of a draft. */
  void choose(Caller who, UUID id, int supplier, boolean isIn) {
    desk.change(
        who,
        id,
        change -> {
          require(
              change.campaign().state() == Campaign.State.DRAFT, "It was begun: nobody changes.");
          Optional<Integer> found =
              change
                  .jdbc()
                  .sql("select id from supplier where id = :id")
                  .param("id", supplier)
                  .query(Integer.class)
                  .optional();
          require(found.isPresent(), "There is no such supplier.");
          if (isIn) {
            change
                .rows()
                .addSupplier(id, supplier, List.of("by hand"), change.campaign().language());
          } else {
            change.rows().removeSupplier(id, supplier);
          }
          return new Done(
              isIn ? "campaign.supplier-added" : "campaign.supplier-left-out",
              null,
              null,
              Map.of("supplier", supplier));
        });
  }

  /** Writes again to all that are silent. */
  void remind(Caller who, UUID id) {
    desk.change(
        who,
        id,
        change -> {
          require(change.campaign().state() == Campaign.State.RUNNING, "It is not running.");
          int planned = remind(change.rows(), id, clock.realNow());
          require(planned > 0, "There is nobody to be reminded: who has a link has answered.");
          change.act().afterwards(wake);
          return new Done("campaign.reminded", "sweep.reminded", null, Map.of("count", planned));
        });
  }

  /**
   * @return how many are written again: those whose link works, and who have not answered
   */
  static int remind(CampaignRows rows, UUID campaign, Instant now) {
    int planned = 0;
    for (Asked one : rows.asked(campaign)) {
      Instant expires = one.expires();
      if (one.isSilent() && expires != null && expires.isAfter(now)) {
        rows.plan(campaign, one.supplier(), "reminder", one.reminders() + 1, now);
        planned++;
      }
    }
    return planned;
  }

  private void change(
      Caller who,
      UUID id,
      int supplier,
      java.util.function.BiFunction<Changing, Asked, Done> work) {
    desk.change(
        who,
        id,
        change ->
            work.apply(
                change, change.rows().asked(id, supplier).orElseThrow(CampaignDesk::unknown)));
  }

  /** Another link; also for whoever had no contact before and has one now. */
  void renew(Caller who, UUID id, int supplier) {
    change(
        who,
        id,
        supplier,
        (change, asked) -> {
          require(change.campaign().state() == Campaign.State.RUNNING, "It is not running.");
          require(asked.taken() == null, "Its answers were taken over.");
          UUID assessment = asked.assessment();
          CampaignRows.Begun begun =
              begun(
                  change.jdbc(),
                  change.campaign(),
                  supplier,
                  java.util.Objects.requireNonNull(assessment),
                  breached(change.jdbc()));
          change.rows().begin(id, begun);
          require(begun.obstacle() == null, obstacle(begun.obstacle()));
          change.rows().renew(change.rows().asked(id, supplier).orElseThrow(), clock.realNow());
          change.act().afterwards(wake);
          return new Done(
              "campaign.link-renewed", "sweep.link-renewed", asked.name(), of(supplier));
        });
  }

  private static String obstacle(@Nullable String word) {
    return "no-second-contact".equals(word)
        ? "It was breached, so the link needs a code, and the register has no second contact with"
            + " another mail address. Add one."
        : "The register has no mail address for its security. Add the one that you know from"
            + " before.";
  }

  void revoke(Caller who, UUID id, int supplier) {
    change(
        who,
        id,
        supplier,
        (change, asked) -> {
          require(asked.revoked() == null, "Its link was ended already.");
          change.rows().revoke(id, supplier, clock.realNow());
          return new Done("campaign.link-ended", "sweep.link-ended", asked.name(), of(supplier));
        });
  }

  /** The supplier may change what it sent. */
  void reopen(Caller who, UUID id, int supplier) {
    change(
        who,
        id,
        supplier,
        (change, asked) -> {
          require(asked.sent() != null && asked.taken() == null, "There is nothing to give back.");
          change.rows().reopen(asked);
          return new Done("campaign.answers-given-back", null, null, of(supplier));
        });
  }

  private static Map<String, Object> of(int supplier) {
    return Map.of("supplier", supplier);
  }

  /** Takes answers over into the assessment, as claims of the supplier. */
  void take(Caller who, UUID id, int supplier) {
    change(
        who,
        id,
        supplier,
        (change, asked) -> {
          require(asked.sent() != null && asked.taken() == null, "There is nothing to take over.");
          int taken = take(change, asked);
          return new Done(
              "campaign.answers-taken",
              "sweep.answers-taken",
              asked.name(),
              Map.of("supplier", supplier, "answers", taken));
        });
  }

  /** Of all that have answered. */
  void takeAll(Caller who, UUID id) {
    desk.change(
        who,
        id,
        change -> {
          List<Integer> from = new ArrayList<>();
          for (Asked one : change.rows().asked(id)) {
            if (one.sent() != null && one.taken() == null) {
              take(change, one);
              from.add(one.supplier());
            }
          }
          require(!from.isEmpty(), "There is nothing to take over.");
          return new Done(
              "campaign.answers-taken",
              "sweep.answers-taken",
              from.size() + " suppliers",
              Map.of("suppliers", from));
        });
  }

  private int take(Changing change, Asked asked) {
    UUID assessment = java.util.Objects.requireNonNull(asked.assessment());
    require(
        change.assessments().lock(assessment).filter(Assessment::isOpen).isPresent(),
        "The assessment of " + asked.name() + " is closed.");
    List<Draft> drafts = change.rows().drafts(asked);
    for (Draft one : drafts) {
      change
          .assessments()
          .add(
              assessment,
              new Answer(
                  one.question(),
                  one.answer(),
                  one.words(),
                  change.by(),
                  clock.now(),
                  asked.sent()));
    }
    change.rows().taken(asked, clock.realNow());
    return drafts.size();
  }

  private static void require(boolean isRight, String otherwise) {
    if (!isRight) {
      throw CampaignDesk.wrong(otherwise);
    }
  }
}
