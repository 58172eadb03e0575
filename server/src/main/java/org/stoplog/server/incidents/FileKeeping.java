package org.stoplog.server.incidents;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Evidence;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.reader.ReadRequest;
import org.stoplog.server.intake.UploadName;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Transactions;

/**
 * Keeps the files of incidents: sealed as evidence at once, in the plain only while they are being
 * read, in a folder that is emptied at every start.
 */
final class FileKeeping implements SmartInitializingSingleton {
  /** A guess looks at a thousand rows. */
  private static final ReadRequest.Limits GUESSING =
      new ReadRequest.Limits(512, 1024, Duration.ofMinutes(2), 16 << 20, 4L << 40, 200);

  private final Ledger ledger;
  private final Transactions transactions;
  private final Incidents incidents;
  private final Evidence evidence;

  FileKeeping(Ledger ledger, Transactions transactions, Incidents incidents) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.incidents = incidents;
    this.evidence = new Evidence(ledger.stores().folder(), ledger.stores().keys());
  }

  /** Takes away what was kept for an act that never came to its end. */
  @Override
  public void afterSingletonsInstantiated() {
    transactions.run(
        jdbc -> {
          List<String> left =
              jdbc.sql(
                      """
                      select sha256 from passing.evidence_draft d
                      where not exists (select 1 from incident_file f where f.sha256 = d.sha256)
                        and not exists (select 1 from incident_letter l where l.sha256 = d.sha256)
                        and not exists (select 1 from mailbox_mail m where m.sha256 = d.sha256)
                        and not exists (select 1 from pack p where p.sha256 = d.sha256)
                        and not exists (
                          select 1 from supplier_evidence e where e.sha256 = d.sha256)
                      """)
                  .query(String.class)
                  .list();
          left.forEach(evidence::remove);
          jdbc.sql("delete from passing.evidence_draft").update();
          return true;
        });
  }

  /** Puts a file where it is told to. */
  interface Content {
    void moveTo(File file) throws IOException;
  }

  /**
   * What came of keeping a file.
   *
   * @param isNew false when the incident had the same file already
   */
  record Kept(String sha256, boolean isNew) {}

  /**
   * Keeps a file of an incident and looks how its rows could be read. What cannot be read as rows
   * is kept too: it is evidence.
   *
   * @param given name as a stranger gave it
   * @param password of an encrypted ZIP, null for none
   */
  Kept keep(
      Caller who,
      UUID incident,
      KeptFile.Origin origin,
      @Nullable String given,
      char @Nullable [] password,
      Content content) {
    return WorkFolder.use(
        ledger,
        folder -> {
          Path plain = folder.resolve("file");
          content.moveTo(plain.toFile());
          return keep(who, incident, origin, UploadName.of(given), password, plain);
        });
  }

  private Kept keep(
      Caller who,
      UUID incident,
      KeptFile.Origin origin,
      String name,
      char @Nullable [] password,
      Path plain) {
    Evidence.Kept kept = put(plain);
    boolean isKnown =
        incidents.read(
            who,
            incident,
            inside ->
                new FileRows(inside.jdbc(), inside.keys())
                    .find(incident, kept.sha256())
                    .isPresent());
    if (isKnown) {
      isNamed(kept.sha256());
      return new Kept(kept.sha256(), false);
    }
    FileRows.Look look = look(plain, password);
    incidents.change(
        who,
        incident,
        change -> {
          FileRows rows = new FileRows(change.jdbc(), change.inside().keys());
          if (rows.find(incident, kept.sha256()).isPresent()) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "Somebody added the same file meanwhile.");
          }
          long seq =
              change.record(
                  new Timeline.News(
                      "file.added",
                      kept.sha256(),
                      name + ", " + Numbers.amount(kept.bytes(), "bytes"),
                      false),
                  Map.of(
                      "sha256",
                      kept.sha256(),
                      "bytes",
                      kept.bytes(),
                      "source",
                      origin.source().slug(),
                      "verified",
                      origin.verified().slug()));
          rows.add(
              incident, seq, new FileRows.Added(kept.sha256(), name, kept.bytes(), origin, look));
          named(change, kept.sha256());
          return seq;
        });
    return new Kept(kept.sha256(), true);
  }

  /**
   * Seals a file as evidence. Until {@link #named} says that something names it, the next start
   * takes it away.
   */
  Evidence.Kept put(Path plain) {
    String sha256 = org.stoplog.ledger.reader.FileReader.sha256(plain);
    transactions.run(
        jdbc ->
            jdbc.sql("insert into passing.evidence_draft values (:sha256) on conflict do nothing")
                .param("sha256", sha256)
                .update());
    return evidence.put(plain);
  }

  /** What was put was kept and named before. */
  void isNamed(String sha256) {
    transactions.run(jdbc -> forgetDraft(jdbc, sha256));
  }

  static void named(Incidents.Change change, String sha256) {
    named(change.jdbc(), sha256);
  }

  static void named(JdbcClient jdbc, String sha256) {
    forgetDraft(jdbc, sha256);
  }

  private static int forgetDraft(JdbcClient jdbc, String sha256) {
    return jdbc.sql("delete from passing.evidence_draft where sha256 = :sha256")
        .param("sha256", sha256)
        .update();
  }

  /** Looks again, with a password. */
  FileRows.Look lookAgain(String sha256, char[] password) {
    return WorkFolder.use(
        ledger,
        folder -> {
          Path plain = folder.resolve("file");
          evidence.open(sha256, plain);
          return look(plain, password);
        });
  }

  /** Opens a file for work that reads it; it is gone when the work ends. */
  <T> T opened(String sha256, WorkFolder.Work<T> work) {
    return WorkFolder.use(
        ledger,
        folder -> {
          Path plain = folder.resolve("file");
          evidence.open(sha256, plain);
          return work.in(plain);
        });
  }

  private FileRows.Look look(Path plain, char @Nullable [] password) {
    try {
      return new FileRows.Look(
          ledger.reader().guess(ReadRequest.toCorrect(plain, Purpose.KEYS, password, GUESSING)),
          null,
          password);
    } catch (StoplogException e) {
      if (e.problem() == Problem.INTERRUPTED || e.problem() == Problem.DATA_FOLDER_UNUSABLE) {
        throw e;
      }
      return new FileRows.Look(
          null, new KeptFile.Trouble(e.problem(), told(plain, e.getMessage())), null);
    }
  }

  /** Messages of the reader name a path of ours, which helps nobody. */
  static String told(Path plain, @Nullable String message) {
    return String.valueOf(message).replace(plain.toString(), "the file");
  }
}
