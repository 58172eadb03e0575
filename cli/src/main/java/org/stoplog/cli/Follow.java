package org.stoplog.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.FollowedFolder;

/**
 * Imports the files of a folder as they come. Between looks the data folder is closed, so that
 * other commands can work in it.
 */
final class Follow {
  /** Not the file's fault: the next file would fail as well. */
  private static final Set<Problem> ENDS =
      EnumSet.of(
          Problem.USAGE,
          Problem.SUPPLIER_UNKNOWN,
          Problem.MAPPING_INVALID,
          Problem.DATA_FOLDER_UNUSABLE,
          Problem.DATA_FOLDER_NEWER,
          Problem.DISK_FULL,
          Problem.KEYSET_MISSING,
          Problem.KEYSET_WRONG,
          Problem.KEYSET_LOCKED,
          Problem.KEYSET_EXPOSED,
          Problem.KEYSET_DAMAGED,
          Problem.DATABASE_FAILED,
          Problem.DATABASE_LOST,
          Problem.INTERRUPTED);

  private final Session session;
  private final FollowedFolder folder;
  private final @Nullable Duration maxAge;
  private final Taker taker;
  private final Consumer<Map<String, ?>> told;
  private final InstantSource clock;
  private final Failures failures;
  private int firstFailure;
  private boolean overdue;
  private int already;

  /** Imports files into an open ledger. */
  interface Taker {
    /** Imports the file and says what it did; prints it too, unless the result is to be JSON. */
    Map<String, Object> take(Ledger ledger, java.nio.file.Path file);

    /** The batch of a file that was imported before, live or undone. */
    Optional<Batch> known(Ledger ledger, java.nio.file.Path file);
  }

  /**
   * @param maxAge null for no alarm
   * @param told takes one JSON object for each file, whatever became of it
   */
  Follow(
      Session session,
      FollowedFolder folder,
      @Nullable Duration maxAge,
      Taker taker,
      Consumer<Map<String, ?>> told,
      InstantSource clock) {
    this.session = session;
    this.folder = folder;
    this.maxAge = maxAge;
    this.taker = taker;
    this.told = told;
    this.clock = clock;
    this.failures = new Failures(session.err(), session.environment());
  }

  /**
   * Takes what is there.
   *
   * @return the exit code of the first file that failed, else 0
   * @throws StoplogException FILES_OVERDUE when nothing failed, but the newest file is too old
   */
  int once() {
    look();
    if (session.stopped()) {
      throw new StoplogException(Problem.INTERRUPTED, "looking into the folder was stopped");
    }
    String late = late();
    if (late != null && firstFailure == 0) {
      throw new StoplogException(Problem.FILES_OVERDUE, late);
    }
    if (late != null) {
      session.note("stoplog: " + late);
    }
    return firstFailure;
  }

  /** Takes what is there and what comes, until the user ends it. */
  int watch() {
    try (FolderWatch watch = new FolderWatch(folder.folder())) {
      session.note("stoplog: watching " + folder.folder() + "; Ctrl-C ends it");
      while (!session.stopped()) {
        try {
          look();
        } catch (StoplogException e) {
          // Another command works in the data folder for a while; the files stay where they are.
          if (e.problem() != Problem.DATA_FOLDER_IN_USE) {
            throw e;
          }
          session.note("stoplog: " + e.getMessage() + "; looking again soon");
        }
        alarm();
        watch.await(session::stopped);
      }
    }
    return 0;
  }

  private void look() {
    List<FollowedFolder.Ready> ready = folder.look();
    if (ready.isEmpty()) {
      return;
    }
    Ledger opened;
    try {
      opened = Ledgers.open(session);
    } catch (StoplogException e) {
      if (e.problem() == Problem.INTERRUPTED) {
        return;
      }
      throw e;
    }
    try (Ledger ledger = opened) {
      for (FollowedFolder.Ready one : ready) {
        if (session.stopped()) {
          throw new StoplogException(Problem.INTERRUPTED, "the import was stopped");
        }
        folder.handled(one, take(ledger, one));
      }
    }
    if (already > 0) {
      session.note(already + " files were imported before");
      already = 0;
    }
  }

  private boolean take(Ledger ledger, FollowedFolder.Ready ready) {
    String name = ready.file().getFileName().toString();
    try {
      Optional<Batch> known = taker.known(ledger, ready.file());
      if (known.isPresent()) {
        Batch batch = known.get();
        already++;
        told.accept(Map.of("file", name, "batch", batch.id(), "already", batch.status()));
        return true;
      }
      told.accept(taker.take(ledger, ready.file()));
      return true;
    } catch (RuntimeException e) {
      if (e instanceof StoplogException known && ENDS.contains(known.problem())) {
        throw e;
      }
      firstFailure = firstFailure == 0 ? failures.exitCode(e) : firstFailure;
      if (session.json()) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", name);
        json.put("failed", failures.explain(e));
        told.accept(json);
      } else {
        failures.report(e, false);
      }
      return false;
    }
  }

  /** A line when the newest file becomes too old; the next one when that happens again. */
  private void alarm() {
    String late = late();
    if (late != null && !overdue) {
      if (session.json()) {
        told.accept(Map.of("overdue", late));
      } else {
        session.err().println("stoplog: " + late);
      }
    }
    overdue = late != null;
  }

  private @Nullable String late() {
    Duration most = maxAge;
    if (most == null) {
      return null;
    }
    Duration age = folder.age(clock.instant());
    if (age == null) {
      return folder.folder() + ": no file with a marker could be taken";
    }
    return age.compareTo(most) <= 0
        ? null
        : folder.folder()
            + ": the newest file is "
            + Age.text(age)
            + " old, and none should be older than "
            + Age.text(most);
  }
}
