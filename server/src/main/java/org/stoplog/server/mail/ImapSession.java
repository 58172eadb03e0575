package org.stoplog.server.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * A connection to a mailbox that only looks (RFC 3501, as far as that needs it). Nothing that the
 * server says makes us keep more than a bounded line, or a bounded literal in a file. Not
 * thread-safe.
 */
final class ImapSession implements AutoCloseable {
  private static final int MOST_LINES = 20_000;
  private static final int LONGEST_LINE = 4_000;
  private static final int CHUNK = 1 << 16;
  private static final Pattern LITERAL = Pattern.compile(".*\\{([0-9]{1,10})}");
  private static final Pattern VALIDITY =
      Pattern.compile("(?i)\\* OK \\[UIDVALIDITY ([0-9]{1,10})].*");
  private static final Pattern UID = Pattern.compile("(?i).*\\bUID ([0-9]{1,10})\\b.*");
  private static final Pattern SIZE = Pattern.compile("(?i).*\\bRFC822\\.SIZE ([0-9]{1,12})\\b.*");
  private static final Pattern FETCH = Pattern.compile("(?i)\\* [0-9]{1,10} FETCH \\(.*");

  private final Wire wire;
  private final Duration command;
  private int tags;

  private ImapSession(Wire wire, Duration command) {
    this.wire = wire;
    this.command = command;
  }

  /** A mail that waits, and how long the server says that it is. */
  record Waiting(long uid, long bytes) {}

  /**
   * Connects, encrypts and signs in.
   *
   * @throws StoplogException MAIL_ROUTE_FAILED with what went wrong
   */
  static ImapSession open(
      Mailbox box, String password, SSLContext trust, Duration connect, Duration command) {
    Wire wire = null;
    try {
      boolean here = box.security() == Security.NONE;
      wire = Wire.connect(box.host(), box.port(), here, connect);
      ImapSession session = new ImapSession(wire, command);
      try (var _ = wire.within(command)) {
        if (!here) {
          wire.encrypt(trust);
        }
        String greeting = wire.readLine(LONGEST_LINE);
        if (!greeting.toUpperCase(Locale.ROOT).startsWith("* OK")) {
          throw new IOException("the server does not speak IMAP, or takes nobody in now");
        }
      }
      session.run("LOGIN " + quoted(box.user()) + " " + quoted(password), line -> {});
      return session;
    } catch (IOException e) {
      if (wire != null) {
        wire.close();
      }
      throw failed(e);
    }
  }

  static StoplogException failed(IOException e) {
    return new StoplogException(
        Problem.MAIL_ROUTE_FAILED, "The mailbox cannot be read: " + SmtpSession.why(e) + ".", e);
  }

  private static String quoted(String text) throws IOException {
    if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IOException("a user, password or folder has letters that IMAP cannot take");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Takes a line that came before the end of a command. */
  private interface Lines {
    void take(String line) throws IOException;
  }

  /** Literals are refused here: no answer to these commands needs one. */
  private void run(String text, Lines lines) throws IOException {
    String tag = send(text);
    try (var _ = wire.within(command)) {
      for (int i = 0; i < MOST_LINES; i++) {
        String line = wire.readLine(LONGEST_LINE);
        if (isEnd(tag, line)) {
          return;
        }
        if (LITERAL.matcher(line).matches()) {
          throw new IOException("the server answered with more than was asked");
        }
        lines.take(line);
      }
    }
    throw new IOException("the server's answer has no end");
  }

  private String send(String text) throws IOException {
    String tag = "s" + ++tags;
    try (var _ = wire.within(command)) {
      wire.writeLine(tag + " " + text);
    }
    return tag;
  }

  private static boolean isEnd(String tag, String line) throws IOException {
    if (line.startsWith("*") || line.startsWith("+")) {
      if (line.startsWith("+") || line.toUpperCase(Locale.ROOT).startsWith("* BYE")) {
        throw new IOException("the server ended the talk");
      }
      return false;
    }
    if (!line.startsWith(tag + " ")) {
      throw new IOException("the server answers something that was not asked");
    }
    String said = line.substring(tag.length() + 1);
    if (!said.toUpperCase(Locale.ROOT).startsWith("OK")) {
      throw new IOException("the server refused: " + Reply.of(500, said).text());
    }
    return true;
  }

  /**
   * Opens a folder for looking: nothing is marked.
   *
   * @return its UIDVALIDITY: when that changes, the numbers of mails mean others
   */
  long examine(String folder) throws IOException {
    long[] validity = {0};
    run(
        "EXAMINE " + quoted(folder),
        line -> {
          Matcher found = VALIDITY.matcher(line);
          if (found.matches()) {
            validity[0] = Long.parseLong(found.group(1));
          }
        });
    if (validity[0] == 0) {
      throw new IOException("the server does not number its mails for good (UIDVALIDITY)");
    }
    return validity[0];
  }

  /**
   * The mails after one, in the order of their numbers, at most as many as asked for.
   *
   * @throws IOException also when the server sends them in no bounded number
   */
  List<Waiting> after(long uid, int most) throws IOException {
    List<Waiting> waiting = new ArrayList<>();
    // A range of numbers, not of mails: of 10 000 that wait, no answer is longer than this.
    run(
        "UID FETCH " + (uid + 1) + ":* (UID RFC822.SIZE)",
        line -> {
          Matcher number = UID.matcher(line);
          Matcher size = SIZE.matcher(line);
          if (FETCH.matcher(line).matches() && number.matches() && size.matches()) {
            long found = Long.parseLong(number.group(1));
            // "n:*" names the last mail also when it is below n.
            if (found > uid) {
              waiting.add(new Waiting(found, Long.parseLong(size.group(1))));
            }
          }
        });
    return waiting.stream()
        .sorted(java.util.Comparator.comparingLong(Waiting::uid))
        .limit(most)
        .toList();
  }

  /**
   * Takes a mail into a file, and marks nothing.
   *
   * @return false when it is gone
   * @throws IOException also when it is longer than that
   */
  boolean fetch(long uid, long mostBytes, Duration time, Path target) throws IOException {
    String tag = send("UID FETCH " + uid + " (UID BODY.PEEK[])");
    boolean isThere = false;
    try (var _ = wire.within(time)) {
      for (int i = 0; i < MOST_LINES; i++) {
        String line = wire.readLine(LONGEST_LINE);
        Matcher literal = LITERAL.matcher(line);
        if (line.startsWith("*") && literal.matches()) {
          long bytes = Long.parseLong(literal.group(1));
          if (isThere || bytes > mostBytes || !FETCH.matcher(line).matches()) {
            throw new IOException("the server sends more than was asked");
          }
          copy(bytes, target);
          isThere = true;
          // What stands behind the mail in the same answer: ")" or " UID 7)".
          wire.readLine(LONGEST_LINE);
        } else if (isEnd(tag, line)) {
          return isThere;
        }
      }
    }
    throw new IOException("the server's answer has no end");
  }

  private void copy(long bytes, Path target) throws IOException {
    byte[] buffer = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(target)) {
      for (long left = bytes; left > 0; ) {
        int n = wire.read(buffer, (int) Math.min(left, buffer.length));
        out.write(buffer, 0, n);
        left -= n;
      }
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
