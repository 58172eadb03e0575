package org.stoplog.ledger.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** A segment as a host that was taken over can make one: sealed as it should be, any content. */
final class Forged {
  private final byte[] key = new byte[Format.DATA_KEY_BYTES];
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final BlockCipher cipher;
  private long block;

  Forged(Journals journals, long number) throws IOException {
    cipher = new BlockCipher(key, Journals.GATEWAY, number);
    file.write(
        new SegmentHeader(
                Journals.GATEWAY,
                number,
                Journals.TIME,
                HexFormat.of().formatHex(journals.server.id()))
            .toBytes(journals.server.seal(key, BlockCipher.context(Journals.GATEWAY, number))));
  }

  Forged block(Consumer<Buffer> content) throws IOException {
    Buffer text = new Buffer(64);
    content.accept(text);
    byte[] sealed = new byte[text.size() + Format.TAG_BYTES];
    cipher.seal(block++, text.array(), text.size(), sealed, 0);
    CRC32C sum = new CRC32C();
    sum.update(sealed);
    file.write(ByteBuffer.allocate(8).putInt(sealed.length).putInt((int) sum.getValue()).array());
    file.write(sealed);
    return this;
  }

  /** A record whose content is as given. */
  static Consumer<Buffer> record(byte type, Consumer<Buffer> content) {
    return text -> {
      int start = text.beginRecord(type);
      content.accept(text);
      text.endRecord(start);
    };
  }

  static Consumer<Buffer> intent(String frames) {
    return record(
        Format.INTENT,
        text -> {
          Journals.intent(7).write(text);
          for (char c : frames.toCharArray()) {
            text.putByte(c);
          }
        });
  }

  static Consumer<Buffer> outcome(int request, Result result, int status) {
    return record(
        Format.OUTCOME,
        text -> {
          text.putNumber(request);
          text.putLong(Journals.TIME);
          text.putByte(result.code());
          text.putNumber(status);
        });
  }

  static Consumer<Buffer> close(long segment, int request) {
    return record(
        Format.CLOSE,
        text -> {
          text.putNumber(segment);
          text.putNumber(request);
          text.putLong(Journals.TIME);
          text.putNumber(9);
        });
  }

  static Consumer<Buffer> end(long... counts) {
    return record(
        Format.END,
        text -> {
          for (long count : counts) {
            text.putNumber(count);
          }
        });
  }

  Forged bytes(byte[] bytes) throws IOException {
    file.write(bytes);
    return this;
  }

  Path write(Path to) throws IOException {
    return Files.write(to, file.toByteArray());
  }
}
