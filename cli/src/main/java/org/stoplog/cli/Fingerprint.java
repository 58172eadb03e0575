package org.stoplog.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A short code for an unexpected failure, so that the same fault shows the same code everywhere and
 * can be looked up without sending any data. Made of names in the code only: no message, which may
 * hold values, and no line numbers, which move with every version.
 *
 * <p>Three parts: what failed, where in our code, and the whole way there.
 */
record Fingerprint(String what, String where, String way) {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  static Fingerprint of(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    Throwable root = chain.getLast();
    List<String> frames =
        Arrays.stream(root.getStackTrace())
            .map(Fingerprint::name)
            .filter(Fingerprint::ours)
            .toList();
    String top = frames.isEmpty() ? "" : frames.getFirst();
    String where =
        frames.stream().filter(frame -> frame.startsWith("org.stoplog.")).findFirst().orElse(top);
    return new Fingerprint(
        hash(root.getClass().getName() + top), hash(where), hash(String.join("\n", frames)));
  }

  @Override
  public String toString() {
    return what + "-" + where + "-" + way;
  }

  /** From the failure itself to its root cause; a chain that bites its tail is cut. */
  static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && chain.size() < 50; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static String name(StackTraceElement frame) {
    // Names of lambdas and proxies are numbered by chance.
    String type = frame.getClassName().replaceFirst("(\\$\\$|/0x|\\$Proxy).*", "");
    return type + "." + frame.getMethodName().replaceFirst("^lambda\\$(\\w+)\\$\\d+$", "$1");
  }

  /** Reflection takes other ways once it is warm. */
  private static boolean ours(String frame) {
    return !frame.startsWith("jdk.internal.") && !frame.startsWith("java.lang.reflect.");
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      StringBuilder code = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        code.append(DIGITS.charAt(hash[i] & 31));
      }
      return code.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
