package org.stoplog.sample;

import java.util.List;
import java.util.function.Consumer;

/** A CSV file of the sample. Telling its rows twice gives the same rows. */
interface Table {
  /** Name of the file. */
  String file();

  List<Column> columns();

  void rows(Consumer<Row> rows);
}
