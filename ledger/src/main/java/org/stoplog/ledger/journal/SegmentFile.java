package org.stoplog.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.identity.SealingKey;

/**
 * A segment that is being written. The file is the writer thread's alone; what stands under "of
 * all" is read and changed under the writer's lock.
 */
final class SegmentFile {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MOST_OUTCOME_BYTES = 4 << 20;

  private final long number;
  private final Path file;
  private final FileChannel channel;
  private final @Nullable Object identity;
  private @Nullable BlockCipher cipher; // null once closed: tickets outlive it, its key shall not
  private final CRC32C sum = new CRC32C();
  private long blocks;
  private long bytes = Format.HEADER_BYTES;
  private long outcomesWritten;
  private long streamEnds;
  private long gaps;

  // Of all.
  private Buffer outcomes = new Buffer(1024);
  private int outcomesWaiting;
  private long outcomesSince;
  private int requests;
  private int streams;
  private int unanswered;
  private boolean ended;
  private long firstAt;
  private long fullAt;

  private SegmentFile(
      long number, Path file, FileChannel channel, @Nullable Object identity, BlockCipher cipher) {
    this.number = number;
    this.file = file;
    this.channel = channel;
    this.identity = identity;
    this.cipher = cipher;
  }

  /**
   * Begins the folder's next segment with a data key of its own, which only the server can open
   * again.
   *
   * @param created milliseconds since 1970-01-01 UTC
   */
  static SegmentFile create(JournalFolder folder, UUID gateway, SealingKey server, long created)
      throws IOException {
    long number = folder.next();
    byte[] key = new byte[Format.DATA_KEY_BYTES];
    RANDOM.nextBytes(key);
    byte[] sealedKey = server.seal(key, BlockCipher.context(gateway, number));
    BlockCipher cipher = new BlockCipher(key, gateway, number);
    Arrays.fill(key, (byte) 0);
    FileChannel channel =
        folder.create(
            new SegmentHeader(gateway, number, created, HexFormat.of().formatHex(server.id()))
                .toBytes(sealedKey));
    Path file = folder.file(number);
    try {
      return new SegmentFile(number, file, channel, identity(file), cipher);
    } catch (IOException e) {
      JournalFolder.closeQuietly(channel);
      throw e;
    }
  }

  private static @Nullable Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  long number() {
    return number;
  }

  long bytes() {
    return bytes;
  }

  /**
   * Writes a text as the next block. After a failure nothing may be written any more: what is
   * behind a torn block is not read.
   *
   * @param sealed room for the block, reused
   */
  void write(Buffer text, Buffer sealed) throws IOException {
    BlockCipher open = cipher;
    if (open == null) {
      throw new ClosedChannelException();
    }
    int length = text.size() + Format.TAG_BYTES;
    sealed.resize(Format.BLOCK_HEAD_BYTES + length);
    open.seal(blocks++, text.array(), text.size(), sealed.array(), Format.BLOCK_HEAD_BYTES);
    sum.reset();
    sum.update(sealed.array(), Format.BLOCK_HEAD_BYTES, length);
    sealed.setInt(0, length);
    sealed.setInt(4, (int) sum.getValue());
    JournalFolder.write(channel, ByteBuffer.wrap(sealed.array(), 0, sealed.size()));
    bytes += sealed.size();
  }

  /**
   * Makes durable what was written, and makes sure that it is still where it will be looked for.
   */
  void force() throws IOException {
    channel.force(false);
    if (!Objects.equals(identity(file), identity)) {
      throw new NoSuchFileException(file.toString(), null, "another file is in its place");
    }
  }

  /** Counts what a block holds, for {@link #putEnd}. */
  void wrote(int outcomeCount, int streamEndCount, int gapCount) {
    outcomesWritten += outcomeCount;
    streamEnds += streamEndCount;
    gaps += gapCount;
  }

  void putEnd(Buffer text) {
    int start = text.beginRecord(Format.END);
    text.putNumber(requests - streams);
    text.putNumber(streams);
    text.putNumber(outcomesWritten);
    text.putNumber(streamEnds);
    text.putNumber(gaps);
    text.endRecord(start);
  }

  void close() {
    cipher = null;
    JournalFolder.closeQuietly(channel);
  }

  // Of all: from here on under the writer's lock.

  /**
   * Takes requests and streams in that are durable now.
   *
   * @param answeredCount requests that have their outcome already, or need none
   */
  void add(int requestCount, int streamCount, int answeredCount, long now) {
    if (requests == 0 && requestCount > 0) {
      firstAt = now;
    }
    requests += requestCount;
    streams += streamCount;
    unanswered += requestCount - streamCount - answeredCount;
  }

  int requests() {
    return requests;
  }

  /** When the first request was added; means nothing while there is none. */
  long firstAt() {
    return firstAt;
  }

  /** Requests without an outcome, streams not among them. */
  int unanswered() {
    return unanswered;
  }

  /** It takes no more requests from now on. */
  void fill(long now) {
    fullAt = now;
  }

  long fullAt() {
    return fullAt;
  }

  /**
   * @return false when it cannot be kept
   */
  boolean addOutcome(int request, long time, Outcome outcome, long now) {
    if (ended) {
      return false;
    }
    unanswered--;
    if (outcomes.size() >= MOST_OUTCOME_BYTES) {
      return false;
    }
    if (outcomesWaiting++ == 0) {
      outcomesSince = now;
    }
    putOutcome(outcomes, request, time, outcome);
    return true;
  }

  static void putOutcome(Buffer text, int request, long time, Outcome outcome) {
    int start = text.beginRecord(Format.OUTCOME);
    text.putNumber(request);
    text.putLong(time);
    text.putByte(outcome.result().code());
    text.putNumber(outcome.status());
    text.endRecord(start);
  }

  int outcomesWaiting() {
    return outcomesWaiting;
  }

  /** When the first of the waiting outcomes came. */
  long outcomesSince() {
    return outcomesSince;
  }

  /**
   * Moves the waiting outcomes into a text.
   *
   * @return how many they were
   */
  int takeOutcomes(Buffer text) {
    int count = outcomesWaiting;
    text.put(outcomes);
    outcomes.clear();
    outcomesWaiting = 0;
    return count;
  }

  /**
   * No outcome is taken from now on.
   *
   * @return how many were waiting and are lost
   */
  int end() {
    int lost = outcomesWaiting;
    ended = true;
    outcomesWaiting = 0;
    outcomes = new Buffer(0);
    return lost;
  }
}
