package org.stoplog.ledger;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Properties from seeds: a claim is tried many times, each time with its own random source. A
 * failure names its seed; {@code -Dstoplog.seed=N} runs that one alone.
 */
public final class Seeded {
  private static final String REPLAY = "stoplog.seed";

  /** One trial; draws what it needs and asserts. */
  @FunctionalInterface
  public interface Trial {
    void run(RandomGenerator random) throws Exception;
  }

  private Seeded() {}

  /** Tries a claim; other seeds every time, so that the build learns over the months. */
  public static void check(int trials, Trial trial) {
    Long replayed = Long.getLong(REPLAY);
    if (replayed != null) {
      run(replayed, trial);
      return;
    }
    long base = new SplittableRandom().nextLong() >>> 1;
    for (int i = 0; i < trials; i++) {
      run(base + i, trial);
    }
  }

  /** One of the given things. */
  @SafeVarargs
  public static <T> T pick(RandomGenerator random, T... things) {
    return things[random.nextInt(things.length)];
  }

  /** A text of characters drawn from {@code alphabet}. */
  public static String text(RandomGenerator random, String alphabet, int least, int most) {
    int[] points = alphabet.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(least, most + 1); i > 0; i--) {
      out.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return out.toString();
  }

  /** Any text at all, half surrogates and unassigned characters included. */
  public static String anyText(RandomGenerator random, int most) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0, 1 -> out.append((char) random.nextInt(0x80));
        case 2 -> out.append((char) random.nextInt(0x3000));
        case 3 -> out.append((char) random.nextInt(0x10000));
        case 4 -> out.append((char) random.nextInt(0x2000, 0x2100));
        default -> out.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
      }
    }
    return out.toString();
  }

  /** The text with a few characters inserted, removed, replaced or doubled. */
  public static String spoiled(RandomGenerator random, String text) {
    StringBuilder out = new StringBuilder(text);
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(out.length() + 1);
      String extra =
          random.nextBoolean() ? anyText(random, 2) : text(random, "@.+ \"<>'-_;,\t", 1, 2);
      out.replace(at, Math.min(out.length(), at + random.nextInt(3)), extra);
    }
    return out.toString();
  }

  private static void run(long seed, Trial trial) {
    try {
      trial.run(new SplittableRandom(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionError("fails with seed " + seed + ": -D" + REPLAY + "=" + seed, e);
    }
  }
}
