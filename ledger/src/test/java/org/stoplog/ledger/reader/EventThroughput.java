package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Measures one thread's decoding of made-up Mixpanel and Segment lines: run its main. */
final class EventThroughput {
  private static final int LINES = 20_000;
  private static final int ROUNDS = 60;

  private EventThroughput() {}

  public static void main(String[] args) {
    measure("mixpanel", new MixpanelDecoder(MixpanelDecoder.defaultMapping()), mixpanel());
    measure("segment", new SegmentDecoder(SegmentDecoder.defaultMapping()), segment());
  }

  private static void measure(String name, LineDecoder decoder, byte[][] lines) {
    Counter counter = new Counter();
    long bytes = 0;
    for (byte[] line : lines) {
      bytes += line.length;
    }
    double best = 0;
    double sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < lines.length; i++) {
        decoder.decode(i, lines[i], 0, lines[i].length, counter);
      }
      double rate = bytes * 1e3 / (System.nanoTime() - start);
      best = Math.max(best, rate);
      sum += round < ROUNDS / 2 ? 0 : rate;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d bytes a line, %.0f MB/s mean, %.0f best (%d rows, %d left out, %d cells)%n",
        name,
        bytes / lines.length,
        sum / (ROUNDS - ROUNDS / 2),
        best,
        counter.rows,
        counter.leftOut,
        counter.cells);
  }

  static byte[][] mixpanel() {
    Random random = new Random(1);
    byte[][] lines = new byte[LINES][];
    for (int i = 0; i < LINES; i++) {
      int user = random.nextInt(10_000_000);
      lines[i] =
          """
          {"event":"Page %d","properties":{"time":%d,"distinct_id":"u%d","$user_id":"u%d",\
          "$device_id":"%s","$browser":"Chrome","$browser_version":131,"$city":"Berlin",\
          "$region":"Berlin","mp_country_code":"DE","$current_url":\
          "https://app.example.com/projects/%d/settings","$email":"user%d@example.com",\
          "$os":"Mac OS X","plan":"pro","$insert_id":"%s","items":%d,"$screen_height":1080}}"""
              .formatted(
                  random.nextInt(40),
                  1731000000 + random.nextInt(10_000_000),
                  user,
                  user,
                  new UUID(random.nextLong(), random.nextLong()),
                  random.nextInt(100_000),
                  user,
                  Long.toHexString(random.nextLong()),
                  random.nextInt(99))
              .getBytes(StandardCharsets.UTF_8);
    }
    return lines;
  }

  static byte[][] segment() {
    Random random = new Random(2);
    byte[][] lines = new byte[LINES][];
    for (int i = 0; i < LINES; i++) {
      int user = random.nextInt(10_000_000);
      lines[i] =
          """
          {"type":"track","event":"Report Opened","userId":"u%d","anonymousId":"%s","messageId":\
          "%s","timestamp":"2025-11-%02dT12:%02d:00.123Z","context":{"ip":"192.0.2.%d","userAgent":\
          "Mozilla/5.0 (Macintosh) AppleWebKit/537.36","locale":"de-DE","library":{"name":\
          "analytics.js","version":"4.1"},"page":{"url":"https://app.example.com/r/%d","path":"/r",\
          "title":"Reports"},"traits":{"email":"user%d@example.com"}},"properties":{"plan":"pro",\
          "count":%d},"integrations":{"All":false,"Mixpanel":true}}"""
              .formatted(
                  user,
                  new UUID(random.nextLong(), random.nextLong()),
                  new UUID(random.nextLong(), random.nextLong()),
                  1 + random.nextInt(28),
                  random.nextInt(60),
                  random.nextInt(255),
                  random.nextInt(10_000),
                  user,
                  random.nextInt(99))
              .getBytes(StandardCharsets.UTF_8);
    }
    return lines;
  }

  private static final class Counter implements RowWriter {
    long rows;
    long leftOut;
    long cells;
    long sink;

    @Override
    public void begin(long line) {
      sink += line;
    }

    @Override
    public void time(long epochMillis) {
      sink += epochMillis;
    }

    @Override
    public void element(int ordinal) {
      sink += ordinal;
    }

    @Override
    public void cell(int field, byte[] bytes, int from, int length) {
      cells++;
      sink += bytes[from + length - 1];
    }

    @Override
    public void filled(int field) {
      sink += field;
    }

    @Override
    public void end() {
      rows++;
    }

    @Override
    public void passOver() {}

    @Override
    public void leaveOut(@Nullable String column, String reason) {
      leftOut++;
    }
  }
}
