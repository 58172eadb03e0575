package org.stoplog.ledger.intake;

import java.util.function.BooleanSupplier;
import org.stoplog.ledger.reader.ReadResult;
import org.stoplog.ledger.reader.RowHandler;

/** Where the rows of a batch come from: a file, or what a gateway recorded. */
public interface RowSource {
  /**
   * Reads all of it once.
   *
   * @param rows is told the mapping first
   * @param stopped asked now and then whether to end early
   * @return the hash in it, with the mapping, is what the batch is known by when it comes again
   */
  ReadResult read(RowHandler rows, BooleanSupplier stopped);
}
