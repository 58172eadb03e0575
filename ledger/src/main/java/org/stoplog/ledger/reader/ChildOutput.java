package org.stoplog.ledger.reader;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;

/** Writes frames to the parent. Used by one thread. */
final class ChildOutput {
  private static final long PROGRESS_STEP = 1 << 20;

  private final OutputStream pipe;
  private final Bytes frame = new Bytes(256);
  private long lastProgress = -PROGRESS_STEP;

  ChildOutput(OutputStream pipe) {
    this.pipe = pipe;
  }

  void mapping(Mapping mapping) {
    frame.clear();
    frame.put(MappingFile.toYaml(mapping).getBytes(StandardCharsets.UTF_8));
    send(Frames.MAPPING);
  }

  void elementSets(SetDictionary sets) {
    for (ElementSet set : sets.takeNew()) {
      frame.clear();
      frame.putLong(set.low());
      frame.putLong(set.high());
      send(Frames.ELEMENT_SET);
    }
  }

  void raw(Bytes frames) {
    if (frames.size() > 0) {
      write(frames.array(), frames.size());
    }
  }

  void progress(long bytesRead) {
    if (bytesRead - lastProgress >= PROGRESS_STEP) {
      lastProgress = bytesRead;
      frame.clear();
      frame.putNumber(bytesRead);
      send(Frames.PROGRESS);
    }
  }

  void passedOver(long rows) {
    frame.clear();
    frame.putNumber(rows);
    send(Frames.PASSED_OVER);
  }

  void end(long rows, long leftOut, long[] cells) {
    frame.clear();
    frame.putNumber(rows);
    frame.putNumber(leftOut);
    for (long count : cells) {
      frame.putNumber(count);
    }
    send(Frames.END);
  }

  void problem(Problem problem, String message) {
    frame.clear();
    byte[] slug = problem.slug().getBytes(StandardCharsets.US_ASCII);
    frame.putNumber(slug.length);
    frame.put(slug);
    String cut = message.substring(0, Math.min(message.length(), Frames.MOST_MESSAGE_BYTES / 4));
    frame.put(cut.getBytes(StandardCharsets.UTF_8));
    send(Frames.PROBLEM);
  }

  private void send(byte type) {
    byte[] header = new byte[Frames.HEADER_BYTES];
    header[0] = type;
    header[1] = (byte) (frame.size() >>> 24);
    header[2] = (byte) (frame.size() >>> 16);
    header[3] = (byte) (frame.size() >>> 8);
    header[4] = (byte) frame.size();
    write(header, header.length);
    write(frame.array(), frame.size());
  }

  private void write(byte[] bytes, int length) {
    try {
      pipe.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException("the parent is gone", e);
    }
  }
}
