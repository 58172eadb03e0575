package org.stoplog.server.incidents;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.FileTrial;
import org.stoplog.server.platform.LongWork;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Reads a file of an incident to its end, in one way, and says which rows can be used. */
final class ReadingWork implements LongWork {
  static final String KIND = "incident-reading";
  static final String INCIDENT = "incident";
  static final String FILE = "file";
  static final String VERSION = "version";

  private final Transactions transactions;
  private final Ledger ledger;
  private final FileKeeping keeping;
  private final ServerClock clock;

  ReadingWork(Transactions transactions, Ledger ledger, FileKeeping keeping, ServerClock clock) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.keeping = keeping;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  private record Asked(KeptFile.Reading reading, char @Nullable [] password) {}

  @Override
  public String run(Task task, Progress progress) {
    UUID id = UUID.fromString(String.valueOf(task.arguments().get(INCIDENT)));
    String sha256 = String.valueOf(task.arguments().get(FILE));
    String version = String.valueOf(task.arguments().get(VERSION));
    Asked asked =
        transactions.run(
            jdbc -> {
              FileRows rows = new FileRows(jdbc, ledger.stores().keys());
              return new Asked(
                  rows.readings(id).stream()
                      .filter(one -> one.sha256().equals(sha256) && one.version().equals(version))
                      .findFirst()
                      .orElseThrow(Incidents::unknown),
                  rows.password(id, sha256));
            });
    String path = KeptFile.path(id, sha256);
    if (asked.reading().rows() != null) {
      return path;
    }
    try {
      keep(task, id, asked.reading(), read(sha256, asked, progress));
      return path;
    } catch (StoplogException e) {
      if (e.problem() != Problem.INTERRUPTED) {
        transactions.run(
            jdbc -> {
              new FileRows(jdbc, ledger.stores().keys())
                  .failed(id, sha256, version, e.getMessage() + " " + e.problem().advice());
              return true;
            });
      }
      throw e;
    }
  }

  private FileTrial.Report read(String sha256, Asked asked, Progress progress) {
    return keeping.opened(
        sha256,
        plain -> {
          try {
            return ledger.tryFile(plain, asked.reading().mapping(), asked.password(), progress);
          } catch (StoplogException e) {
            throw new StoplogException(e.problem(), FileKeeping.told(plain, e.getMessage()), e);
          }
        });
  }

  private void keep(Task task, UUID id, KeptFile.Reading reading, FileTrial.Report report) {
    transactions.actIf(
        act -> {
          new IncidentRows(act.jdbc()).lock(id);
          if (isRead(act.jdbc(), id, reading)) {
            return 0L; // The same was asked for twice, and the other was faster.
          }
          Incidents.Inside inside =
              new Incidents.Inside(
                  act.jdbc(),
                  ledger.stores().keys(),
                  new IncidentRows(act.jdbc()).find(id).orElseThrow(Incidents::unknown),
                  new Member(task.by(), true, false));
          LeftOutPart leftOut = LeftOutPart.of(report.leftOut());
          new FileRows(act.jdbc(), inside.keys())
              .read(id, reading.sha256(), reading.version(), report.rows(), leftOut);
          return new Incidents.Change(inside, act, task.by(), clock)
              .record(
                  new Timeline.News(
                      "file.read",
                      reading.sha256(),
                      Numbers.of(report.rows(), "usable row")
                          + ", "
                          + Numbers.grouped(leftOut.count())
                          + " left out",
                      false),
                  Map.of(
                      "sha256",
                      reading.sha256(),
                      "mapping",
                      reading.version(),
                      "rows",
                      report.rows(),
                      "left_out",
                      leftOut.count()));
        });
  }

  private boolean isRead(JdbcClient jdbc, UUID id, KeptFile.Reading reading) {
    return new FileRows(jdbc, ledger.stores().keys())
        .readings(id).stream()
            .filter(one -> one.choice().equals(reading.choice()))
            .anyMatch(one -> one.rows() != null);
  }
}
