package org.stoplog.ledger.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Directory;
import org.stoplog.ledger.intake.Compaction;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.table.Stores;

/**
 * What a server does in several threads over one ledger: files are replaced and swept while others
 * ask. Nobody loses a file that they were told of, or one that they have just written.
 */
class AtOnceIT {
  private static final int ROUNDS = 8;

  @TempDir static Path folder;
  private static SmallCompany company;

  @BeforeAll
  static void open() throws IOException {
    company = new SmallCompany(folder);
  }

  @AfterAll
  static void close() {
    company.close();
  }

  private static Question question() {
    return company.ledger.inTransaction(
        db -> {
          Supplier alpha = new Register(db).get("Alpha");
          return ClaimQuestion.about(
              db, alpha, new Windows(List.of()), ElementSet.NONE, null, List.of(), List.of());
        });
  }

  @Test
  void filesAreReplacedWhileOthersReadThem() throws InterruptedException, ExecutionException {
    Stores stores = company.ledger.stores();
    Summary before = company.ledger.expose(question(), Progress.NONE).summary();
    Callable<Boolean> changes =
        () -> {
          company.ledger.inTransaction(
              db -> {
                Directory.changed(db);
                return true;
              });
          new Directory(stores).refresh(Progress.NONE);
          return true;
        };
    Callable<Boolean> exposes =
        () -> company.ledger.expose(question(), Progress.NONE).summary().equals(before);
    Callable<Boolean> compacts =
        () -> {
          new Compaction(stores).run(Progress.NONE);
          return true;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(5);
        OutlookRun outlooks = company.ledger.outlooks()) {
      Callable<Boolean> looks =
          () -> outlooks.run(question(), Set.of(), Progress.NONE).summary().equals(before);
      List<Future<Boolean>> all = new ArrayList<>();
      for (Callable<Boolean> one : List.of(changes, changes, exposes, compacts, looks)) {
        all.add(
            threads.submit(
                () -> {
                  boolean isRight = true;
                  for (int i = 0; i < ROUNDS; i++) {
                    isRight &= one.call();
                  }
                  return isRight;
                }));
      }
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
  }
}
