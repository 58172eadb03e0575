package org.stoplog.ledger.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Hands the rows of many requests, which a gateway recorded one by one, to one handler as if they
 * were rows of one file. Each request brings its own sets of elements; the handler sees each set
 * once. What a gateway wrote is believed as little as what the child sends. Not thread-safe.
 */
public final class RequestRows {
  private final RowHandler handler;
  private final SetDictionary sets = new SetDictionary();
  private final List<ElementSet> own = new ArrayList<>();
  private final Slice source = new Slice();
  private final FrameParser parser;
  private int[] indexes = new int[16];
  private int known;
  private boolean handsOver;

  /**
   * @param mapping by which the gateway made the rows; the handler is told it now
   * @param handler sees lines that are counted within each request
   */
  public RequestRows(Mapping mapping, RowHandler handler) {
    this.handler = handler;
    this.parser = FrameParser.ofRows(source, new Inner(), mapping);
    handler.mapping(mapping);
  }

  /**
   * Reads the frames of one request: all of its rows are handed over, or none.
   *
   * @return null when they were, else what is wrong with the frames, without any value of them
   * @throws StoplogException READER_LIMIT when all requests together have too many sets of elements
   */
  public @Nullable String read(byte[] bytes, int from, int length) {
    try {
      parse(bytes, from, length, false);
    } catch (StoplogException e) {
      if (e.problem() == Problem.READER_CRASHED) {
        return e.getMessage();
      }
      throw e;
    }
    parse(bytes, from, length, true);
    return null;
  }

  private void parse(byte[] bytes, int from, int length, boolean toHandler) {
    own.clear();
    known = 0;
    handsOver = toHandler;
    source.set(bytes, from, length);
    try {
      parser.parseRows();
    } catch (IOException e) {
      throw new IllegalStateException("memory gives its bytes", e);
    }
  }

  /** Puts the numbers of all requests' sets for those of the one. */
  private final class Inner implements RowHandler {
    @Override
    public void mapping(Mapping mapping) {}

    @Override
    public void elementSet(ElementSet set) {
      own.add(set);
    }

    @Override
    public void rows(RowBlock block) {
      if (!handsOver) {
        return;
      }
      if (indexes.length < own.size()) {
        indexes = Arrays.copyOf(indexes, own.size() * 2);
      }
      for (; known < own.size(); known++) {
        indexes[known] = sets.index(own.get(known));
      }
      sets.takeNew().forEach(handler::elementSet);
      for (int row = 0; row < block.rows; row++) {
        block.elements[row] = indexes[block.elements[row]];
      }
      handler.rows(block);
    }

    @Override
    public void leftOut(LeftOut row) {
      if (handsOver) {
        handler.leftOut(row);
      }
    }

    @Override
    public void progress(long bytesRead) {}
  }

  /** A part of an array, again and again. */
  private static final class Slice extends InputStream {
    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    void set(byte[] array, int from, int length) {
      bytes = array;
      at = from;
      end = from + length;
    }

    @Override
    public int read() {
      return at == end ? -1 : bytes[at++] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int most) {
      if (most == 0) {
        return 0;
      }
      if (at == end) {
        return -1;
      }
      int count = Math.min(most, end - at);
      System.arraycopy(bytes, at, to, offset, count);
      at += count;
      return count;
    }
  }
}
