package org.stoplog.server.intake;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.SupplierConnection;
import org.stoplog.server.platform.LongWork;

/** Imports an uploaded file as one batch; run again it finds the batch that it made before. */
final class ImportWork implements LongWork {
  static final String KIND = "import";
  static final String UPLOAD = "upload";

  private final Ledger ledger;
  private final Uploads uploads;

  ImportWork(Ledger ledger, Uploads uploads) {
    this.ledger = ledger;
    this.uploads = uploads;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String run(Task task, Progress progress) {
    UUID id = UUID.fromString(String.valueOf(task.arguments().get(UPLOAD)));
    Upload upload =
        uploads
            .find(id)
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.FILE_NOT_FOUND,
                        "The uploaded file was given up, or was older than a day."));
    Long before = upload.batch() == null ? earlier(upload).orElse(null) : upload.batch();
    if (before != null) {
      uploads.done(id, before);
      return LedgerController.pathOf(before);
    }
    uploads.state(id, Upload.State.IMPORTING, null);
    Place place = place(upload);
    try {
      long batch = ledger.importFile(task.by(), request(upload, place), progress).batch();
      uploads.done(id, batch);
      return LedgerController.pathOf(batch);
    } catch (StoplogException e) {
      removeUnused(place, e);
      String message = Upload.told(uploads.file(upload), String.valueOf(e.getMessage()));
      boolean isStopped = e.problem() == Problem.INTERRUPTED;
      uploads.state(id, Upload.State.WAITING, isStopped ? null : message);
      throw new StoplogException(e.problem(), message, e);
    } catch (RuntimeException e) {
      removeUnused(place, e);
      uploads.state(id, Upload.State.WAITING, "Something unexpected happened.");
      throw e;
    }
  }

  private ImportRequest request(Upload upload, Place place) {
    return new ImportRequest(
        uploads.file(upload),
        upload.place().purpose(),
        upload.mapping(),
        upload.place().supplier(),
        place.connection,
        upload.place().asOf(),
        // Typed beside the mapping, it is what somebody looked at last.
        upload.mapping().region() == null ? upload.place().region() : upload.mapping().region(),
        uploads.password(upload));
  }

  /** A connection, and whether this import made it. */
  private record Place(int connection, boolean isNew) {}

  private Place place(Upload upload) {
    if (upload.place().purpose() == Purpose.PEOPLE) {
      return new Place(0, false);
    }
    return ledger.inTransaction(
        db -> {
          Register register = new Register(db);
          int supplier = upload.place().supplier();
          String name = upload.place().connection();
          boolean isNew = register.findConnection(supplier, name).isEmpty();
          return new Place(register.getOrCreateConnection(supplier, name).id(), isNew);
        });
  }

  /** Else a connection over which nothing went would be dark for ever. */
  private void removeUnused(Place place, RuntimeException why) {
    if (!place.isNew) {
      return;
    }
    try {
      ledger.inTransaction(
          db -> {
            new Register(db).removeUnusedConnection(place.connection);
            return true;
          });
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * The batch that this import made before the program was killed: the same file, read the same
   * way, for the same place, since it was asked for.
   */
  private Optional<Long> earlier(Upload upload) {
    Long after = upload.afterBatch();
    if (after == null) {
      return Optional.empty();
    }
    return ledger.inTransaction(
        db -> {
          Optional<SupplierConnection> connection =
              upload.place().purpose() == Purpose.PEOPLE
                  ? Optional.empty()
                  : new Register(db)
                      .findConnection(upload.place().supplier(), upload.place().connection());
          try (var find =
              db.prepareStatement(
                  """
                  select id from batch
                  where kind = ? and status = 'live' and file_sha256 = ? and mapping_version = ?
                    and coalesce(supplier, 0) = ? and coalesce(connection, 0) = ?
                    and id > ?
                  """)) {
            find.setString(1, upload.place().kind());
            find.setString(2, upload.sha256());
            find.setString(3, MappingFile.version(upload.mapping()));
            find.setInt(4, upload.place().supplier());
            find.setInt(5, connection.map(SupplierConnection::id).orElse(0));
            find.setLong(6, after);
            return first(find);
          }
        });
  }

  private static Optional<Long> first(PreparedStatement find) throws SQLException {
    try (var row = find.executeQuery()) {
      return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
    }
  }
}
