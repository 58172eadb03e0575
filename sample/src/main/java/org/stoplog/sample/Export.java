package org.stoplog.sample;

import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A supplier's event exports, month by month. Telling a month twice gives the same lines. */
interface Export {
  /** Folder of its files. */
  String folder();

  /** Months that there is a file for, oldest first. */
  List<YearMonth> recorded();

  /** Months inside the recorded years that there is no file for. */
  List<YearMonth> dark();

  /** Devices that the recorded months tie to people. */
  Set<Device> linked();

  /** Hands over the month's lines in the order of the file. */
  void month(YearMonth month, Consumer<Event> lines);
}
