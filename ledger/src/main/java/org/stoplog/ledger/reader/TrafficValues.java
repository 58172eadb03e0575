package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/**
 * What the values of an event tell, and where those stand that a rule may touch. Which it does is
 * settled at the event's end: what an id discloses depends on the other values. Not thread-safe.
 */
final class TrafficValues {
  private static final int TEXT = ValueRules.Kind.TEXT.ordinal();
  private static final int FOUND = 16;
  private static final int MOST_KEPT = 1024;

  /** Braze has three arrays of events in one object. */
  private static final int MOST_BATCHES = 16;

  /** Elements by what {@link ValueCheck} found. */
  private static final long[] FOUND_LOW = new long[FOUND];

  private static final long[] FOUND_HIGH = new long[FOUND];

  static {
    int[] bits = {ValueCheck.EMAIL, ValueCheck.PHONE, ValueCheck.CARD, ValueCheck.IBAN};
    String[] ids = {"contact.email", "contact.phone", "fin.card_number", "fin.bank_account"};
    for (int found = 0; found < FOUND; found++) {
      for (int i = 0; i < bits.length; i++) {
        if ((found & bits[i]) != 0) {
          ElementSet its = Elements.catalogue().get(ids[i]).asSet();
          FOUND_LOW[found] |= its.low();
          FOUND_HIGH[found] |= its.high();
        }
      }
    }
  }

  private final EventRow row;
  private final EventWriter writer;
  private final ValueRules rules;
  private final long touchedLow;
  private final long touchedHigh;

  /** By the slot's index: whether one of its schemes gives an element that is touched. */
  private final boolean[] mayTouch;

  // Candidate c is the value bytes[from[c], to[c]), member number[c] of the object or array
  // inside[c]; what lies between the separators around it is bytes[before[c], after[c]).
  private int count;
  private int[] from = new int[32];
  private int[] to = new int[32];
  private int[] before = new int[32];
  private int[] after = new int[32];
  private int[] inside = new int[32];
  private int[] number = new int[32];
  private int[] kind = new int[32];
  private int[] value = new int[32];
  private long[] low = new long[32];
  private long[] high = new long[32];

  /** What the values that were touched disclosed before. */
  long foundLow;

  long foundHigh;

  private final int[] batches = new int[MOST_BATCHES];

  /** How many arrays of events were passed over in the event. */
  int batchCount;

  private int containers;

  /** How many members of each object or array were dropped so far. */
  private int[] dropped = new int[32];

  TrafficValues(PathTable paths, EventRow row, EventWriter writer, ValueRules rules) {
    this.row = row;
    this.writer = writer;
    this.rules = rules;
    touchedLow = rules.touched().low();
    KindMeaning meaning = paths.meaning();
    touchedHigh =
        rules.touched().high()
            | (meaning != null && meaning.mayBe(rules.touched()) ? KindMeaning.UNTOLD : 0);
    mayTouch = new boolean[paths.slots().size()];
    for (EventSlot slot : paths.slots()) {
      for (int element : slot.element) {
        mayTouch[slot.index] |=
            element != EventSlot.NONE && rules.touched().contains(element) && slot.isIdentity;
      }
    }
  }

  void clear() {
    for (int c = 0; c < count; c++) {
      if (value[c] >= 0) {
        row.hidden[value[c]] = false;
      }
    }
    count = 0;
    containers = 0;
    batchCount = 0;
  }

  /** Gives memory back that one large event took. */
  void shrink() {
    clear();
    if (from.length > MOST_KEPT) {
      resize(MOST_KEPT);
    }
    if (dropped.length > MOST_KEPT) {
      dropped = new int[MOST_KEPT];
    }
  }

  /**
   * An array of events is passed over.
   *
   * @return false when there are too many
   */
  boolean batch(int at) {
    if (batchCount == MOST_BATCHES) {
      return false;
    }
    batches[batchCount++] = at;
    return true;
  }

  /** Where the arrays start that were passed over. */
  int[] batches() {
    return Arrays.copyOf(batches, batchCount);
  }

  /** Candidates so far. */
  int count() {
    return count;
  }

  /** A new object or array. */
  int container() {
    return containers++;
  }

  /** The last candidate's place among its siblings. */
  void placed(int its, int member, int afterSeparator, int nextSeparator) {
    inside[count - 1] = its;
    number[count - 1] = member;
    before[count - 1] = afterSeparator;
    after[count - 1] = nextSeparator;
  }

  /** A value that says nothing beyond its path. */
  void filled(
      PathNode node,
      long itsLow,
      long itsHigh,
      boolean kept,
      ValueRules.Kind its,
      int start,
      int end) {
    if (!kept && ((itsLow & touchedLow) | (itsHigh & touchedHigh)) != 0) {
      add(its, start, end, -1, itsLow, itsHigh);
    } else {
      row.fill(node, itsLow, itsHigh);
    }
  }

  /** A text, or a number whose digits may mean something. */
  void text(
      char[] chars,
      int length,
      PathNode node,
      long pathLow,
      long pathHigh,
      boolean kept,
      ValueRules.Kind its,
      int start,
      int end) {
    if (isBlank(chars, length)) {
      return;
    }
    EventSlot slot = node.slot;
    int found = node.ignored ? 0 : ValueCheck.check(chars, 0, length, slot != null);
    long itsLow = pathLow | FOUND_LOW[found & (FOUND - 1)];
    long itsHigh = pathHigh | FOUND_HIGH[found & (FOUND - 1)];
    int captured = -1;
    if (slot != null && slot.recipient == EventSlot.NONE) {
      captured = row.capture(slot, chars, 0, length);
    }
    boolean touched =
        ((itsLow & touchedLow) | (itsHigh & touchedHigh)) != 0
            || (captured >= 0 && slot != null && mayTouch[slot.index]);
    if (!kept && touched) {
      add(its, start, end, captured, itsLow, itsHigh);
    } else {
      row.fill(node, itsLow, itsHigh);
    }
  }

  /**
   * As {@link EventValues#recipient}.
   *
   * @param start the first character of what stands there
   */
  void recipient(int start, EventSlot slot, String name) {
    if ((start == 't' || start == '{') && !name.equals("All")) {
      row.capture(slot, name.toCharArray(), 0, name.length());
    }
  }

  /** Asks the rules about each candidate, once the writer has told the row's values apart. */
  void settle(byte[] bytes, List<TrafficReader.Edit> edits) {
    if (dropped.length < containers) {
      dropped = new int[2 * containers];
    } else {
      Arrays.fill(dropped, 0, containers, 0);
    }
    for (int c = 0; c < count; c++) {
      ElementSet elements = writer.told(low[c], high[c], row);
      ElementSet own = value[c] < 0 ? ElementSet.NONE : writer.elements(value[c], row);
      ElementSet all = elements.plus(own);
      if (all.and(rules.touched()).isEmpty()) {
        tell(elements);
        continue;
      }
      boolean id = value[c] >= 0 && row.slot[value[c]].isIdentity;
      ValueRules.Kind its = ValueRules.Kind.values()[kind[c]];
      ValueRules.Outcome outcome = rules.outcome(all, its, id, plain(bytes, c));
      foundLow |= all.low();
      foundHigh |= all.high();
      if (value[c] >= 0) {
        row.hidden[value[c]] = true;
      }
      tell(outcome.left());
      byte[] json = outcome.json();
      edits.add(json == null ? dropped(bytes, c) : new TrafficReader.Edit(from[c], to[c], json));
    }
  }

  private void tell(ElementSet elements) {
    row.low |= elements.low();
    row.high |= elements.high();
  }

  /** With the comma before it, or when nothing is left before it with the one after it. */
  private TrafficReader.Edit dropped(byte[] bytes, int c) {
    boolean first = dropped[inside[c]] == number[c];
    dropped[inside[c]]++;
    int start = first ? before[c] : before[c] - 1;
    int end = first && bytes[after[c]] == ',' ? after[c] + 1 : after[c];
    return new TrafficReader.Edit(start, end, new byte[0]);
  }

  private String plain(byte[] bytes, int c) {
    if (kind[c] != TEXT) {
      return new String(bytes, from[c], to[c] - from[c], StandardCharsets.US_ASCII);
    }
    String written = new String(bytes, from[c] + 1, to[c] - from[c] - 2, StandardCharsets.UTF_8);
    return written.indexOf('\\') < 0 ? written : JsonText.unescaped(written);
  }

  private void add(
      ValueRules.Kind its, int start, int end, int captured, long itsLow, long itsHigh) {
    if (count == from.length) {
      resize(2 * count);
    }
    from[count] = start;
    to[count] = end;
    kind[count] = its.ordinal();
    value[count] = captured;
    low[count] = itsLow;
    high[count] = itsHigh;
    count++;
  }

  private void resize(int size) {
    from = Arrays.copyOf(from, size);
    to = Arrays.copyOf(to, size);
    before = Arrays.copyOf(before, size);
    after = Arrays.copyOf(after, size);
    inside = Arrays.copyOf(inside, size);
    number = Arrays.copyOf(number, size);
    kind = Arrays.copyOf(kind, size);
    value = Arrays.copyOf(value, size);
    low = Arrays.copyOf(low, size);
    high = Arrays.copyOf(high, size);
  }

  private static boolean isBlank(char[] chars, int length) {
    for (int i = 0; i < length; i++) {
      if (chars[i] > ' ') {
        return false;
      }
    }
    return true;
  }
}
