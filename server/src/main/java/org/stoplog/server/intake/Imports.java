package org.stoplog.server.intake;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Works;

/** What people and programs do with a file that they sent, to import it. */
final class Imports {
  private final Transactions transactions;
  private final Ledger ledger;
  private final Uploads uploads;
  private final Works works;

  Imports(Transactions transactions, Ledger ledger, Uploads uploads, Works works) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.uploads = uploads;
    this.works = works;
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN for another one's too
   */
  Upload own(UUID id, Caller caller) {
    return uploads
        .find(id, caller.account())
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.PAGE_UNKNOWN,
                    "There is no such upload of yours; files that wait for more than a day go."));
  }

  /** What a file holds, in words. */
  String about(Upload.Place place) {
    if (place.purpose() == Purpose.PEOPLE) {
      return "people";
    }
    String supplier = ledger.inTransaction(db -> new Register(db).get(place.supplier())).name();
    return (place.purpose() == Purpose.HOLDINGS ? "held by " : "sent to ")
        + supplier
        + " over "
        + place.connection();
  }

  /**
   * What happens when the file was imported before.
   *
   * @return null when it was not
   */
  @Nullable String again(Upload upload) {
    List<Batch> same =
        ledger.inTransaction(Batches::all).stream()
            .filter(batch -> batch.status().equals("live"))
            .filter(batch -> batch.sha256().equals(upload.sha256()))
            .filter(batch -> batch.kind().equals(upload.place().kind()))
            .filter(batch -> batch.supplier() == upload.place().supplier())
            .toList();
    return same.isEmpty()
        ? null
        : "The same file is batch "
            + same.getLast().id()
            + " already. Read the same way for the same connection, it replaces that batch and"
            + " counts once; read another way, it counts again.";
  }

  /**
   * Starts an import.
   *
   * @return the work
   */
  UUID start(UUID by, Upload upload, Mapping mapping) {
    return transactions.act(
        act -> {
          boolean isOurs = new UploadRows(act.jdbc()).ask(upload.id(), mapping);
          if (!isOurs) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "The import of this file was asked for already.");
          }
          act.record(
              by,
              "import.asked",
              Map.of("upload", upload.id().toString(), "kind", upload.place().kind()));
          return works.start(
              act,
              by,
              ImportWork.KIND,
              "Import: " + about(upload.place()),
              Map.of(ImportWork.UPLOAD, upload.id().toString()));
        });
  }
}
