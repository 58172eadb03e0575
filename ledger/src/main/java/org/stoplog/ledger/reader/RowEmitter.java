package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;

/** Packs rows into frames; one for each thread of the child. */
final class RowEmitter implements RowWriter {
  private static final int SIZE_AT_START = 64 << 10;

  private final SetDictionary sets;
  private final Bytes rows = new Bytes(SIZE_AT_START);
  private final Bytes leftOut = new Bytes(256);
  private final Bytes row = new Bytes(1024);
  private final long[] cells;
  private int[] filled = new int[16];
  private int filledCount;
  private int cellCount;
  private long line;
  private long time;
  private long low;
  private long high;
  private long lastLow;
  private long lastHigh;
  private int lastIndex = -1;
  private int frameAt = -1;
  private int frameRows;
  private long frameLine;
  private long rowTotal;
  private long leftOutTotal;
  private long passedOver;

  RowEmitter(int fields, SetDictionary sets) {
    this.sets = sets;
    this.cells = new long[fields];
  }

  @Override
  public void begin(long newLine) {
    line = newLine;
    time = RowBlock.NO_TIME;
    low = 0;
    high = 0;
    cellCount = 0;
    filledCount = 0;
    row.clear();
  }

  @Override
  public void time(long epochMillis) {
    time = epochMillis;
  }

  @Override
  public void element(int ordinal) {
    if (ordinal < 64) {
      low |= 1L << ordinal;
    } else {
      high |= 1L << (ordinal - 64);
    }
  }

  @Override
  public void cell(int field, byte[] bytes, int from, int length) {
    filled(field);
    cellCount++;
    row.putNumber(field);
    row.putNumber(length);
    row.put(bytes, from, length);
  }

  @Override
  public void filled(int field) {
    if (filledCount == filled.length) {
      filled = Arrays.copyOf(filled, filledCount * 2);
    }
    filled[filledCount++] = field;
  }

  @Override
  public void end() {
    if (frameAt < 0 || line < frameLine) {
      closeFrame();
      openFrame();
    }
    rows.putNumber((line - frameLine) << 1 | (time == RowBlock.NO_TIME ? 0 : 1));
    if (time != RowBlock.NO_TIME) {
      rows.putLong(time);
    }
    rows.putNumber(setIndex());
    rows.putNumber(cellCount);
    rows.put(row.array(), 0, row.size());
    frameLine = line;
    frameRows++;
    rowTotal++;
    for (int i = 0; i < filledCount; i++) {
      cells[filled[i]]++;
    }
    if (frameRows == Frames.BLOCK_ROWS || rows.size() - frameAt > Frames.BLOCK_BYTES) {
      closeFrame();
    }
  }

  @Override
  public void passOver() {
    passedOver++;
  }

  @Override
  public void leaveOut(@Nullable String column, String reason) {
    leftOutTotal++;
    leftOut.putByte(Frames.LEFT_OUT);
    int lengthAt = leftOut.size();
    leftOut.putInt(0);
    leftOut.putNumber(line);
    if (column == null) {
      leftOut.putNumber(0);
    } else {
      byte[] name = column.getBytes(StandardCharsets.UTF_8);
      leftOut.putNumber(name.length + 1L);
      leftOut.put(name);
    }
    byte[] slug = reason.getBytes(StandardCharsets.US_ASCII);
    leftOut.putNumber(slug.length);
    leftOut.put(slug);
    leftOut.setInt(lengthAt, leftOut.size() - lengthAt - 4);
  }

  /** Hands all that was written over and starts anew. */
  void drain(ChildOutput out) {
    closeFrame();
    out.elementSets(sets);
    out.raw(rows);
    out.raw(leftOut);
    if (passedOver > 0) {
      out.passedOver(passedOver);
      passedOver = 0;
    }
    rows.clear();
    leftOut.clear();
  }

  /** Forgets what was not handed over, and that there ever was a set of elements. */
  void startOver() {
    rows.clear(SIZE_AT_START);
    leftOut.clear(SIZE_AT_START);
    frameAt = -1;
    lastIndex = -1;
    passedOver = 0;
    rowTotal = 0;
    leftOutTotal = 0;
  }

  long rowTotal() {
    return rowTotal;
  }

  long leftOutTotal() {
    return leftOutTotal;
  }

  /** Non-empty cells of the rows handed over, by field. */
  long[] cells() {
    return cells;
  }

  private int setIndex() {
    if (lastIndex < 0 || low != lastLow || high != lastHigh) {
      lastIndex = sets.index(new ElementSet(low, high));
      lastLow = low;
      lastHigh = high;
    }
    return lastIndex;
  }

  private void openFrame() {
    frameAt = rows.size();
    frameRows = 0;
    frameLine = 0;
    rows.putByte(Frames.ROWS);
    rows.putInt(0);
  }

  private void closeFrame() {
    if (frameAt >= 0) {
      rows.setInt(frameAt + 1, rows.size() - frameAt - Frames.HEADER_BYTES);
      frameAt = -1;
    }
  }
}
