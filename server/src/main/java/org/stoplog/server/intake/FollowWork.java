package org.stoplog.server.intake;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.ledger.intake.FollowedFolder;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierConnection;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.LongWork;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Imports what waits in a followed folder, one file after the other. What became of each is
 * committed before the next; a file whose content is a batch already is none again.
 */
final class FollowWork implements LongWork {
  static final String KIND = "follow";
  static final String FOLDER = "folder";

  private final Ledger ledger;
  private final Transactions transactions;
  private final Inbox inbox;
  private final Colleagues colleagues;
  private final ServerClock clock;

  FollowWork(
      Ledger ledger,
      Transactions transactions,
      Inbox inbox,
      Colleagues colleagues,
      ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.inbox = inbox;
    this.colleagues = colleagues;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String run(Task task, Progress progress) {
    UUID id = UUID.fromString(Objects.requireNonNull(task.arguments().get(FOLDER)));
    Optional<Followed> found = transactions.run(jdbc -> new FollowedRows(jdbc).find(id));
    if (found.isPresent()) {
      Followed folder = found.get();
      requireAccount(folder);
      for (FollowedFolder.Ready ready : waiting(folder)) {
        take(folder, ready, progress);
      }
    }
    return FoldersController.PATH;
  }

  /** They are imported in somebody's name, who must still be one who may. */
  private void requireAccount(Followed folder) {
    boolean isThere =
        colleagues.active().stream()
            .anyMatch(
                one ->
                    one.id().equals(folder.by())
                        && one.permissions().contains(Permission.KEEP_RECORD));
    if (!isThere) {
      throw new StoplogException(
          Problem.ACCESS_DENIED,
          "Whoever set this folder up may not import any more. Somebody else follows it anew.");
    }
  }

  /** Complete files that nothing became of yet, by name. */
  List<FollowedFolder.Ready> waiting(Followed folder) {
    List<FollowedFolder.Ready> all = new FollowedFolder(inbox.folder(folder.name())).look();
    var known = transactions.run(jdbc -> new FollowedRows(jdbc).known(folder.id()));
    return all.stream().filter(one -> !known.contains(FollowedRows.Known.of(one))).toList();
  }

  private void take(Followed folder, FollowedFolder.Ready ready, Progress progress) {
    if (progress.stopped()) {
      throw new StoplogException(Problem.INTERRUPTED, "stopped between two files");
    }
    FollowedRows.Known file = FollowedRows.Known.of(ready);
    long batch;
    try {
      batch = imported(folder, inbox.file(folder.name(), file.name()), progress);
    } catch (StoplogException e) {
      // The file's fault is kept with the file; what would stop the next one too ends the work.
      if (e.problem() == Problem.INTERRUPTED || e.problem().status() >= 500) {
        throw e;
      }
      String why =
          Upload.told(ready.file(), String.valueOf(e.getMessage())) + " " + e.problem().advice();
      keep(folder, file, null, why);
      return;
    }
    keep(folder, file, batch, null);
  }

  private void keep(
      Followed folder,
      FollowedRows.Known file,
      @org.jspecify.annotations.Nullable Long batch,
      @org.jspecify.annotations.Nullable String failure) {
    transactions.run(
        jdbc -> {
          new FollowedRows(jdbc).taken(folder.id(), file, clock.realNow(), batch, failure);
          return true;
        });
  }

  private long imported(Followed folder, Path file, Progress progress) {
    String yaml = folder.mapping();
    Mapping mapping = yaml == null ? null : MappingFile.parse("mapping", yaml);
    Upload.Place place = folder.place();
    Optional<Long> before = before(place, FileReader.sha256(file));
    if (before.isPresent()) {
      return before.get();
    }
    int connection =
        place.purpose() == Purpose.PEOPLE
            ? 0
            : ledger.inTransaction(
                db ->
                    new Register(db)
                        .getOrCreateConnection(place.supplier(), place.connection())
                        .id());
    ImportRequest request =
        new ImportRequest(
            file,
            place.purpose(),
            mapping,
            place.supplier(),
            connection,
            null,
            place.region(),
            null);
    return ledger.importFile(folder.by(), request, progress).batch();
  }

  /** The batch of the same content for the same place, live or taken back: it is none again. */
  private Optional<Long> before(Upload.Place place, String sha256) {
    int connection =
        place.purpose() == Purpose.PEOPLE
            ? 0
            : ledger
                .inTransaction(
                    db -> new Register(db).findConnection(place.supplier(), place.connection()))
                .map(SupplierConnection::id)
                .orElse(-1);
    return ledger
        .inTransaction(
            db -> Batches.ofContent(db, place.kind(), sha256, place.supplier(), connection))
        .map(Batch::id);
  }

  /** {@code sent to Mapplanet over web-sdk}. */
  String about(Upload.Place place) {
    if (place.purpose() == Purpose.PEOPLE) {
      return "people";
    }
    Supplier supplier = ledger.inTransaction(db -> new Register(db).get(place.supplier()));
    return (place.purpose() == Purpose.HOLDINGS ? "held by " : "sent to ")
        + supplier.name()
        + " over "
        + place.connection();
  }
}
