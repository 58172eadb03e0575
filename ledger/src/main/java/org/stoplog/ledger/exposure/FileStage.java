package org.stoplog.ledger.exposure;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.LeftOutReport;
import org.stoplog.ledger.intake.SubjectMaker;
import org.stoplog.ledger.reader.Field;
import org.stoplog.ledger.reader.LeftOut;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.RowBlock;
import org.stoplog.ledger.reader.RowHandler;
import org.stoplog.ledger.table.DuckDb;
import org.stoplog.ledger.table.DuckSession;

/**
 * Takes the rows of a supplier's file into {@code file_key}, hashed: a row for each identifier; and
 * the base of an e-mail into {@code file_base} when it is another one.
 */
final class FileStage implements RowHandler, AutoCloseable {
  private static final long DAY_MILLIS = 86_400_000;
  private static final int NO_SCHEME = 0;

  private final SubjectMaker subjects;
  private final Progress progress;
  private final int asOf;
  private final DuckDBAppender identifiers;
  private final DuckDBAppender bases;
  private final IdentifierKinds kinds;
  private final ExecutorService appending =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("stage").factory());
  private StagedIdentifiers filling = new StagedIdentifiers();
  private StagedIdentifiers spare = new StagedIdentifiers();
  private Future<?> appended = CompletableFuture.completedFuture(true);
  private final LeftOutReport leftOut = new LeftOutReport();
  private final List<ElementSet> sets;
  private final int firstSet;
  private long next;
  private long used;
  private Mapping mapping =
      new Mapping(
          org.stoplog.ledger.reader.Format.CSV, null, null, true, null, null, null, List.of());
  private @Nullable Scheme[] schemes = new Scheme[0];

  /**
   * @param firstRow number of the first row, above those of earlier files
   * @param kinds takes the kinds of identifiers; those of earlier files stay
   * @param sets takes the sets of elements; those of earlier files stay
   */
  FileStage(
      DuckSession duck,
      SubjectMaker subjects,
      @Nullable LocalDate asOf,
      long firstRow,
      IdentifierKinds kinds,
      List<ElementSet> sets,
      Progress progress) {
    this.subjects = subjects;
    this.asOf = asOf == null ? IdentifierKinds.NO_DAY : Math.toIntExact(asOf.toEpochDay());
    this.next = firstRow;
    this.kinds = kinds;
    this.sets = sets;
    this.firstSet = sets.size();
    this.progress = progress;
    // An appender belongs to the thread that made it.
    identifiers = result(appending.submit(() -> duck.append("file_key")));
    bases = result(appending.submit(() -> duck.append("file_base")));
  }

  @Override
  public void mapping(Mapping mapping) {
    this.mapping = mapping;
    List<Field> fields = mapping.fields();
    schemes = new Scheme[fields.size()];
    for (int i = 0; i < schemes.length; i++) {
      schemes[i] = FileTrial.scheme(fields.get(i));
    }
  }

  @Override
  public void elementSet(ElementSet set) {
    sets.add(set);
  }

  @Override
  public void rows(RowBlock block) {
    for (int row = 0; row < block.rows; row++) {
      row(block, row);
    }
  }

  private void row(RowBlock block, int row) {
    int day =
        block.time[row] == RowBlock.NO_TIME
            ? asOf
            : Math.toIntExact(Math.floorDiv(block.time[row], DAY_MILLIS));
    int first = block.firstCell[row];
    int last = block.firstCell[row + 1];
    int people = 0;
    for (int cell = first; cell < last; cell++) {
      Scheme scheme = schemes[block.field[cell]];
      people += scheme == null || scheme == Scheme.ORGANISATION_ID ? 0 : 1;
    }
    int n = 0;
    String reason = "no-identifier";
    String column = null;
    for (int cell = first; cell < last; cell++) {
      Scheme scheme = schemes[block.field[cell]];
      if (scheme == null) {
        continue;
      }
      String wrong = subjects.make(scheme, block.bytes, block.start[cell], block.length[cell]);
      if (wrong != null) {
        reason = wrong;
        column = mapping.fields().get(block.field[cell]).column();
        continue;
      }
      if (filling.isFull()) {
        handOver();
      }
      filling.add(
          next, kinds.of(n++, scheme.code(), day, people > 1, firstSet + block.elements[row]));
      filling.subject(subjects.high, subjects.low, subjects.baseHigh, subjects.baseLow);
    }
    if (n == NO_SCHEME) {
      leftOut.add(new LeftOut(block.line[row], column, reason));
      return;
    }
    next++;
    used++;
  }

  /**
   * Rows are hashed here and go into the table on a thread of its own: each takes about as long.
   */
  private void handOver() {
    StagedIdentifiers full = filling;
    result(appended);
    appended =
        appending.submit(
            () -> {
              full.appendTo(identifiers, bases);
              return identifiers;
            });
    filling = spare;
    filling.clear();
    spare = full;
  }

  private static <T> T result(Future<T> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw DuckDb.failure(cause);
      }
      throw new StoplogException(Problem.INTERNAL, "rows could not be staged", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "reading was stopped", e);
    }
  }

  @Override
  public void leftOut(LeftOut row) {
    leftOut.add(row);
  }

  @Override
  public void progress(long bytesRead) {
    progress.at(bytesRead);
  }

  LeftOutReport report() {
    return leftOut;
  }

  long used() {
    return used;
  }

  /** Brings all rows into the table. Without it, closing throws some away. */
  void finish() {
    handOver();
    result(appended);
  }

  @Override
  public void close() {
    try (appending) {
      result(
          appending.submit(
              () -> {
                identifiers.close();
                bases.close();
                return true;
              }));
    }
  }
}
