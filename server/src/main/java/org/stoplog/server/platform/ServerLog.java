package org.stoplog.server.platform;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Tells faults of the program, once, where they surface: the kinds of failure and where they
 * happened, never their messages, which may hold values.
 */
public final class ServerLog {
  private static final int CODE_LENGTH = 12;
  private static final int FRAMES = 8;
  private static final int CAUSES = 8;

  private final Consumer<String> lines;

  public ServerLog(Consumer<String> lines) {
    this.lines = lines;
  }

  /**
   * @return the code that the page shows too
   */
  public String fault(Throwable thrown) {
    Deque<String> told = new ArrayDeque<>();
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < CAUSES; i++, cause = cause.getCause()) {
      told.add(cause.getClass().getName());
      StackTraceElement[] stack = cause.getStackTrace();
      for (int frame = 0; frame < Math.min(FRAMES, stack.length); frame++) {
        told.add("  at " + stack[frame]);
      }
    }
    String text = String.join("\n", told);
    String code = HexFormat.of().formatHex(Tokens.sha256(text)).substring(0, CODE_LENGTH);
    lines.accept("fault, code " + code + "\n" + text);
    return code;
  }
}
