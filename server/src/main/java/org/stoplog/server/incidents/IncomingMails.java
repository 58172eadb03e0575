package org.stoplog.server.incidents;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.mail.MailPurpose;
import org.stoplog.server.mail.MailTaker;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Where the mails of mailboxes go. What answers our questions goes to their incident; what says
 * that it is from a supplier of the register goes to its open incident, or opens one; all else
 * waits for somebody. Nothing of it is believed, and nothing enters a scope.
 */
final class IncomingMails implements MailTaker {
  private static final Pattern TOKEN = Pattern.compile("\\bSL-[0-9a-f]{16}\\b");

  private final Incidents incidents;
  private final MailKeeping mails;
  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;

  IncomingMails(
      Incidents incidents,
      MailKeeping mails,
      Ledger ledger,
      Transactions transactions,
      ServerClock clock) {
    this.incidents = incidents;
    this.mails = mails;
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  private Keyset keys() {
    return ledger.stores().keys();
  }

  @Override
  public MailPurpose purpose() {
    return MailPurpose.SUPPLIERS;
  }

  @Override
  public long last(int mailbox, long validity) {
    return transactions.run(jdbc -> new MailboxMails(jdbc, keys()).last(mailbox, validity));
  }

  @Override
  public void refuse(Incoming mail, String why) {
    UUID id = Ids.next(clock.realNow());
    transactions.actIf(
        act -> {
          if (!new MailboxMails(act.jdbc(), keys())
              .add(id, mail, "refused", clock.product().instant(), why)) {
            return false;
          }
          act.record(
              null,
              "mailbox.mail-refused",
              Map.of("mailbox", mail.mailbox(), "uid", mail.uid(), "mail", id.toString()));
          return true;
        });
  }

  @Override
  public void take(Incoming mail, Path plain) {
    Instant now = clock.product().instant();
    MailKeeping.Read read;
    try {
      read = mails.read(plain, now);
    } catch (StoplogException e) {
      boolean isTheMails =
          e.problem() == Problem.FILE_FORMAT_UNKNOWN
              || e.problem() == Problem.READER_LIMIT
              || e.problem() == Problem.READER_CRASHED;
      if (!isTheMails) {
        throw e;
      }
      refuse(mail, "It could not be read.");
      return;
    }
    UUID id = Ids.next(clock.realNow());
    transactions.actIf(act -> take(act, id, mail, read, now));
  }

  private boolean take(Act act, UUID id, Incoming mail, MailKeeping.Read read, Instant now) {
    MailboxMails rows = new MailboxMails(act.jdbc(), keys());
    String sha256 = read.original().sha256();
    boolean isKnown = rows.isKnown(mail.mailbox(), sha256);
    if (!rows.add(id, mail, isKnown ? "known" : "taken", now, null)) {
      return false;
    }
    if (isKnown) {
      rows.set(id, "known", sha256, null);
      act.record(null, "mailbox.mail-known", Map.of("mailbox", mail.mailbox(), "uid", mail.uid()));
      return true;
    }
    Supplier supplier = supplier(act, read);
    UUID incident =
        answered(act.jdbc(), read)
            .or(() -> supplier == null ? Optional.empty() : open(act.jdbc(), supplier.id()))
            .orElse(null);
    if (incident != null) {
      new IncidentRows(act.jdbc()).lock(incident);
      Incident found = new IncidentRows(act.jdbc()).find(incident).orElseThrow();
      Incidents.Inside inside =
          new Incidents.Inside(act.jdbc(), keys(), found, new Member(mail.owner(), true, false));
      rows.set(id, "taken", sha256, mails.addIn(change(inside, act, mail.owner()), read));
    } else if (supplier != null) {
      Incidents.Change change =
          incidents.opening(
              act, mail.owner(), null, mails.titleOf(read), supplier.id(), Incident.Signal.NOTICE);
      rows.set(id, "taken", sha256, mails.openIn(change, supplier, read));
    } else {
      rows.wait(id, read);
      FileKeeping.named(act.jdbc(), sha256);
      act.record(
          null,
          "mailbox.mail-waits",
          Map.of("mailbox", mail.mailbox(), "mail", id.toString(), "sha256", sha256));
    }
    return true;
  }

  private Incidents.Change change(Incidents.Inside inside, Act act, UUID owner) {
    return new Incidents.Change(inside, act, owner, null, clock);
  }

  /** The incident whose questions it answers, by their number or their mark. */
  private static Optional<UUID> answered(JdbcClient jdbc, MailKeeping.Read read) {
    var trace = read.outline().trace();
    String subject = read.outline().subject();
    Matcher mark = TOKEN.matcher(subject == null ? "" : subject);
    return jdbc.sql(
            """
            select incident from incident_question_mail
            where message_id = any(:ids) or token = :token limit 1
            """)
        .param("ids", trace == null ? new String[0] : trace.answers().toArray(new String[0]))
        .param("token", mark.find() ? mark.group() : "")
        .query(UUID.class)
        .optional();
  }

  private static @Nullable Supplier supplier(Act act, MailKeeping.Read read) {
    var trace = read.outline().trace();
    String domain = trace == null ? null : trace.fromDomain();
    if (domain == null) {
      return null;
    }
    try {
      Register register = new Register(act.connection());
      Map<String, Integer> domains = register.domains();
      for (String at = domain.toLowerCase(Locale.ROOT); at.contains("."); ) {
        Integer found = domains.get(at);
        if (found != null) {
          return register.get(found);
        }
        at = at.substring(at.indexOf('.') + 1);
      }
      return null;
    } catch (java.sql.SQLException e) {
      throw new org.springframework.jdbc.UncategorizedSQLException("reading suppliers", null, e);
    }
  }

  /** Its newest incident that is not closed: a supplier's hundred mails open one. */
  private static Optional<UUID> open(JdbcClient jdbc, int supplier) {
    return jdbc.sql(
            """
            select id from incident where supplier = :supplier and state <> 'closed'
            order by number desc limit 1
            """)
        .param("supplier", supplier)
        .query(UUID.class)
        .optional();
  }

  List<MailboxMails.Waiting> waiting(int most) {
    return transactions.run(jdbc -> new MailboxMails(jdbc, keys()).waiting(most));
  }

  private static StoplogException gone() {
    return new StoplogException(
        Problem.PAGE_UNKNOWN, "This mail does not wait any more: somebody decided on it.");
  }

  /** Opens an incident by a mail that waits. */
  MailKeeping.Kept open(Caller who, UUID mail) {
    return transactions.act(
        act -> {
          MailboxMails rows = new MailboxMails(act.jdbc(), keys());
          MailboxMails.Waiting one = rows.lock(mail).orElseThrow(IncomingMails::gone);
          Incidents.Change change =
              incidents.opening(
                  act,
                  who.account(),
                  who.account(),
                  mails.titleOf(one.read()),
                  null,
                  Incident.Signal.OTHER);
          UUID letter = mails.openIn(change, null, one.read());
          rows.set(mail, "taken", one.read().original().sha256(), letter);
          return new MailKeeping.Kept(change.incident().id(), letter, true);
        });
  }

  /** Puts a mail that waits with an incident. */
  MailKeeping.Kept put(Caller who, UUID mail, UUID incident) {
    return incidents.change(
        who,
        incident,
        change -> {
          MailboxMails rows = new MailboxMails(change.jdbc(), keys());
          MailboxMails.Waiting one = rows.lock(mail).orElseThrow(IncomingMails::gone);
          UUID letter = mails.addIn(change, one.read());
          rows.set(mail, "taken", one.read().original().sha256(), letter);
          return new MailKeeping.Kept(incident, letter, true);
        });
  }

  /** Leaves a mail that waits where it is; it stays sealed. */
  void setAside(Caller who, UUID mail) {
    transactions.act(
        act -> {
          MailboxMails rows = new MailboxMails(act.jdbc(), keys());
          MailboxMails.Waiting one = rows.lock(mail).orElseThrow(IncomingMails::gone);
          rows.set(mail, "aside", one.read().original().sha256(), null);
          act.record(who.account(), "mailbox.mail-set-aside", Map.of("mail", mail.toString()));
          return true;
        });
  }
}
