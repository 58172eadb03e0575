package org.stoplog.ledger.intake;

import java.time.LocalDate;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.reader.ReadRequest;
import org.stoplog.ledger.table.Stores;

/** Imports a file of what was sent to a supplier (disclosures) or of what it has (holdings). */
public final class RecordImport {
  private final Stores stores;
  private final FileReader reader;

  public RecordImport(Stores stores, FileReader reader) {
    this.stores = stores;
    this.reader = reader;
  }

  /** Reads the file and commits it as one batch; a batch of the same file is replaced. */
  public ImportReport run(ImportRequest request, Progress progress) {
    boolean holdings = request.purpose() == Purpose.HOLDINGS;
    LocalDate asOf = Batches.asOf(request, stores.clock().instant());
    RecordPlan plan =
        new RecordPlan(
            request.purpose(),
            String.valueOf(request.file().getFileName()),
            request.supplier(),
            request.connection(),
            holdings || request.asOf() != null ? asOf : null,
            asOf,
            request.region(),
            request.addsRecipients(),
            null);
    return new RecordMaker(stores)
        .run(
            plan,
            (rows, stopped) -> {
              progress.step(
                  "Reading " + request.file().getFileName(),
                  request.file().toFile().length(),
                  "bytes");
              return reader.read(
                  new ReadRequest(
                      request.file(),
                      request.purpose(),
                      request.mapping(),
                      request.region(),
                      request.password(),
                      ReadRequest.Limits.DEFAULT),
                  rows,
                  stopped);
            },
            progress);
  }
}
