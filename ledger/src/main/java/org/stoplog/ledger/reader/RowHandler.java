package org.stoplog.ledger.reader;

import org.stoplog.catalog.ElementSet;

/** Takes what the reader finds, on one thread, in the file's order. */
public interface RowHandler {
  /** Once, before any row: how the file is read. Throwing stops the reader. */
  void mapping(Mapping mapping);

  /** A new set of elements; the first has index 0, the next 1 and so on. */
  void elementSet(ElementSet set);

  void rows(RowBlock block);

  /** A row that could not be used. */
  void leftOut(LeftOut row);

  /** Bytes of the file read so far, for the progress bar. */
  void progress(long bytesRead);
}
