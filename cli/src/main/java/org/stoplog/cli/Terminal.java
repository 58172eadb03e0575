package org.stoplog.cli;

import java.io.Console;
import java.util.Map;

/**
 * Where the output goes.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is a terminal
 * @param colour whether colours are welcome on standard output
 * @param width columns
 */
record Terminal(boolean out, boolean err, boolean colour, int width) {
  /** A file or a pipe. */
  static final Terminal NONE = new Terminal(false, false, false, 100);

  /**
   * Java can ask only whether input and output both are a terminal, so the launcher says which of
   * the two outputs is one: {@code -Dstoplog.tty=out,err}.
   */
  static Terminal detect(Map<String, String> environment) {
    String said = System.getProperty("stoplog.tty");
    Console console = System.console();
    boolean both = console != null && console.isTerminal();
    boolean out = said == null ? both : said.contains("out");
    boolean err = said == null ? both : said.contains("err");
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean colour = out && !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(out, err && !dumb, colour, width(environment));
  }

  private static int width(Map<String, String> environment) {
    String columns = System.getProperty("stoplog.columns", environment.getOrDefault("COLUMNS", ""));
    return columns.matches("[1-9]\\d{1,3}") ? Math.max(40, Integer.parseInt(columns)) : 100;
  }
}
