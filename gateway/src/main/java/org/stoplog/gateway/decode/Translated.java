package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.reader.TrafficReader;

/**
 * JSON made of a text of another kind, for the reader, and where in that text each value of it
 * stands: what a rule changes in the JSON is changed there, and all else stays as it was sent. Not
 * thread-safe.
 */
final class Translated {
  /** As many cells as 20 MB of any sensible table have. */
  private static final int MOST_VALUES = 1 << 20;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_NUMBER = 15;

  /** How values stand in the text that they are from. */
  enum Quoting {
    /** As they are. */
    PLAIN,
    /** With percents, in the body. */
    PERCENT,
    /** With percents, in the query. */
    QUERY,
    /** It is JSON there already. */
    JSON
  }

  /** What cannot be read, with the elements that it is, and where it stands. */
  record Closed(int from, int to, ElementSet elements) {}

  /** Digits that say how long a part of the text is, and that part. */
  record Counted(int from, int to, int partFrom, int partTo) {}

  /** What is changed in the text, and in the query. */
  record Changes(List<TrafficReader.Edit> body, List<TrafficReader.Edit> query) {}

  private final int most;
  private byte[] json = new byte[1024];
  private int size;
  private int count;

  // Value v is json[from[v], to[v]), made of text[in[v], end[v]); without it the text is without
  // text[cutFrom[v], cutTo[v]).
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int[] in = new int[16];
  private int[] end = new int[16];
  private int[] cutFrom = new int[16];
  private int[] cutTo = new int[16];
  private byte[] quoting = new byte[16];
  private final List<Closed> closed = new ArrayList<>();
  private final List<Counted> counted = new ArrayList<>();

  /**
   * @param most bytes that the JSON may have: names of columns come again in each row
   */
  Translated(int most) {
    this.most = most;
  }

  /** The JSON that was made. */
  byte[] json() {
    return Arrays.copyOf(json, size);
  }

  List<Closed> closed() {
    return closed;
  }

  /** Whether nothing was found that could be read. */
  boolean hasNoValues() {
    return count == 0;
  }

  Translated raw(String ascii) throws Unreadable {
    for (int i = 0; i < ascii.length(); i++) {
      put((byte) ascii.charAt(i));
    }
    return this;
  }

  /** A text in quotes, which is no value of the text's: a key. */
  Translated text(byte[] plain) throws Unreadable {
    put((byte) '"');
    for (byte b : plain) {
      if (b == '"' || b == '\\') {
        put((byte) '\\');
        put(b);
      } else if (b >= 0 && b < ' ') {
        raw("\\u00");
        put(HEX[b >> 4]);
        put(HEX[b & 0x0f]);
      } else {
        put(b);
      }
    }
    put((byte) '"');
    return this;
  }

  /**
   * A value, as a number or truth when it reads as one.
   *
   * @param start where it stands in its text, up to {@code stop}
   * @param without the first place that goes with it, up to {@code afterwards}, when it is dropped
   */
  void value(byte[] plain, Quoting its, int start, int stop, int without, int afterwards)
      throws Unreadable {
    int at = size;
    if (isBare(plain)) {
      for (byte b : plain) {
        put(b);
      }
    } else {
      text(plain);
    }
    piece(at, its, start, stop, without, afterwards);
  }

  /** A part of the text that is one object or array itself, and nothing beside it. */
  void whole(byte[] text, int start, int stop) throws Unreadable {
    int open = 0;
    boolean ended = false;
    for (int i = start; i < stop; i++) {
      byte c = text[i];
      if (ended && c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        // In our array it would read as a value more.
        throw new Unreadable("bad-json");
      }
      if (c == '"') {
        i++;
        while (i < stop && text[i] != '"') {
          i += text[i] == '\\' ? 2 : 1;
        }
      } else if (c == '{' || c == '[') {
        open++;
      } else if (c == '}' || c == ']') {
        ended = --open <= 0;
      }
    }
    if (!ended) {
      throw new Unreadable("bad-json");
    }
    json(text, start, stop);
  }

  /** A part of the text that is JSON itself, or begins as such. */
  void json(byte[] text, int start, int stop) throws Unreadable {
    int at = size;
    room(stop - start);
    System.arraycopy(text, start, json, size, stop - start);
    size += stop - start;
    piece(at, Quoting.JSON, start, stop, start, stop);
  }

  void closed(int start, int stop, ElementSet elements) {
    closed.add(new Closed(start, stop, elements));
  }

  void counted(Counted its) {
    counted.add(its);
  }

  private void piece(int at, Quoting its, int start, int stop, int without, int afterwards)
      throws Unreadable {
    if (count == MOST_VALUES) {
      throw new Unreadable("too-many-fields");
    }
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
      in = Arrays.copyOf(in, 2 * count);
      end = Arrays.copyOf(end, 2 * count);
      cutFrom = Arrays.copyOf(cutFrom, 2 * count);
      cutTo = Arrays.copyOf(cutTo, 2 * count);
      quoting = Arrays.copyOf(quoting, 2 * count);
    }
    from[count] = at;
    to[count] = size;
    in[count] = start;
    end[count] = stop;
    cutFrom[count] = without;
    cutTo[count] = afterwards;
    quoting[count] = (byte) its.ordinal();
    count++;
  }

  /**
   * @param edits of the JSON, in its order
   * @param rules whose elements are taken out where they cannot be read
   */
  Changes changes(List<TrafficReader.Edit> edits, ElementSet rules) {
    List<TrafficReader.Edit> body = new ArrayList<>();
    List<TrafficReader.Edit> query = new ArrayList<>();
    int v = 0;
    for (TrafficReader.Edit edit : edits) {
      while (to[v] <= edit.from() || (edit.with().length == 0 && !isIn(v, edit))) {
        v++;
      }
      Quoting its = Quoting.values()[quoting[v]];
      (its == Quoting.QUERY ? query : body).add(change(v, its, edit));
    }
    for (Closed part : closed) {
      if (!part.elements().and(rules).isEmpty()) {
        body.add(new TrafficReader.Edit(part.from(), part.to(), new byte[0]));
      }
    }
    for (Counted part : counted) {
      int more = 0;
      for (TrafficReader.Edit edit : body) {
        if (edit.from() >= part.partFrom() && edit.to() <= part.partTo()) {
          more += edit.with().length - (edit.to() - edit.from());
        }
      }
      if (more != 0) {
        String length = Integer.toString(part.partTo() - part.partFrom() + more);
        body.add(
            new TrafficReader.Edit(
                part.from(), part.to(), length.getBytes(StandardCharsets.US_ASCII)));
      }
    }
    // Fields of one name stand together in the JSON, and not in the text.
    Comparator<TrafficReader.Edit> order = (a, b) -> Integer.compare(a.from(), b.from());
    body.sort(order);
    query.sort(order);
    return new Changes(body, query);
  }

  /** A dropped value is wholly in what goes; of JSON that is in the text, what goes is in it. */
  private boolean isIn(int v, TrafficReader.Edit edit) {
    return quoting[v] == Quoting.JSON.ordinal()
        ? edit.from() < to[v] && edit.to() > from[v]
        : edit.from() <= from[v] && to[v] <= edit.to();
  }

  private TrafficReader.Edit change(int v, Quoting its, TrafficReader.Edit edit) {
    if (its == Quoting.JSON) {
      // A comma behind the part was put there by us.
      int stop = Math.min(edit.to(), to[v]);
      return new TrafficReader.Edit(
          in[v] + edit.from() - from[v], in[v] + stop - from[v], edit.with());
    }
    byte[] with = edit.with();
    if (with.length == 0) {
      return new TrafficReader.Edit(cutFrom[v], cutTo[v], with);
    }
    boolean isText = with[0] == '"';
    byte[] plain = isText ? Arrays.copyOfRange(with, 1, with.length - 1) : with;
    return new TrafficReader.Edit(
        in[v], end[v], its == Quoting.PLAIN ? plain : Percent.encode(plain));
  }

  /** Whether it may stand without quotes: what masks it must know that it is a number. */
  private static boolean isBare(byte[] plain) {
    if (plain.length == 0 || plain.length > LONGEST_NUMBER) {
      return false;
    }
    int first = plain[0] == '-' ? 1 : 0;
    int digits = first;
    while (digits < plain.length && plain[digits] >= '0' && plain[digits] <= '9') {
      digits++;
    }
    if (digits == first) {
      return isWord(plain, "true") || isWord(plain, "false");
    }
    if (plain[first] == '0' && digits > first + 1) {
      return false;
    }
    int after = digits;
    if (after < plain.length && plain[after] == '.') {
      after++;
      while (after < plain.length && plain[after] >= '0' && plain[after] <= '9') {
        after++;
      }
      return after == plain.length && after > digits + 1;
    }
    return after == plain.length;
  }

  private static boolean isWord(byte[] plain, String word) {
    return Arrays.equals(plain, word.getBytes(StandardCharsets.US_ASCII));
  }

  private void put(byte b) throws Unreadable {
    if (size == json.length) {
      room(1);
    }
    json[size++] = b;
  }

  private void room(int needed) throws Unreadable {
    if (size + (long) needed > most) {
      throw new Unreadable("too-large");
    }
    if (size + needed > json.length) {
      json = Arrays.copyOf(json, (int) Math.min(most, Math.max(2L * json.length, size + needed)));
    }
  }

  @Override
  public String toString() {
    return "Translated[" + count + " values]";
  }
}
