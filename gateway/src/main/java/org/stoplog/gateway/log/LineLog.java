package org.stoplog.gateway.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * One JSON object a line, written by a thread of its own. Requests never wait for it: when it is
 * slower than they are, lines are dropped and counted. Thread-safe.
 */
public final class LineLog implements AccessLog, AutoCloseable {
  private static final int MOST_WAITING = 16_384;
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

  /** What ids of connections and verdicts are made of: nothing of it must be escaped. */
  private static final Pattern WORD = Pattern.compile("[a-z0-9-]{0,100}");

  private final InstantSource clock;
  private final OutputStream out;
  private final Consumer<String> say;
  private final BlockingQueue<Line> waiting;
  private final LongAdder dropped = new LongAdder();
  private final Thread thread;
  private volatile boolean isClosing;

  private record Line(
      long time,
      String connection,
      String method,
      int status,
      long bytes,
      long micros,
      String verdict) {
    static final Line END = new Line(-1, "", "", 0, 0, 0, "");

    boolean isEnd() {
      return time < 0;
    }
  }

  LineLog(OutputStream out, int mostWaiting, InstantSource clock, Consumer<String> say) {
    this.out = out;
    this.clock = clock;
    this.say = say;
    this.waiting = new ArrayBlockingQueue<>(mostWaiting);
    this.thread = Thread.ofPlatform().daemon().name("access log").unstarted(this::write);
  }

  /**
   * Goes on behind what is in the file. A file that is emptied while this writes is filled from its
   * beginning.
   *
   * @param say is told once when it cannot be written
   * @throws StoplogException FILE_UNREADABLE when it cannot be opened
   */
  public static LineLog to(Path file, InstantSource clock, Consumer<String> say) {
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
      return started(new LineLog(Channels.newOutputStream(channel), MOST_WAITING, clock, say));
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, "the access log at " + file, e);
    }
  }

  /**
   * @param out is not closed
   */
  public static LineLog to(OutputStream out, InstantSource clock, Consumer<String> say) {
    return started(new LineLog(new NeverClosed(out), MOST_WAITING, clock, say));
  }

  static LineLog started(LineLog log) {
    log.thread.start();
    return log;
  }

  @Override
  public void said(
      String connection, String method, int status, long bytesIn, long micros, String verdict) {
    if (isClosing
        || !waiting.offer(
            new Line(clock.millis(), connection, method, status, bytesIn, micros, verdict))) {
      dropped.increment();
    }
  }

  /** Lines that were not written: too many at once, or the disk failed. */
  public long dropped() {
    return dropped.sum();
  }

  private void write() {
    StringBuilder text = new StringBuilder(1 << 12);
    SaidAlready failing = new SaidAlready();
    try {
      while (true) {
        Line line = waiting.take();
        int lines = 0;
        text.setLength(0);
        while (line != null && !line.isEnd()) {
          append(text, line);
          lines++;
          line = lines < 1_000 ? waiting.poll() : null;
        }
        flush(text, lines, failing);
        if (line != null && line.isEnd()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class SaidAlready {
    private boolean is;
  }

  private void flush(StringBuilder text, int lines, SaidAlready failing) {
    try {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
      failing.is = false;
    } catch (IOException e) {
      dropped.add(lines);
      if (!failing.is) {
        failing.is = true;
        say.accept("the access log cannot be written; its lines are dropped and counted");
      }
    }
  }

  private static void append(StringBuilder text, Line line) {
    text.append("{\"time\":\"")
        .append(java.time.Instant.ofEpochMilli(line.time))
        .append("\",\"connection\":\"")
        .append(word(line.connection))
        .append("\",\"method\":\"")
        .append(METHOD.matcher(line.method).matches() ? line.method : "other")
        .append("\",\"status\":")
        .append(line.status)
        .append(",\"bytes\":")
        .append(line.bytes)
        .append(",\"millis\":")
        .append(String.format(Locale.ROOT, "%d.%03d", line.micros / 1000, line.micros % 1000))
        .append(",\"verdict\":\"")
        .append(word(line.verdict))
        .append("\"}\n");
  }

  private static String word(String text) {
    return WORD.matcher(text).matches() ? text : "other";
  }

  /** Writes what waits. */
  @Override
  public void close() {
    isClosing = true;
    try {
      waiting.put(Line.END);
      thread.join();
      out.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      say.accept("the access log could not be closed");
    }
    long lost = dropped();
    if (lost > 0) {
      say.accept(lost + " lines of the access log were dropped");
    }
  }

  private static final class NeverClosed extends java.io.FilterOutputStream {
    NeverClosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
