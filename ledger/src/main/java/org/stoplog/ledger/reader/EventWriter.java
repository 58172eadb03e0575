package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.identity.Scheme;

/** Decides whom an event is about, whom it ties to them, and writes its row. Not thread-safe. */
final class EventWriter {
  private static final int NONE = EventSlot.NONE;

  private final EventRules rules;
  private final List<EventSlot> identifiers;
  private final List<EventSlot> times;
  private final EventSlot kind;
  private final @Nullable EventSlot device;
  private final @Nullable KindMeaning meaning;

  /** By the slot's index: the kind of event that it needs, null for any. */
  private final byte[] @Nullable [] onlyFor;

  private final @Nullable String[] linkedOnlyTo;
  private final boolean[] eitherKind;

  // What each value of the row is, in step with EventRow.slot; null for nobody.
  private @Nullable Scheme[] scheme = new Scheme[16];
  private int[] start = new int[16];
  private int[] length = new int[16];

  /** When an event went that does not say it, {@link RowBlock#NO_TIME} for unknown. */
  private long otherwise = RowBlock.NO_TIME;

  EventWriter(PathTable paths, EventRules rules) {
    this.rules = rules;
    List<EventSlot> slots = paths.slots();
    identifiers = byField(slots, slot -> first(slot.identifier));
    times = byField(slots, slot -> slot.time);
    kind = slots.stream().filter(slot -> slot.path.equals(rules.kind())).findFirst().orElseThrow();
    device = paths.slot(rules.device());
    meaning = paths.meaning();
    onlyFor = new byte[slots.size()][];
    linkedOnlyTo = new String[slots.size()];
    eitherKind = new boolean[slots.size()];
    for (EventSlot slot : slots) {
      String needed = rules.onlyFor().get(slot.path);
      onlyFor[slot.index] = needed == null ? null : needed.getBytes(StandardCharsets.UTF_8);
      linkedOnlyTo[slot.index] = rules.linkedOnlyTo().get(slot.path);
      eitherKind[slot.index] = rules.eitherKind().contains(slot.path);
    }
  }

  /** From now on an event without a time that can be read went then. */
  void timeOtherwise(long epochMillis) {
    otherwise = epochMillis;
  }

  /** Begins a row and ends it or leaves it out. */
  void write(long line, EventRow row, RowWriter out) {
    if (row.fault == null) {
      tellApart(row, true);
    }
    writeTold(line, row, out);
  }

  /** As {@link #write}, when the row's values were told apart and their elements disclosed. */
  void writeTold(long line, EventRow row, RowWriter out) {
    out.begin(line);
    if (row.fault != null) {
      out.leaveOut(row.faultPath, row.fault);
      return;
    }
    if (rules.kindNeeded() && row.own(kind) < 0) {
      out.leaveOut(null, "not-an-event");
      return;
    }
    int primary = primary(row);
    if (primary == NONE) {
      out.leaveOut(identifiers.isEmpty() ? null : identifiers.get(0).path, "no-identifier");
      return;
    }
    if (!time(row, out)) {
      return;
    }
    elements(row, out);
    cell(row.slot[primary].identifier, primary, row, out);
    for (int v = 0; v < row.values; v++) {
      if (v != primary) {
        other(v, primary, row, out);
      }
    }
    out.end();
  }

  /**
   * Finds each value's scheme, and what the event's kind makes of its elements.
   *
   * @param discloses whether the elements are added to the row at once
   */
  void tellApart(EventRow row, boolean discloses) {
    if (KindMeaning.isUntold(row.high)) {
      ElementSet told = told(row.low, row.high, row);
      row.low = told.low();
      row.high = told.high();
    }
    if (scheme.length < row.values) {
      scheme = new Scheme[2 * row.values];
      start = new int[2 * row.values];
      length = new int[2 * row.values];
    }
    for (int v = 0; v < row.values; v++) {
      EventSlot slot = row.slot[v];
      int prefix = IdentifierValue.devicePrefix(row.text, row.start[v], row.length[v]);
      start[v] = row.start[v] + prefix;
      length[v] = row.length[v] - prefix;
      Scheme found = slot.isIdentity ? schemeOf(v, prefix > 0, row) : null;
      scheme[v] = found;
      if (found != null && discloses) {
        disclose(v, found, row);
      }
    }
  }

  /** Adds what the values disclose under their schemes, but for those that are hidden. */
  void disclose(EventRow row) {
    for (int v = 0; v < row.values; v++) {
      Scheme found = scheme[v];
      if (found != null && !row.hidden[v]) {
        disclose(v, found, row);
      }
    }
  }

  private void disclose(int v, Scheme found, EventRow row) {
    EventSlot slot = row.slot[v];
    disclose(slot, found, row);
    if (mayBeEither(slot, found)) {
      disclose(slot, Scheme.SUPPLIER_ID, row);
    }
  }

  private static void disclose(EventSlot slot, Scheme scheme, EventRow row) {
    if (slot.element[scheme.ordinal()] != NONE) {
      row.element(slot.element[scheme.ordinal()]);
    }
  }

  /** The elements, with those that depend on the kind of event told for this one. */
  ElementSet told(long low, long high, EventRow row) {
    return meaning != null && KindMeaning.isUntold(high)
        ? meaning.told(low, high, row)
        : new ElementSet(low, high);
  }

  /** What the value discloses under its scheme, once it was told apart. */
  ElementSet elements(int v, EventRow row) {
    Scheme found = scheme[v];
    if (found == null) {
      return ElementSet.NONE;
    }
    ElementSet elements = element(row.slot[v], found);
    return mayBeEither(row.slot[v], found)
        ? elements.plus(element(row.slot[v], Scheme.SUPPLIER_ID))
        : elements;
  }

  private static ElementSet element(EventSlot slot, Scheme scheme) {
    int ordinal = slot.element[scheme.ordinal()];
    return ordinal == NONE ? ElementSet.NONE : ElementSet.of(ordinal);
  }

  /**
   * Whether nothing tells our own id from a supplier's here: then it goes out, and counts, as both.
   */
  private boolean mayBeEither(EventSlot slot, Scheme found) {
    return eitherKind[slot.index] && found == Scheme.USER_ID;
  }

  private @Nullable Scheme schemeOf(int v, boolean marked, EventRow row) {
    EventSlot slot = row.slot[v];
    if (IdentifierValue.isNobody(row.text, start[v], length[v])) {
      return null;
    }
    if (slot.takes(Scheme.EMAIL) && IdentifierValue.isEmail(row.text, start[v], length[v])) {
      return Scheme.EMAIL;
    }
    if (slot.takes(Scheme.SUPPLIER_ID) && (marked || isDevice(v, row))) {
      return Scheme.SUPPLIER_ID;
    }
    Scheme usual = slot.usual;
    return usual == Scheme.PHONE && !IdentifierValue.isPhone(row.text, start[v], length[v])
        ? null
        : usual;
  }

  private boolean isDevice(int v, EventRow row) {
    int other = device == null ? NONE : row.own(device);
    if (other < 0 || other == v) {
      return false;
    }
    int prefix = IdentifierValue.devicePrefix(row.text, row.start[other], row.length[other]);
    return Arrays.equals(
        row.text,
        start[v],
        start[v] + length[v],
        row.text,
        row.start[other] + prefix,
        row.start[other] + row.length[other]);
  }

  private int primary(EventRow row) {
    for (EventSlot slot : identifiers) {
      if (row.own(slot) >= 0 && counts(slot, row)) {
        for (int v = row.own(slot); v < row.values; v++) {
          Scheme found = row.slot[v] == slot ? scheme[v] : null;
          if (found != null && slot.identifier[found.ordinal()] != NONE) {
            return v;
          }
        }
      }
    }
    return NONE;
  }

  private boolean counts(EventSlot slot, EventRow row) {
    byte[] needed = onlyFor[slot.index];
    if (needed == null) {
      return true;
    }
    int v = row.own(kind);
    return v >= 0
        && Arrays.equals(
            needed, 0, needed.length, row.text, row.start[v], row.start[v] + row.length[v]);
  }

  /** Writes the first time that can be read; false when there are some and none can. */
  private boolean time(EventRow row, RowWriter out) {
    String unread = null;
    for (EventSlot slot : times) {
      for (int v = row.values - 1; v >= 0; v--) {
        if (row.slot[v] == slot) {
          long time = TimeValue.parse(row.text, row.start[v], row.length[v]);
          if (time != RowBlock.NO_TIME) {
            out.time(time);
            return true;
          }
          unread = slot.path;
        }
      }
    }
    if (otherwise != RowBlock.NO_TIME) {
      out.time(otherwise);
      return true;
    }
    if (unread != null) {
      out.leaveOut(unread, "bad-date");
    }
    return unread == null;
  }

  private static void elements(EventRow row, RowWriter out) {
    for (long rest = row.low; rest != 0; rest &= rest - 1) {
      out.element(Long.numberOfTrailingZeros(rest));
    }
    for (long rest = row.high; rest != 0; rest &= rest - 1) {
      out.element(64 + Long.numberOfTrailingZeros(rest));
    }
    for (int i = 0; i < row.filled.length; i++) {
      for (long rest = row.filled[i]; rest != 0; rest &= rest - 1) {
        out.filled(64 * i + Long.numberOfTrailingZeros(rest));
      }
    }
  }

  private void other(int v, int primary, EventRow row, RowWriter out) {
    EventSlot slot = row.slot[v];
    Scheme found = scheme[v];
    if (found != null && slot.link[found.ordinal()] != NONE) {
      String to = linkedOnlyTo[slot.index];
      if (counts(slot, row)
          && (to == null || to.equals(row.slot[primary].path))
          && !isKnown(v, primary, row)) {
        cell(slot.link, v, row, out);
        int supplierId = slot.link[Scheme.SUPPLIER_ID.ordinal()];
        if (mayBeEither(slot, found) && supplierId != NONE) {
          out.cell(supplierId, row.text, start[v], length[v]);
        }
      }
    } else if (row.length[v] > 0 && slot.recipient != NONE) {
      out.cell(slot.recipient, row.text, row.start[v], row.length[v]);
    } else if (row.length[v] > 0 && slot.organisation != NONE) {
      out.cell(slot.organisation, row.text, row.start[v], row.length[v]);
    }
  }

  /** Whether the row has the same identifier already. */
  private boolean isKnown(int v, int primary, EventRow row) {
    for (int other = 0; other < row.values; other++) {
      if ((other < v || other == primary)
          && scheme[other] == scheme[v]
          && (other == primary || isLinked(other, row))
          && Arrays.equals(
              row.text,
              start[other],
              start[other] + length[other],
              row.text,
              start[v],
              start[v] + length[v])) {
        return true;
      }
    }
    return false;
  }

  private boolean isLinked(int v, EventRow row) {
    EventSlot slot = row.slot[v];
    Scheme found = scheme[v];
    return found != null
        && slot.link[found.ordinal()] != NONE
        && linkedOnlyTo[slot.index] == null
        && counts(slot, row);
  }

  private void cell(int[] fields, int v, EventRow row, RowWriter out) {
    Scheme found = scheme[v];
    if (found != null) {
      out.cell(fields[found.ordinal()], row.text, start[v], length[v]);
    }
  }

  private static int first(int[] fields) {
    return Arrays.stream(fields).filter(field -> field != NONE).min().orElse(NONE);
  }

  private static List<EventSlot> byField(List<EventSlot> slots, ToIntFunction<EventSlot> field) {
    return slots.stream()
        .filter(slot -> field.applyAsInt(slot) != NONE)
        .sorted(Comparator.comparingInt(field))
        .toList();
  }
}
