package org.stoplog.ledger.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.register.Downstream;

/** Counts whom the rows of one file were passed on to, and numbers those that are recorded. */
final class Recipients {
  /** Most names that are told apart: a stranger's file may have a new one on every line. */
  private static final int MOST_NAMES = 1000;

  /** The hub writes itself down among its recipients. */
  private static final String HUB_ITSELF = "segment.io";

  private final Map<String, Integer> known;
  private final int hub;
  private final boolean recordsUnknown;
  private final Map<String, Target> byText = new HashMap<>();
  private final Map<Integer, Target> bySupplier = new HashMap<>();
  private final Map<String, Target> byKey = new HashMap<>();
  private final List<Target> targets = new ArrayList<>();
  private final Target nobody = new Target("", 0, false);
  private final Target unnamed = new Target("", 0, false);
  private long row;
  private boolean said;
  private long unsaid;

  /** One recipient; its place in {@link #targets} is its number. */
  static final class Target {
    final String name;

    /** Id in the register, 0 when it is not there. */
    final int supplier;

    final boolean recorded;
    int number;
    private long events;
    private long lastRow;

    Target(String name, int supplier, boolean recorded) {
      this.name = name;
      this.supplier = supplier;
      this.recorded = recorded;
    }
  }

  /**
   * @param known ids of suppliers by key of name or domain
   * @param hub id of the supplier whose file it is
   * @param recordsUnknown whether recipients that the register does not have are recorded too
   */
  Recipients(Map<String, Integer> known, int hub, boolean recordsUnknown) {
    this.known = known;
    this.hub = hub;
    this.recordsUnknown = recordsUnknown;
  }

  /** Starts the next row. */
  void begin() {
    row++;
    said = false;
  }

  /**
   * Takes a name that the row gives.
   *
   * @return whom the row has to be recorded for too, null when there is nothing to record
   */
  @Nullable Target add(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    Target target = byText.get(text);
    if (target == null) {
      target = byText.size() < MOST_NAMES ? target(text) : unnamed;
      if (target != unnamed) {
        byText.put(text, target);
      }
    }
    if (target == nobody) {
      return null;
    }
    said = true;
    if (target.lastRow == row) {
      return null;
    }
    target.lastRow = row;
    target.events++;
    return target.recorded ? target : null;
  }

  /** Ends the row. */
  void end() {
    unsaid += said ? 0 : 1;
  }

  private Target target(String text) {
    String key = Downstream.key(text);
    if (key.equals(HUB_ITSELF)) {
      return nobody;
    }
    Integer supplier = known.get(key);
    if (supplier != null) {
      return supplier == hub
          ? nobody
          : bySupplier.computeIfAbsent(supplier, id -> numbered(new Target(text, id, true)));
    }
    return Downstream.isName(text)
        ? byKey.computeIfAbsent(key, k -> numbered(new Target(text, 0, recordsUnknown)))
        : unnamed;
  }

  private Target numbered(Target target) {
    target.number = targets.size();
    targets.add(target);
    return target;
  }

  /** Those for whom rows were recorded. */
  List<Target> recorded() {
    return targets.stream().filter(target -> target.recorded).toList();
  }

  PassedOn report() {
    return new PassedOn(
        targets.stream()
            .map(target -> new PassedOn.Recipient(target.name, target.recorded, target.events))
            .sorted(Comparator.comparingLong(PassedOn.Recipient::events).reversed())
            .toList(),
        unsaid,
        unnamed.events);
  }
}
