package org.stoplog.ledger.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Reads what the child sends. A crafted file may have taken the child over, so nothing is believed:
 * whatever is out of bounds ends in {@link Problem#READER_CRASHED}.
 */
final class FrameParser {
  /** What the child found; only a complete one is worth anything. */
  record Outcome(Mapping mapping, long rows, long leftOut, long[] cells, long passedOver) {}

  /** What a stranger's file may be accused of by the child. */
  private static final Set<Problem> ALLOWED =
      Set.of(
          Problem.FILE_NOT_FOUND,
          Problem.FILE_UNREADABLE,
          Problem.FILE_EMPTY,
          Problem.FILE_FORMAT_UNKNOWN,
          Problem.FILE_DAMAGED,
          Problem.HEADER_MISSING,
          Problem.HEADER_DUPLICATE,
          Problem.MAPPING_NEEDED,
          Problem.MAPPING_INVALID,
          Problem.ELEMENT_UNKNOWN,
          Problem.ENCODING_UNREADABLE,
          Problem.ARCHIVE_UNSAFE,
          Problem.ARCHIVE_TOO_LARGE,
          Problem.PASSWORD_NEEDED,
          Problem.PASSWORD_WRONG,
          Problem.DATE_AMBIGUOUS,
          Problem.DATA_MALFORMED,
          Problem.DISK_FULL,
          Problem.READER_LIMIT,
          Problem.READER_CRASHED);

  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int MOST_SLUG = 64;

  private final InputStream in;
  private final RowHandler handler;
  private final @Nullable Mapping expected;
  private final RowBlock block = new RowBlock();
  private final int elementCount = Elements.catalogue().all().size();
  private byte[] frame = new byte[64 << 10];
  private int length;
  private int at;
  private @Nullable Mapping mapping;
  private boolean[] valued = new boolean[0];
  private int sets;
  private long rows;
  private long leftOut;
  private long passedOver;

  /**
   * @param expected the mapping that was asked for, null when the child guesses
   */
  FrameParser(InputStream in, RowHandler handler, @Nullable Mapping expected) {
    this.in = in;
    this.handler = handler;
    this.expected = expected;
  }

  /**
   * For {@link #parseRows}.
   *
   * @param mapping by which the rows were made
   */
  static FrameParser ofRows(InputStream in, RowHandler handler, Mapping mapping) {
    FrameParser parser = new FrameParser(in, handler, mapping);
    parser.accept(mapping);
    return parser;
  }

  /**
   * Reads to the end.
   *
   * @return null when the pipe ends before the child said that it is done
   * @throws StoplogException what the child reported, or {@link Problem#READER_CRASHED}
   */
  @Nullable Outcome parse() throws IOException {
    while (true) {
      int type = in.read();
      if (type < 0) {
        return null;
      }
      if (!readFrame()) {
        return null;
      }
      if (type != Frames.MAPPING && type != Frames.PROBLEM && mapping == null) {
        throw garbage("rows before the mapping");
      }
      switch (type) {
        case Frames.MAPPING -> mapping();
        case Frames.ELEMENT_SET -> elementSet();
        case Frames.ROWS -> rows();
        case Frames.LEFT_OUT -> leftOut();
        case Frames.PROGRESS -> handler.progress(number());
        case Frames.PASSED_OVER -> passedOver += number();
        case Frames.END -> {
          return end();
        }
        case Frames.PROBLEM -> throw problem();
        default -> throw garbage("a frame of unknown type");
      }
      if (at != length) {
        throw garbage("a frame that is longer than what it holds");
      }
    }
  }

  /**
   * Reads sets of elements and rows to the end, with nothing before and after them. Can be called
   * again when there is more to read; the sets are counted from 0 again.
   *
   * @throws StoplogException {@link Problem#READER_CRASHED}
   */
  void parseRows() throws IOException {
    sets = 0;
    for (int type = in.read(); type >= 0; type = in.read()) {
      if (!readFrame()) {
        throw garbage("a frame that is cut off");
      }
      switch (type) {
        case Frames.ELEMENT_SET -> elementSet();
        case Frames.ROWS -> rows();
        case Frames.LEFT_OUT -> leftOut();
        case Frames.PASSED_OVER -> passedOver += number();
        default -> throw garbage("a frame of unknown type");
      }
      if (at != length) {
        throw garbage("a frame that is longer than what it holds");
      }
    }
  }

  private boolean readFrame() throws IOException {
    byte[] header = in.readNBytes(4);
    if (header.length < 4) {
      return false;
    }
    length =
        (header[0] & 0xff) << 24
            | (header[1] & 0xff) << 16
            | (header[2] & 0xff) << 8
            | (header[3] & 0xff);
    if (length < 0 || length > Frames.MOST_BYTES) {
      throw garbage("a frame that is too long");
    }
    if (frame.length < length) {
      frame = new byte[Math.max(length, Math.min(Frames.MOST_BYTES, frame.length * 2))];
    }
    at = 0;
    return in.readNBytes(frame, 0, length) == length;
  }

  private void mapping() {
    if (mapping != null) {
      throw garbage("two mappings");
    }
    Mapping read;
    try {
      read = MappingFile.parse("mapping of the reader", text(length));
    } catch (StoplogException e) {
      throw new StoplogException(Problem.READER_CRASHED, "the reader sent an invalid mapping", e);
    }
    if (expected != null && !expected.equals(read)) {
      throw garbage("another mapping than the one asked for");
    }
    accept(read);
    handler.mapping(read);
  }

  private void accept(Mapping read) {
    mapping = read;
    valued = new boolean[read.fields().size()];
    for (int i = 0; i < valued.length; i++) {
      valued[i] = RowMapper.isHandedOver(read, read.fields().get(i));
    }
  }

  private void elementSet() {
    if (length != 16 || sets == Frames.MOST_SETS) {
      throw garbage("a bad set of elements");
    }
    ElementSet set = new ElementSet(bigEndian(), bigEndian());
    ElementSet known =
        elementCount <= 64
            ? new ElementSet(elementCount == 64 ? -1L : (1L << elementCount) - 1, 0)
            : new ElementSet(-1L, (1L << (elementCount - 64)) - 1);
    if (!set.minus(known).isEmpty()) {
      throw garbage("an element that the catalogue does not have");
    }
    sets++;
    handler.elementSet(set);
  }

  private void rows() {
    int row = 0;
    int cell = 0;
    long line = 0;
    block.bytes = frame;
    while (at < length) {
      if (row == Frames.BLOCK_ROWS) {
        throw garbage("too many rows in a block");
      }
      growRows(row + 1);
      long head = number();
      line += head >>> 1;
      if (line < 1) {
        throw garbage("a row without a line");
      }
      block.line[row] = line;
      block.time[row] = RowBlock.NO_TIME;
      if ((head & 1) == 1) {
        block.time[row] = bigEndian();
      }
      block.elements[row] = index(sets);
      block.firstCell[row] = cell;
      int count = index(length + 1);
      for (int i = 0; i < count; i++) {
        growCells(cell + 1);
        int field = index(valued.length);
        int bytes = index(Frames.MOST_CELL_BYTES + 1);
        if (!valued[field] || bytes == 0 || bytes > length - at) {
          throw garbage("a cell out of its bounds");
        }
        if (!Utf8.isValid(frame, at, at + bytes)) {
          throw garbage("text that is not UTF-8");
        }
        block.field[cell] = (short) field;
        block.start[cell] = at;
        block.length[cell] = bytes;
        at += bytes;
        cell++;
      }
      row++;
    }
    block.rows = row;
    block.firstCell[row] = cell;
    rows += row;
    handler.rows(block);
  }

  private void leftOut() {
    long line = number();
    int column = index(Frames.MOST_COLUMN_BYTES + 2);
    String name = column == 0 ? null : text(column - 1);
    String reason = text(index(MOST_SLUG + 1));
    if (!SLUG.matcher(reason).matches()) {
      throw garbage("a reason that is none");
    }
    leftOut++;
    handler.leftOut(new LeftOut(line, name, reason));
  }

  private Outcome end() throws IOException {
    Mapping read = mapping;
    if (read == null || number() != rows || number() != leftOut) {
      throw garbage("another number of rows than it sent");
    }
    long[] cells = new long[valued.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = number();
    }
    if (at != length || in.read() >= 0) {
      throw garbage("more after its end");
    }
    return new Outcome(read, rows, leftOut, cells, passedOver);
  }

  private StoplogException problem() {
    String slug = text(index(MOST_SLUG + 1));
    String message = text(length - at);
    for (Problem problem : ALLOWED) {
      if (problem.slug().equals(slug) && message.length() <= Frames.MOST_MESSAGE_BYTES) {
        return new StoplogException(problem, message.replaceAll("\\p{Cntrl}", " "));
      }
    }
    return garbage("a problem that it cannot have");
  }

  private long bigEndian() {
    if (length - at < 8) {
      throw garbage("a frame that is cut off");
    }
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (frame[at++] & 0xff);
    }
    return value;
  }

  private long number() {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (at == length) {
        throw garbage("a frame that is cut off");
      }
      byte next = frame[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw garbage("a number that is too large");
  }

  private int index(int bound) {
    long value = number();
    if (value >= bound) {
      throw garbage("an index out of its bounds");
    }
    return (int) value;
  }

  private String text(int bytes) {
    if (bytes > length - at || !Utf8.isValid(frame, at, at + bytes)) {
      throw garbage("text that is not UTF-8 or is cut off");
    }
    at += bytes;
    return new String(frame, at - bytes, bytes, StandardCharsets.UTF_8);
  }

  private void growRows(int count) {
    if (block.line.length < count) {
      int size = Math.min(Frames.BLOCK_ROWS, Math.max(count, block.line.length * 2 + 64));
      block.line = Arrays.copyOf(block.line, size);
      block.time = Arrays.copyOf(block.time, size);
      block.elements = Arrays.copyOf(block.elements, size);
      block.firstCell = Arrays.copyOf(block.firstCell, size + 1);
    }
  }

  private void growCells(int count) {
    if (block.field.length < count) {
      int size = Math.max(count, block.field.length * 2 + 64);
      block.field = Arrays.copyOf(block.field, size);
      block.start = Arrays.copyOf(block.start, size);
      block.length = Arrays.copyOf(block.length, size);
    }
  }

  private static StoplogException garbage(String what) {
    return new StoplogException(Problem.READER_CRASHED, "the reader sent " + what);
  }
}
