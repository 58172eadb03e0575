package org.stoplog.ledger.register;

import java.util.ArrayList;
import java.util.List;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What is wrong in a suppliers file, all of it, so that it can be corrected in one go. */
final class Faults {
  private static final int MOST_SHOWN = 20;

  private final String file;
  private final List<String> found = new ArrayList<>();
  private int count;

  Faults(String file) {
    this.file = file;
  }

  void add(long line, Column column, String what) {
    add(line, "column " + column.header() + ": " + what);
  }

  void add(long line, String what) {
    if (++count <= MOST_SHOWN) {
      found.add(file + ", line " + line + ", " + what);
    }
  }

  void throwIfAny() {
    if (count > 0) {
      String more = count > MOST_SHOWN ? "\nand " + (count - MOST_SHOWN) + " more" : "";
      throw new StoplogException(
          Problem.REGISTER_INVALID, String.join("\n", found) + more + "\nnothing was written");
    }
  }
}
