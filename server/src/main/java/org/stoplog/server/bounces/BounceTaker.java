package org.stoplog.server.bounces;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.reader.DeliveryReport;
import org.stoplog.ledger.reader.MailReader;
import org.stoplog.server.mail.MailPurpose;
import org.stoplog.server.mail.MailTaker;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Takes mails in that came back. Anybody can write to the mailbox, so a mail is about a copy only
 * when it bears that copy's own mark; one with a wrong mark is counted and leaves nothing else, and
 * one without any waits for somebody.
 */
final class BounceTaker implements MailTaker {
  static final String SOURCE = "mailbox";

  /** More would be somebody's flood, and nobody looks at so many. */
  private static final int MOST_WAITING = 1_000;

  private final Ledger ledger;
  private final Transactions transactions;
  private final MailReader reader;
  private final CameBack copies;
  private final ServerClock clock;

  BounceTaker(
      Ledger ledger,
      Transactions transactions,
      MailReader reader,
      CameBack copies,
      ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.reader = reader;
    this.copies = copies;
    this.clock = clock;
  }

  private Keyset keys() {
    return ledger.stores().keys();
  }

  @Override
  public MailPurpose purpose() {
    return MailPurpose.BOUNCES;
  }

  @Override
  public long last(int mailbox, long validity) {
    return transactions.run(jdbc -> new BounceMails(jdbc, keys()).last(mailbox, validity));
  }

  @Override
  public void refuse(Incoming mail, String why) {
    Instant now = clock.realNow();
    transactions.actIf(
        act -> {
          UUID id = Ids.next(now);
          if (new BounceMails(act.jdbc(), keys()).add(id, mail, "refused", now, null, null, why)) {
            new DayCounts(act.jdbc()).count(now, SOURCE, DayCounts.What.REFUSED);
            record(act, mail, id, DayCounts.What.REFUSED, Map.of());
          }
          return true;
        });
  }

  @Override
  public void take(Incoming mail, Path plain) {
    String sha256 = sha256(plain);
    DeliveryReport report;
    try {
      report = reader.report(plain);
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
    Instant now = clock.realNow();
    transactions.actIf(
        act -> {
          take(act, mail, sha256, report, now);
          return true;
        });
  }

  private void take(Act act, Incoming mail, String sha256, DeliveryReport report, Instant now) {
    BounceMails rows = new BounceMails(act.jdbc(), keys());
    UUID id = Ids.next(now);
    DayCounts.What what = DayCounts.What.KNOWN;
    Map<String, Object> detail = new HashMap<>();
    DeliveryReport waits = null;
    if (!rows.isKnown(sha256)) {
      Optional<CameBack.Copy> copy = copy(act.jdbc(), report);
      CameBack.Kind kind = Reports.kind(report);
      if (copy.isPresent() && kind != null) {
        CameBack.Event event = Reports.event(report, kind, SOURCE, mail.mailbox(), now);
        boolean isNew = copies.add(act.jdbc(), copy.get(), event);
        what = isNew ? DayCounts.What.ADDED : DayCounts.What.KNOWN;
        detail.put("wave", copy.get().wave().toString());
        detail.put("kind", kind.name().toLowerCase(java.util.Locale.ROOT));
      } else if (copy.isEmpty() && !report.marks().isEmpty()) {
        what = DayCounts.What.FORGED;
      } else if (rows.waiting() < MOST_WAITING) {
        what = DayCounts.What.WAITING;
        waits = report;
      } else {
        what = DayCounts.What.REFUSED;
      }
    }
    String why = what == DayCounts.What.REFUSED ? "Too many wait that nobody looked at." : null;
    if (rows.add(id, mail, what.word(), now, sha256, waits, why)) {
      new DayCounts(act.jdbc()).count(now, SOURCE, what);
      record(act, mail, id, what, detail);
    } else {
      throw new IllegalStateException("a mail of a mailbox is read by one thread at a time");
    }
  }

  /**
   * By the mark in the address that it came to, else by the Message-ID of what it encloses together
   * with the mark that stands there, too.
   */
  private Optional<CameBack.Copy> copy(JdbcClient jdbc, DeliveryReport report) {
    for (String mark : report.marks()) {
      Optional<CameBack.Copy> found = copies.byMark(jdbc, mark);
      if (found.isPresent()) {
        return found;
      }
    }
    String id = report.originalId();
    if (id == null) {
      return Optional.empty();
    }
    Optional<CameBack.Copy> original = copies.byMessageId(jdbc, id);
    return original.filter(
        copy ->
            report.quotedMarks().stream()
                .anyMatch(mark -> copies.byMark(jdbc, mark).filter(copy::equals).isPresent()));
  }

  private static void record(
      Act act, Incoming mail, UUID id, DayCounts.What what, Map<String, ?> more) {
    Map<String, Object> detail = new HashMap<>(more);
    detail.put("mailbox", mail.mailbox());
    detail.put("uid", mail.uid());
    detail.put("mail", id.toString());
    detail.put("what", what.word());
    act.record(null, "bounce.mail-taken", detail);
  }

  private static String sha256(Path plain) {
    try (InputStream file = Files.newInputStream(plain)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(file, digest).transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new StoplogException(
          Problem.DATA_FOLDER_UNUSABLE, "a mail that was just fetched cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A mail that waits is about this copy, as somebody found who looked at it. */
  boolean tie(Act act, UUID by, BounceMails.Waiting mail, CameBack.Copy copy, CameBack.Kind kind) {
    Instant now = clock.realNow();
    boolean isNew =
        copies.add(act.jdbc(), copy, Reports.event(mail.report(), kind, "person", null, now));
    new BounceMails(act.jdbc(), keys()).decide(mail.id(), isNew ? "added" : "known");
    act.record(
        by,
        "bounce.mail-tied",
        Map.of(
            "mail",
            mail.id().toString(),
            "wave",
            copy.wave().toString(),
            "kind",
            kind.name().toLowerCase(java.util.Locale.ROOT)));
    return isNew;
  }

  /** Leaves a mail that waits; what it says goes. */
  void setAside(Act act, UUID by, BounceMails.Waiting mail) {
    new BounceMails(act.jdbc(), keys()).decide(mail.id(), "aside");
    act.record(by, "bounce.mail-set-aside", Map.of("mail", mail.id().toString()));
  }

  /** What waits, in the caller's transaction. */
  BounceMails mails(JdbcClient jdbc) {
    return new BounceMails(jdbc, keys());
  }

  /** The copy that somebody named by the number in its letter. */
  Optional<CameBack.Copy> named(JdbcClient jdbc, @Nullable String code) {
    return code == null ? Optional.empty() : copies.byCode(jdbc, code);
  }
}
