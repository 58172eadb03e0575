package org.stoplog.server.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Questions to and answers of a resolver, as far as TXT records need them (RFC 1035). An answer is
 * a stranger's: nothing in it is trusted to lie within its bounds.
 *
 * @param id that the question had
 * @param isCut whether it goes on, and is to be asked for again by TCP
 * @param code 0 for an answer, 3 for a name that does not exist
 * @param question the name that was asked for, lower case
 * @param records TXT and CNAME records of the answer
 */
record DnsMessage(int id, boolean isCut, int code, String question, List<Entry> records) {
  private static final int TXT = 16;
  private static final int CNAME = 5;
  private static final int INTERNET = 1;
  private static final int OPTIONS = 41;
  private static final int IS_ANSWER = 0x8000;
  private static final int WITH_RECURSION = 0x0100;
  private static final int CUT = 0x0200;
  private static final int CODE = 0x000F;
  private static final int LONGEST_NAME = 255;
  private static final int MOST_RECORDS = 100;

  /** What fits into a packet that no network cuts into pieces. */
  static final int UDP_SIZE = 1_232;

  DnsMessage {
    records = List.copyOf(records);
  }

  /**
   * A record.
   *
   * @param text of a TXT record, its strings put together, one character a byte; of a CNAME the
   *     name that it leads to
   */
  record Entry(String name, boolean isAlias, String text) {}

  /**
   * @throws IllegalArgumentException when it is no name
   */
  static byte[] question(int id, String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int word : new int[] {id, WITH_RECURSION, 1, 0, 0, 1}) {
      word(out, word);
    }
    for (String label : name.split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      if (bytes.length < 1 || bytes.length > 63) {
        throw new IllegalArgumentException("a label of " + bytes.length + " bytes");
      }
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    out.write(0);
    word(out, TXT);
    word(out, INTERNET);
    // How long an answer may be (RFC 6891).
    out.write(0);
    word(out, OPTIONS);
    word(out, UDP_SIZE);
    out.writeBytes(new byte[6]);
    return out.toByteArray();
  }

  private static void word(ByteArrayOutputStream out, int word) {
    out.write(word >> 8);
    out.write(word);
  }

  /**
   * @throws IllegalArgumentException when it is no answer
   */
  static DnsMessage read(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      int id = in.getShort() & 0xFFFF;
      int flags = in.getShort() & 0xFFFF;
      int questions = in.getShort() & 0xFFFF;
      int answers = in.getShort() & 0xFFFF;
      in.getInt();
      if ((flags & IS_ANSWER) == 0 || questions != 1 || answers > MOST_RECORDS) {
        throw new IllegalArgumentException("no answer to one question");
      }
      String question = name(in);
      boolean isOurs = (in.getShort() & 0xFFFF) == TXT;
      if (!isOurs || (in.getShort() & 0xFFFF) != INTERNET) {
        throw new IllegalArgumentException("an answer to another question");
      }
      boolean isCut = (flags & CUT) != 0;
      return new DnsMessage(
          id, isCut, flags & CODE, question, isCut ? List.of() : records(in, answers));
    } catch (java.nio.BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("an answer that ends too early", e);
    }
  }

  private static List<Entry> records(ByteBuffer in, int count) {
    List<Entry> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = name(in);
      int type = in.getShort() & 0xFFFF;
      int family = in.getShort() & 0xFFFF;
      in.getInt();
      int length = in.getShort() & 0xFFFF;
      int after = in.position() + length;
      if (after > in.limit()) {
        throw new IllegalArgumentException("a record that goes on after the end");
      }
      if (family == INTERNET && type == TXT) {
        records.add(new Entry(name, false, text(in, after)));
      } else if (family == INTERNET && type == CNAME) {
        records.add(new Entry(name, true, name(in)));
      }
      in.position(after);
    }
    return records;
  }

  private static String text(ByteBuffer in, int after) {
    StringBuilder text = new StringBuilder();
    while (in.position() < after) {
      byte[] part = new byte[in.get() & 0xFF];
      if (in.position() + part.length > after) {
        throw new IllegalArgumentException("a string that goes on after its record");
      }
      in.get(part);
      text.append(new String(part, StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  /** Names may go on at an earlier place; only ever earlier, so that there is no circle. */
  private static String name(ByteBuffer in) {
    StringBuilder name = new StringBuilder();
    int at = in.position();
    int earliest = at;
    int end = -1;
    while (true) {
      int length = in.get(at) & 0xFF;
      if (length == 0) {
        in.position(end < 0 ? at + 1 : end);
        return name.toString().toLowerCase(Locale.ROOT);
      }
      if (length >= 0xC0) {
        int to = ((length & 0x3F) << 8) | (in.get(at + 1) & 0xFF);
        end = end < 0 ? at + 2 : end;
        if (to >= earliest) {
          throw new IllegalArgumentException("a name that goes round in a circle");
        }
        at = to;
        earliest = to;
      } else if (length > 63 || name.length() + length > LONGEST_NAME) {
        throw new IllegalArgumentException("a name that is too long");
      } else {
        byte[] label = new byte[length];
        in.get(at + 1, label);
        name.append(name.isEmpty() ? "" : ".");
        name.append(new String(label, StandardCharsets.ISO_8859_1));
        at += 1 + length;
      }
    }
  }
}
