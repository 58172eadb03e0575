package org.stoplog.ledger.journal;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text of a block apart. It comes from a host that may have been taken over, so nothing
 * in it is believed. Not thread-safe.
 */
final class RecordParser {
  /** Takes the records in their order. */
  interface Sink {
    void intent(Intent intent, byte[] bytes, int from, int length) throws MalformedRecord;

    void outcome(int request, Outcome outcome);

    void opened(Intent stream) throws MalformedRecord;

    void ended(StreamEnd end);

    void gap(Gap gap);

    /** The last record. @param counts intents, streams, outcomes, ends of streams, gaps */
    void end(long[] counts);
  }

  private static final Mode[] MODES = Mode.values();
  private static final Sender[] SENDERS = Sender.values();
  private static final Result[] RESULTS = Result.values();
  private static final int END_COUNTS = 5;
  private static final int ALL_FLAGS =
      Format.HAS_HOST | Format.HAS_PATH | Format.IS_OPAQUE | Format.HAS_APP;

  private byte[] text = new byte[0];
  private int at;
  private int end;

  /**
   * Hands all records over.
   *
   * @throws MalformedRecord at the first that is none; those before it were handed over
   */
  void parse(byte[] block, int length, Sink sink) throws MalformedRecord {
    text = block;
    at = 0;
    boolean more = true;
    while (at < length) {
      if (!more || length - at < Format.RECORD_HEAD_BYTES) {
        throw new MalformedRecord("bytes that are no record");
      }
      byte type = text[at];
      int size =
          (text[at + 1] & 0xff) << 24
              | (text[at + 2] & 0xff) << 16
              | (text[at + 3] & 0xff) << 8
              | (text[at + 4] & 0xff);
      at += Format.RECORD_HEAD_BYTES;
      if (size < 0 || size > length - at) {
        throw new MalformedRecord("a record that is longer than its block");
      }
      end = at + size;
      more = record(type, sink);
      if (at != end) {
        throw new MalformedRecord("a record that is longer than what it holds");
      }
    }
  }

  private boolean record(byte type, Sink sink) throws MalformedRecord {
    switch (type) {
      case Format.INTENT -> {
        Intent intent = intent();
        int length = end - at;
        if (length > Format.MOST_FRAMES_BYTES) {
          throw new MalformedRecord("a request with too many rows");
        }
        sink.intent(intent, text, at, length);
        at = end;
      }
      case Format.OUTCOME -> outcome(sink);
      case Format.OPEN -> sink.opened(intent());
      case Format.CLOSE ->
          sink.ended(new StreamEnd(number(), index(Format.MOST_REQUESTS), fixed(), number()));
      case Format.GAP -> sink.gap(new Gap(fixed(), fixed(), number(), number()));
      case Format.END -> {
        long[] counts = new long[END_COUNTS];
        for (int i = 0; i < END_COUNTS; i++) {
          counts[i] = number();
        }
        sink.end(counts);
        return false;
      }
      default -> throw new MalformedRecord("a record of unknown type");
    }
    return true;
  }

  private Intent intent() throws MalformedRecord {
    long time = fixed();
    long connection = number();
    Mode mode = MODES[code(MODES.length)];
    Sender sender = SENDERS[code(SENDERS.length)];
    int mapping = index(Integer.MAX_VALUE);
    long bytes = number();
    int flags = unsigned();
    if (flags > ALL_FLAGS) {
      throw new MalformedRecord("a flag that is unknown");
    }
    return new Intent(
        time,
        connection,
        mode,
        sender,
        mapping,
        bytes,
        text(flags & Format.HAS_HOST, Format.MOST_HOST),
        text(flags & Format.HAS_PATH, Format.MOST_PATH),
        text(flags & Format.IS_OPAQUE, Format.MOST_TYPE),
        text(flags & Format.HAS_APP, Format.MOST_APP));
  }

  private void outcome(Sink sink) throws MalformedRecord {
    int request = index(Format.MOST_REQUESTS);
    fixed();
    Result result = RESULTS[code(RESULTS.length)];
    sink.outcome(request, new Outcome(result, index(Format.MOST_STATUS + 1)));
  }

  private @Nullable String text(int flag, int most) throws MalformedRecord {
    if (flag == 0) {
      return null;
    }
    int length = index(3 * most + 1);
    if (length > end - at) {
      throw new MalformedRecord("a text that is cut off");
    }
    at += length;
    return new String(text, at - length, length, StandardCharsets.UTF_8);
  }

  /** Codes of enums are 1 and up, in their order. */
  private int code(int count) throws MalformedRecord {
    int code = unsigned();
    if (code < 1 || code > count) {
      throw new MalformedRecord("a code that is unknown");
    }
    return code - 1;
  }

  private int unsigned() throws MalformedRecord {
    if (at == end) {
      throw new MalformedRecord("a record that is cut off");
    }
    return text[at++] & 0xff;
  }

  private long fixed() throws MalformedRecord {
    if (end - at < 8) {
      throw new MalformedRecord("a record that is cut off");
    }
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (text[at++] & 0xff);
    }
    return value;
  }

  private long number() throws MalformedRecord {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int next = unsigned();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedRecord("a number that is too large");
  }

  private int index(int bound) throws MalformedRecord {
    long value = number();
    if (value >= bound) {
      throw new MalformedRecord("a number out of its bounds");
    }
    return (int) value;
  }
}
