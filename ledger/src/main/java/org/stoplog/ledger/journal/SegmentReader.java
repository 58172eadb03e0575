package org.stoplog.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.journal.SegmentReport.Tail;

/**
 * Reads a segment on the server. Goes through the file twice, so that each request comes with what
 * became of it: memory is one block and four bytes for each request. The file must not change
 * meanwhile.
 */
public final class SegmentReader {
  private final FileChannel file;
  private final String name;
  private final long size;
  private final RecordParser parser = new RecordParser();

  private SegmentReader(FileChannel file, String name, long size) {
    this.file = file;
    this.name = name;
    this.size = size;
  }

  /**
   * Reads the header alone, which takes no key. That gateway and number are true is known only once
   * {@link #read} has opened the data key.
   *
   * @throws StoplogException SEGMENT_INVALID, FILE_UNREADABLE
   */
  public static SegmentHeader header(Path segment) {
    String name = String.valueOf(segment.getFileName());
    try (FileChannel file = FileChannel.open(segment)) {
      return SegmentHeader.of(head(file), name);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * Reads a segment to its end, or to the first block that is not whole.
   *
   * @param handler told of all that is whole; what it throws is passed on
   * @throws StoplogException SEGMENT_INVALID when the header is none or the file is too large,
   *     KEYSET_WRONG when it is sealed to another key or the header was altered, FILE_UNREADABLE
   */
  public static SegmentReport read(Path segment, Keyset keys, SegmentHandler handler) {
    String name = String.valueOf(segment.getFileName());
    try (FileChannel file = FileChannel.open(segment)) {
      long size = file.size();
      if (size > Format.MOST_SEGMENT_BYTES) {
        throw SegmentHeader.invalid(name, "it has more bytes than a segment can have");
      }
      byte[] head = head(file);
      SegmentHeader header = SegmentHeader.of(head, name);
      byte[] key =
          keys.openSealed(
              SegmentHeader.sealedKey(head),
              BlockCipher.context(header.gateway(), header.number()));
      try {
        if (key.length != Format.DATA_KEY_BYTES) {
          throw SegmentHeader.invalid(name, "its data key is none");
        }
        return new SegmentReader(file, name, size)
            .read(header, new BlockCipher(key, header.gateway(), header.number()), handler);
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private SegmentReport read(SegmentHeader header, BlockCipher cipher, SegmentHandler handler)
      throws IOException {
    SegmentIndex index = new SegmentIndex(header.number());
    BlockReader blocks = new BlockReader(file, size, cipher);
    long whole = blocks.at();
    Tail tail = null;
    for (int length = blocks.next(); length >= 0; length = blocks.next()) {
      if (index.isEnded()) {
        tail = Tail.BEHIND_THE_END;
        break;
      }
      if (!index(blocks.text(), length, index)) {
        tail = Tail.MALFORMED;
        break;
      }
      whole = blocks.at();
    }
    if (tail == null) {
      tail = index.isEnded() && blocks.tail() != null ? Tail.BEHIND_THE_END : blocks.tail();
    }
    hand(new BlockReader(file, whole, cipher), whole, index, handler);
    return index.report(header, size, whole, tail);
  }

  /** Takes a block in, or nothing of it. */
  private boolean index(byte[] text, int length, SegmentIndex index) {
    try {
      parser.parse(text, length, new Trial(Format.MOST_REQUESTS - index.requests()));
      parser.parse(text, length, index);
      return true;
    } catch (MalformedRecord e) {
      return false;
    }
  }

  private void hand(BlockReader blocks, long whole, SegmentIndex index, SegmentHandler handler)
      throws IOException {
    Numbered numbered = new Numbered(index, handler);
    try {
      for (int length = blocks.next(); length >= 0; length = blocks.next()) {
        parser.parse(blocks.text(), length, numbered);
      }
    } catch (MalformedRecord e) {
      throw changed(e);
    }
    if (blocks.at() != whole) {
      throw changed(null);
    }
  }

  private StoplogException changed(@Nullable Exception cause) {
    return new StoplogException(Problem.FILE_CHANGED, name + " changed while it was read.", cause);
  }

  private static byte[] head(FileChannel file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(Format.HEADER_BYTES);
    int count = 0;
    while (count >= 0 && head.hasRemaining()) {
      count = file.read(head, head.position());
    }
    return Arrays.copyOf(head.array(), head.position());
  }

  private static StoplogException unreadable(String name, IOException cause) {
    return new StoplogException(
        Problem.FILE_UNREADABLE, name + " cannot be read: " + cause.getMessage(), cause);
  }

  /** Sees whether all of a block can be taken in. */
  private static final class Trial implements RecordParser.Sink {
    private int room;

    Trial(int room) {
      this.room = room;
    }

    @Override
    public void intent(Intent intent, byte[] bytes, int from, int length) throws MalformedRecord {
      opened(intent);
    }

    @Override
    public void held(HeldRequest request) {}

    @Override
    public void outcome(int request, Outcome outcome) {}

    @Override
    public void opened(Intent stream) throws MalformedRecord {
      if (room-- == 0) {
        throw new MalformedRecord("too many requests");
      }
    }

    @Override
    public void ended(StreamEnd end) {}

    @Override
    public void gap(Gap gap) {}

    @Override
    public void end(long[] counts) {}
  }

  /** Hands records over with their numbers and outcomes. */
  private static final class Numbered implements RecordParser.Sink {
    private final SegmentIndex index;
    private final SegmentHandler handler;
    private int next;
    private @Nullable Intent intent;
    private byte[] bytes = new byte[0];
    private int from;
    private int length;

    Numbered(SegmentIndex index, SegmentHandler handler) {
      this.index = index;
      this.handler = handler;
    }

    @Override
    public void intent(Intent its, byte[] block, int at, int count) {
      int request = next++;
      intent = its;
      bytes = block;
      from = at;
      length = count;
      handler.intent(request, its, index.outcomeOf(request), block, at, count);
    }

    /** The intent is the record before, in the same block. */
    @Override
    public void held(HeldRequest request) {
      handler.held(next - 1, Objects.requireNonNull(intent), bytes, from, length, request);
    }

    @Override
    public void outcome(int request, Outcome outcome) {}

    @Override
    public void opened(Intent stream) {
      handler.opened(next++, stream);
    }

    @Override
    public void ended(StreamEnd end) {
      if (index.isKnown(end)) {
        handler.ended(end);
      }
    }

    @Override
    public void gap(Gap gap) {
      handler.gap(gap);
    }

    @Override
    public void end(long[] counts) {}
  }
}
