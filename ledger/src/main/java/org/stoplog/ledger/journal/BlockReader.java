package org.stoplog.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.journal.SegmentReport.Tail;

/** Opens the blocks of a segment one after the other, to the first that is not whole. */
final class BlockReader {
  private final FileChannel file;
  private final long size;
  private final BlockCipher cipher;
  private final CRC32C sum = new CRC32C();
  private final byte[] head = new byte[Format.BLOCK_HEAD_BYTES];
  private byte[] sealed = new byte[64 << 10];
  private byte[] text = new byte[64 << 10];
  private long at = Format.HEADER_BYTES;
  private long block;
  private @Nullable Tail tail;

  /**
   * @param size where to stop; the file has at least so many bytes
   */
  BlockReader(FileChannel file, long size, BlockCipher cipher) {
    this.file = file;
    this.size = size;
    this.cipher = cipher;
  }

  /**
   * Opens the next block.
   *
   * @return length of its text, or -1 when there is no more that is whole
   */
  int next() throws IOException {
    long rest = size - at;
    if (rest == 0 || tail != null) {
      return -1;
    }
    if (rest < Format.BLOCK_HEAD_BYTES) {
      return stop(Tail.CUT_OFF);
    }
    read(head, Format.BLOCK_HEAD_BYTES, at);
    ByteBuffer numbers = ByteBuffer.wrap(head);
    int length = numbers.getInt();
    int expected = numbers.getInt();
    if (length <= Format.TAG_BYTES || length > Format.MOST_TEXT_BYTES + Format.TAG_BYTES) {
      return stop(Tail.DAMAGED);
    }
    if (length > rest - Format.BLOCK_HEAD_BYTES) {
      return stop(Tail.CUT_OFF);
    }
    if (sealed.length < length) {
      sealed = new byte[Math.max(length, Math.min(2 * sealed.length, Format.MOST_TEXT_BYTES))];
      text = new byte[sealed.length];
    }
    read(sealed, length, at + Format.BLOCK_HEAD_BYTES);
    sum.reset();
    sum.update(sealed, 0, length);
    if ((int) sum.getValue() != expected) {
      return stop(Tail.DAMAGED);
    }
    if (!cipher.open(block, sealed, length, text)) {
      return stop(Tail.ALTERED);
    }
    block++;
    at += Format.BLOCK_HEAD_BYTES + length;
    return length - Format.TAG_BYTES;
  }

  private void read(byte[] to, int length, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(to, 0, length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file got shorter while it was read");
      }
    }
  }

  private int stop(Tail why) {
    tail = why;
    return -1;
  }

  /** Text of the last block that was opened; longer than it. */
  byte[] text() {
    return text;
  }

  /** Where the last block that was opened ends. */
  long at() {
    return at;
  }

  /** Why there was no more, when bytes are left. */
  @Nullable Tail tail() {
    return tail;
  }
}
