package org.stoplog.ledger.register;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What is wrong in a suppliers file, all of it, so that it can be corrected in one go. */
final class Faults {
  private static final int MOST_SHOWN = 20;

  private final String file;
  private final List<Fault> found = new ArrayList<>();
  private int count;

  Faults(String file) {
    this.file = file;
  }

  void add(long line, Column column, String what) {
    add(new Fault(line, column, what));
  }

  void add(long line, String what) {
    add(new Fault(line, null, what));
  }

  private void add(Fault fault) {
    if (++count <= MOST_SHOWN) {
      found.add(fault);
    }
  }

  /** The first of them. */
  List<Fault> found() {
    return List.copyOf(found);
  }

  private String text(Fault fault) {
    Column column = fault.column();
    return "%s, line %d, %s%s"
        .formatted(
            file,
            fault.line(),
            column == null ? "" : "column " + column.header() + ": ",
            fault.what());
  }

  void throwIfAny() {
    if (count > 0) {
      String more = count > MOST_SHOWN ? "\nand " + (count - MOST_SHOWN) + " more" : "";
      throw new StoplogException(
          Problem.REGISTER_INVALID,
          found.stream().map(this::text).collect(Collectors.joining("\n"))
              + more
              + "\nnothing was written");
    }
  }
}
